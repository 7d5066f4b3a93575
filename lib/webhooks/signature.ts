import { createHmac, randomBytes } from "node:crypto";

const PREFIX = "whsec_";
/** Standard Webhooks: 24 to 64 bytes. */
const SECRET_BYTES = 32;

/** A new symmetric secret of Standard Webhooks. */
export function newSecret(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString("base64");
}

/** An id of Standard Webhooks: the same at every try, so that a receiver knows a repetition. */
export function newMessageId(): string {
  return `msg_${randomBytes(18).toString("base64url")}`;
}

export type Signed = { id: string; body: string; secrets: readonly string[]; at: Date };

/** The headers of Standard Webhooks, with one signature for each secret: while one is changed both are good. */
export function signedHeaders({ id, body, secrets, at }: Signed): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), "base64");
    return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`, "utf8").digest("base64")}`;
  });
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures.join(" ") };
}

import { createHash, generateKeyPairSync, randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { dkimSign } from "mailauth";
import { createTransport } from "nodemailer";

export const DOMAIN = "mail-bench.example";
const SELECTOR = "bench";

const pair = generateKeyPairSync("ed25519");
const privateKey = pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const raw = pair.publicKey.export({ type: "spki", format: "der" }).subarray(-32);

/** Where a reader of these mails finds the key of their signatures, and what it reads there. */
export const KEY_NAME = `${SELECTOR}._domainkey.${DOMAIN}`;
export const KEY_RECORD = `v=DKIM1; k=ed25519; p=${raw.toString("base64")}`;

export type WrittenMail = { messageId: string; from: string; bytes: Buffer; sha256: string; signed: boolean };

/** The mail as the server of its domain sends it. */
export async function signMail(mail: Buffer): Promise<Buffer> {
  const by = { signingDomain: DOMAIN, selector: SELECTOR, privateKey };
  const { signatures } = await dkimSign(mail, {
    ...by,
    canonicalization: "relaxed/relaxed",
    algorithm: "ed25519-sha256",
    signTime: new Date(),
    signatureData: [by],
  });
  return Buffer.concat([Buffer.from(signatures), mail]);
}

/** A mail that nobody else wrote; one that is signed is of a proven sender and becomes a report. */
export async function writeMail(index: number, to: string, signed: boolean): Promise<WrittenMail> {
  const from = `finder-${index}@${DOMAIN}`;
  const messageId = `<bench-${index}-${randomBytes(6).toString("hex")}@${DOMAIN}>`;
  const words = Array.from(
    { length: 10 + (index % 60) },
    (_, line) => `Line ${line} of what finder ${index} saw: ümläut, "quotes", 1 < 2.`,
  );
  const mail = [
    `From: Finder ${index} <${from}>`,
    `To: <${to}>`,
    `Subject: Header injection number ${index}`,
    `Message-ID: ${messageId}`,
    `Date: ${new Date().toUTCString()}`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: 8bit",
    "",
    ...words,
    "",
  ].join("\r\n");
  const bytes = signed ? await signMail(Buffer.from(mail)) : Buffer.from(mail);
  return { messageId, from, bytes, signed, sha256: createHash("sha256").update(bytes).digest("hex") };
}

/** A mail server that hands mails over, and keeps each until it hears 250: as long as it takes. */
export class Sender {
  readonly #transport;

  constructor(port: number, connections: number) {
    this.#transport = createTransport({
      host: "127.0.0.1",
      port,
      pool: true,
      maxConnections: connections,
      maxMessages: Number.POSITIVE_INFINITY,
      ignoreTLS: true,
      connectionTimeout: 5000,
      greetingTimeout: 5000,
      socketTimeout: 20_000,
    });
  }

  /** Gives the tries it took, and how long the one that was answered did, in milliseconds. */
  async send(mail: WrittenMail, to: string): Promise<{ tries: number; ms: number }> {
    for (let tries = 1; ; tries += 1) {
      const started = performance.now();
      try {
        await this.#transport.sendMail({ envelope: { from: mail.from, to: [to] }, raw: mail.bytes });
        return { tries, ms: performance.now() - started };
      } catch (error) {
        const { responseCode } = error as { responseCode?: number };
        if (responseCode !== undefined && responseCode >= 500) throw error;
        await delay(250);
      }
    }
  }

  close(): void {
    this.#transport.close();
  }
}

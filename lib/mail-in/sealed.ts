import { z } from "zod";
import type { SignatureStanding } from "../pgp/signature";
import type { DataKey, KeyRing, Place } from "../vault/seal";
import { openJson, unwrapKey } from "../vault/seal";
import type { ReadMail } from "./read";

/** Where each sealed value of an incoming mail lives. */
export function mailPlace(mailId: string, column: "envelope" | "raw" | "summary" | "note"): Place {
  return { table: "incoming_mails", column: `${column}_sealed`, rowId: mailId, reportId: mailId };
}

export function mailKeyOwner(mailId: string): string {
  return `${mailId}:incoming`;
}

export const envelopeSchema = z.strictObject({
  /** MAIL FROM; empty for the null sender, null where none was told. */
  from: z.string().nullable(),
  to: z.array(z.string()),
});
export type Envelope = z.infer<typeof envelopeSchema>;

const summarySchema = z.strictObject({
  from: z.strictObject({ address: z.string(), name: z.string() }).nullable(),
  subject: z.string(),
  text: z.string(),
  encrypted: z.string().nullable(),
  files: z.array(z.strictObject({ name: z.string(), size: z.number() })),
  /** The reference that its subject names, where the program has such a report. */
  names: z.string().nullable(),
  /** What its OpenPGP signature is worth; null without one. */
  signature: z
    .union([
      z.strictObject({ kind: z.literal("good"), fingerprint: z.string() }),
      z.strictObject({ kind: z.enum(["bad", "unknown"]), keyId: z.string().nullable() }),
    ])
    .nullable()
    .default(null),
});
export type MailSummary = z.infer<typeof summarySchema>;

/** Characters of a mail that the desk shows; the whole of it is in the mail itself. */
const SHOWN_AT_MOST = 20_000;

export function summaryOf(
  mail: ReadMail | null,
  names: string | null,
  signature: SignatureStanding | null = null,
): MailSummary {
  return {
    from: mail?.from ?? null,
    subject: mail?.subject ?? "",
    text: (mail?.text ?? "").slice(0, SHOWN_AT_MOST).replace(/[\uD800-\uDBFF]$/, ""),
    encrypted: mail?.encrypted?.slice(0, SHOWN_AT_MOST) ?? null,
    files: (mail?.files ?? []).slice(0, 50).map(({ name, content }) => ({ name, size: content.length })),
    names,
    signature,
  };
}

export function keyOfMail(ring: KeyRing, row: { id: string; dataKey: Buffer }): DataKey {
  return unwrapKey(ring, row.dataKey, mailKeyOwner(row.id));
}

export function openSummary(key: DataKey, row: { id: string; summarySealed: Buffer | null }): MailSummary {
  if (row.summarySealed === null) return summaryOf(null, null);
  return summarySchema.parse(openJson(key, mailPlace(row.id, "summary"), row.summarySealed));
}

export function openEnvelope(key: DataKey, row: { id: string; envelopeSealed: Buffer }): Envelope {
  return envelopeSchema.parse(openJson(key, mailPlace(row.id, "envelope"), row.envelopeSealed));
}

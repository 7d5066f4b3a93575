import { randomBytes } from "node:crypto";
import { hashToken, newToken } from "../vault/lookup";
import { type DataKey, type KeyRing, newWrappedKey, openText, type Place, sealText, unwrapKey } from "../vault/seal";

const place = (column: string, inquiryId: string): Place => ({
  table: "inquiries",
  column,
  rowId: inquiryId,
  reportId: inquiryId,
});
const bodyPlace = (inquiryId: string, messageId: string): Place => ({
  table: "inquiry_messages",
  column: "body_sealed",
  rowId: messageId,
  reportId: inquiryId,
});

type Sealed = { id: string; dataKey: Buffer };

/** What a new inquiry stores beside its words: its key, its address at the desk, and the asker's link. */
export function newInquiryRecord(ring: KeyRing, id: string, words: { subject: string; email: string | null }) {
  const { key, wrapped } = newWrappedKey(ring, id);
  const token = newToken();
  return {
    key,
    token,
    row: {
      id,
      publicId: randomBytes(16).toString("base64url"),
      dataKey: wrapped,
      linkHash: hashToken(token),
      linkSealed: sealText(key, place("link_sealed", id), token),
      emailSealed: words.email === null ? null : sealText(key, place("email_sealed", id), words.email),
      subjectSealed: sealText(key, place("subject_sealed", id), words.subject),
    },
  };
}

export const keyOf = (ring: KeyRing, { id, dataKey }: Sealed): DataKey => unwrapKey(ring, dataKey, id);

export const openSubject = (key: DataKey, row: { id: string; subjectSealed: Buffer }) =>
  openText(key, place("subject_sealed", row.id), row.subjectSealed);
export const openLink = (key: DataKey, row: { id: string; linkSealed: Buffer }) =>
  openText(key, place("link_sealed", row.id), row.linkSealed);
export const openAddress = (key: DataKey, row: { id: string; emailSealed: Buffer | null }) =>
  row.emailSealed === null ? null : openText(key, place("email_sealed", row.id), row.emailSealed);

export const sealBody = (key: DataKey, inquiryId: string, messageId: string, text: string) =>
  sealText(key, bodyPlace(inquiryId, messageId), text);
export const openBody = (key: DataKey, inquiryId: string, row: { id: string; bodySealed: Buffer }) =>
  openText(key, bodyPlace(inquiryId, row.id), row.bodySealed);

/** The page of an inquiry for whoever asked. */
export const inquiryPath = (token: string) => `/inquiries/${token}`;
export const staffInquiryPath = (publicId: string) => `/staff/inquiries/${publicId}`;

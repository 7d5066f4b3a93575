import { z } from "zod";
import type { LintSubject } from "../lint/types";

/** Bytes of JSON: ten times the longest policy that we know. */
const DOCUMENT_MAX = 2_000_000;

export const draftPublicId = z.string().regex(/^[0-9a-f]{32}$/);

/**
 * A draft may lack anything and hold values that no policy may have, so that nothing typed is refused; the linter
 * judges it. Only what the database or RFC 8785 cannot hold is turned away.
 */
export const draftDocumentSchema = z
  .record(z.string(), z.json())
  .superRefine((document, ctx) => {
    const text = JSON.stringify(document);
    if (text.length > DOCUMENT_MAX) ctx.addIssue("This policy is too long to be kept.");
    if (/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/.test(text))
      ctx.addIssue("This policy holds a character that cannot be kept.");
  })
  .transform((document): LintSubject => asSubject(document));

/** What a page shows of it goes through `readSubject`, which says where a value has the wrong type. */
function asSubject(document: Record<string, unknown>): LintSubject {
  return document as LintSubject;
}

/** A reason for letting a warning stand, in a sentence that the signer answers for. */
export const warningReasonSchema = z
  .string("Write why this may stay")
  .transform((value) => value.normalize("NFC").trim())
  .refine((value) => value.length >= 10, "Write why this may stay, in 10 characters or more")
  .refine((value) => value.length <= 500, "Keep it to 500 characters");

import { z } from "zod";
import { UPLOAD_LIMITS } from "../attachments/accepted";
import { messageText } from "../reports/moves";

/** A box that is ticked or absent. */
const ticked = z
  .literal("yes")
  .optional()
  .transform((value) => value === "yes");

/** An id of a message as addresses and forms carry it; "" for none. */
export const messageIdSchema = z.string().regex(/^[\w-]{1,64}$/);

/** An id that an address names; anything else names none. */
export function messageIdIn(value: string | string[] | undefined): string | undefined {
  const parsed = messageIdSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

/** Ids of files, as a form sends them: none, one or several. */
const fileIds = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((value) => [value ?? []].flat())
  .pipe(z.array(z.string().regex(/^[0-9a-f]{32}$/)).max(UPLOAD_LIMITS.files));

export const messageSchema = z.strictObject({
  text: messageText,
  /** Chosen by the page: a form sent twice is one message. */
  idempotencyKey: z.string().max(64).optional(),
  /** The newest message that the page showed. */
  seen: messageIdSchema.or(z.literal("")).default(""),
  sure: ticked,
  files: fileIds,
  /** Which button it was. */
  intent: z.enum(["send", "keep"]).default("send"),
});

export const editSchema = z.strictObject({ text: messageText, sure: ticked });

/** Longest reason for withholding a message, in characters. */
export const WITHHOLDING_MAX = 1000;

export const withholdingSchema = z.strictObject({
  reason: z
    .string()
    .trim()
    .min(10, "Say why in 10 characters or more; both sides read it")
    .max(WITHHOLDING_MAX, `Shorten the reason to ${WITHHOLDING_MAX} characters`),
});

export const noteSchema = z.strictObject({
  note: messageText,
  sure: ticked,
  files: fileIds,
  intent: z.enum(["send", "keep"]).default("send"),
});

export const replyDraftSchema = z.strictObject({ kind: z.enum(["reply", "note"]), text: messageText });

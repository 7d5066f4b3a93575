import { z } from "zod";
import { messageText } from "../reports/moves";

export const messageSchema = z.strictObject({
  text: messageText,
  /** Chosen by the page: a form sent twice is one message. */
  idempotencyKey: z.string().max(64).optional(),
});

export const noteSchema = z.strictObject({ note: messageText });

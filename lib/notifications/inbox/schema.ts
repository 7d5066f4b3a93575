import { z } from "zod";
import { INBOX_SNOOZES } from "./snooze";
import { BOXES } from "./types";

export const sideSchema = z.enum(["reporter", "staff"]);
export const boxSchema = z.enum(BOXES);

export const snoozeEntrySchema = z.strictObject({
  snooze: z.enum(INBOX_SNOOZES, "Select until when"),
  day: z.string().max(10).default(""),
});

/** When something was done, in milliseconds: what undoing names. */
export const instantSchema = z.coerce.number().int().min(0).max(253_402_300_799_999);

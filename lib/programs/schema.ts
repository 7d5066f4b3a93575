import { z } from "zod";

export const newProgramSchema = z.strictObject({
  slug: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "Use lower-case letters, digits and single hyphens")
    .max(60),
  /** What references of its reports begin with. */
  referencePrefix: z.string().regex(/^[A-Z]{2,5}$/, "Use two to five capital letters"),
  position: z.int().nonnegative(),
  nextUpdateDays: z.int().positive().max(365),
});
export type NewProgram = z.infer<typeof newProgramSchema>;

export const calendarSchema = z.strictObject({
  version: z.int().positive(),
  region: z.string().min(1).max(100),
  zone: z.string().refine(isZone, "Give a time zone by its IANA name, such as Pacific/Auckland"),
  workingDays: z
    .array(z.int().min(1).max(7))
    .min(1)
    .refine((days) => new Set(days).size === days.length, "Name each working day once"),
  cutOff: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .nullable(),
  holidays: z.array(z.strictObject({ date: z.iso.date(), name: z.string().min(1).max(100) })).max(500),
});

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}

import { z } from "zod";

/** Longer than this is no absence: somebody's roles end. In days. */
export const AWAY_AT_MOST = 366;

const day = (missing: string) => z.iso.date({ error: missing });
const handle = z.string().regex(/^[0-9a-f]{32}$/, "Select somebody of the team");

/** Somebody's days away as the form sends them, both counted, in the program's zone. */
export const absenceSchema = z
  .strictObject({
    who: handle,
    from: day("Enter the first day away, for example 2026-07-06"),
    until: day("Enter the last day away, for example 2026-07-17"),
    cover: z.literal("").or(handle).default(""),
  })
  .superRefine(({ who, from, until, cover }, issues) => {
    const wrong = (path: string, message: string) => issues.addIssue({ code: "custom", path: [path], message });
    if (until < from) wrong("until", "The last day is before the first");
    else if (daysBetween(from, until) > AWAY_AT_MOST) wrong("until", "Enter at most a year");
    if (cover === who) wrong("cover", "Select somebody else, or leave it to the team");
  });
export type AbsenceInput = z.infer<typeof absenceSchema>;

const DAY_MS = 86_400_000;
const daysBetween = (from: string, until: string) => (Date.parse(until) - Date.parse(from)) / DAY_MS;

export const backSchema = z.strictObject({ who: handle });

import { z } from "zod";
import { parseEmailAddress } from "../accounts/email-address";
import type { Answers } from "../reports/form/answers";
import { cleanText, tooLong, unstorable } from "../reports/text";

const KINDS = ["personal", "health", "financial", "credentials", "other"] as const;
const WHAT_MAX = 1000; // form.md §2 step 4: it stands in the summary of the full report

const what = z.string({ error: "Say in a few words what you saw and where" }).transform((typed, context) => {
  const text = cleanText(typed).trim();
  const problem =
    unstorable(typed, "clean") ?? (text === "" ? "Say in a few words what you saw and where" : tooLong(text, WHAT_MAX));
  if (problem === null) return text;
  context.addIssue(problem);
  return z.NEVER;
});

const email = z
  .string()
  .default("")
  .transform((typed, context) => {
    if (typed.trim() === "") return "";
    const address = parseEmailAddress(typed);
    if (address !== null) return address;
    context.addIssue("Enter an address like name@example.com, or leave it blank");
    return z.NEVER;
  });

/** The one page of the stop-and-report lane. Only two things are asked of everybody: whose it is, and what one saw. */
export const noticeSchema = z.object({
  program: z.string({ error: "Select whose system it is" }).regex(/^[a-z0-9-]{1,60}$/, "Select whose system it is"),
  what,
  "kinds[]": z.array(z.enum(KINDS)).default([]),
  ongoing: z.enum(["yes", "no", "not_sure"]).default("not_sure"),
  email,
  /** Random, made by the page. */
  key: z.string().regex(/^[A-Za-z0-9_-]{43}$/, "This page is incomplete. Reload it and try again"),
});
export type NoticeInput = z.output<typeof noticeSchema>;

/** What was typed, as answers of the form: the full report that may follow starts with them. */
export function noticeAnswers(input: NoticeInput): Answers {
  return {
    exposed: "yes",
    exposureKinds: input["kinds[]"],
    exposureOngoing: input.ongoing,
    summary: input.what,
    ...(input.email === "" ? {} : { identity: "pseudonym", email: input.email }),
  };
}

import { addNonIssue } from "@/lib/non-issues/mutations";
import { nonIssueCatalogue } from "@/lib/non-issues/queries";
import { newEntrySchema } from "@/lib/non-issues/schema";
import type { Context } from "@/lib/request/transaction";

/** What many programs have decided not to be a vulnerability by itself, until a team has entries of its own. */
export const STARTER_NON_ISSUES = [
  {
    title: "A missing header without a way to use it",
    body: "A page that is sent without one of the optional security headers is harder to defend, and nothing can be done with that alone. If something can be done because the header is missing, report that: then the header is the cause and not the finding.",
  },
  {
    title: "Version numbers and banners",
    body: "That a server or a page tells its version gives nobody access to anything. If that version has a weakness which works here, show it working: then we want to know at once.",
  },
  {
    title: "What only its own user can do to themselves",
    body: "An attack that needs somebody to paste code into their own browser, or to change their own account, harms nobody else. It is different where another person can be led to do it by a link or a page.",
  },
  {
    title: "Output of a scanner without a check",
    body: "Scanners list what might be. We ask for one case that was tried by hand, with what was sent and what came back; the tool’s name and its rule help us, and do not stand for the trial.",
  },
] as const;

/** Fills a program's empty catalogue; one that has entries stays as it is. */
export async function giveNonIssues(ctx: Context, programSlug: string): Promise<void> {
  const { entries } = await nonIssueCatalogue(ctx, { programSlug });
  if (entries.length > 0) return;
  for (const entry of STARTER_NON_ISSUES) await addNonIssue(ctx, programSlug, newEntrySchema.parse(entry));
}

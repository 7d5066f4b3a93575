import type { Move } from "@/lib/reports/state";
import type { Context } from "@/lib/request/transaction";
import { addTemplate } from "@/lib/templates/mutations";
import { templatesInUse } from "@/lib/templates/queries";
import { templateSchema } from "@/lib/templates/schema";

const HELLO = "Hello {{reporter.name}},\n\n";

/** What a team begins its messages with, until it has words of its own. No deadline stands in them: the clocks know those. */
export const STARTER_TEMPLATES: readonly { title: string; move?: Move; body: string }[] = [
  {
    title: "Received by a person",
    body: `${HELLO}Thank you for report {{report.id}}. A person on our team has read it. We check it next, and finish that {{due.verify}}.\n\nYou can add anything to it on its page at any time.`,
  },
  {
    title: "More information, please",
    move: "ask_for_information",
    body: `${HELLO}To see what you saw we need a little more:\n\n1. Which version of {{product}} was it, and how was it installed?\n2. What exactly did you send, and what came back?\n\nOur clock for checking stands still until you answer. If you cannot share something, say so: we will find another way.`,
  },
  {
    title: "Confirmed",
    body: `${HELLO}We have seen it ourselves: what you describe in {{report.id}} is a vulnerability in {{product}}. We now plan the fix and will write again {{due.update}}.\n\nHow severe we judge it, and why, stands on the report’s page beside your own view.`,
  },
  {
    title: "Not reproducible",
    move: "reject",
    body: `${HELLO}We followed your steps on {{product}} and could not make it happen. We tried this:\n\n- …\n\nIf we missed something, ask for a second look and tell us what differs; somebody else will then read it.`,
  },
  {
    title: "Out of scope",
    move: "reject",
    body: `${HELLO}Thank you for taking the time. What you describe is outside what this policy covers: the decision names the clause that it rests on.\n\nThat says nothing about the care you took. If you think that the clause does not fit, ask for a second look and tell us why.`,
  },
  {
    title: "Known already",
    move: "reject",
    body: `${HELLO}What you found has been reported to us before, so we keep it together with that report. Yours stays open to you: its page follows how far the fix has come, and you can go on writing here.\n\nWe cannot say who else reported it, or how.`,
  },
  {
    title: "One vulnerability a report",
    body: `${HELLO}There is more than one vulnerability in {{report.id}}, and each will be fixed and credited for itself. May we split it? Nothing is lost: each part keeps the time of your first report, and you get a receipt for each.`,
  },
  {
    title: "Personal data: please stop here",
    body: `${HELLO}You have come across data of real people. Please look at no more of it, keep no copy, and tell nobody what it says. What you have sent is enough for us to act.\n\nTell us in one line whether you still hold any of it, and we will agree how to delete it.`,
  },
  {
    title: "Please write here, not to people",
    body: `${HELLO}Please keep this conversation on the report’s page. Our colleagues whom you wrote to directly cannot see the report, and a mail to one person can get lost. Here somebody always reads it.`,
  },
  {
    title: "Fix planned",
    body: `${HELLO}The fix for {{report.id}} is planned, {{due.fix}}. We will write {{due.update}} either way.\n\nPlease go on keeping it to yourself until it is out; we will agree the day with you.`,
  },
  {
    title: "Please check the fix",
    move: "ask_for_retest",
    body: `${HELLO}A fix is there. Could you check whether you can still make it happen? A yes or no is enough; what you tried helps.\n\nIf you have no time, say so, and we check it ourselves.`,
  },
  {
    title: "Fixed",
    body: `${HELLO}What you reported as {{report.id}} is fixed, and the fix is released. Thank you: people who use {{product}} are safer for it.`,
  },
  {
    title: "CVE reserved",
    body: `${HELLO}A CVE id is reserved for what you found: CVE-…\n\nPlease do not use it in public before the advisory is out. It will carry this credit: {{credit.text}}`,
  },
  {
    title: "Your credit, as it would print",
    body: `${HELLO}This is the line that we would print:\n\n> {{credit.text}}\n\nPlease agree to it or change it on the report’s page. Without an answer, what you wished in the report counts.`,
  },
  {
    title: "A day to publish",
    body: `${HELLO}We propose to publish on …, at … (time zone …). Does that suit you? If you plan a talk or an article, tell us its day, and we will find one that fits both.`,
  },
  {
    title: "No reward",
    body: `${HELLO}Thank you for asking. This program pays no rewards, and we do not want to raise hopes: its policy says so, too. Credit where you are named is yours if you want it.`,
  },
  {
    title: "Closed without an answer",
    body: `${HELLO}We have not heard from you since our question, so we close {{report.id}} for now. If you come back to it, ask for a second look on its page: everything you sent is kept.`,
  },
  {
    title: "Thank you",
    move: "close",
    body: `${HELLO}{{report.id}} is closed now. Thank you for the report, and for the patience that it took.`,
  },
];

/** Gives a program the starter set, or what of it is missing. */
export async function giveTemplates(ctx: Context, programSlug: string): Promise<void> {
  const present = new Set((await templatesInUse(ctx, programSlug)).map(({ title }) => title));
  for (const template of STARTER_TEMPLATES.filter(({ title }) => !present.has(title))) {
    await addTemplate(ctx, programSlug, templateSchema.parse({ ...template, language: "en" }));
  }
}

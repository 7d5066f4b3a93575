import type { MailParams } from "./catalogue";
import { type Letter, link, paragraph } from "./letter";

type Mail<T extends keyof MailParams> = (params: MailParams[T], origin: string) => Letter;

const NEWS: Record<MailParams["policy_news"]["what"], { subject: string; sentence: string }> = {
  review: { subject: "A policy waits for your review", sentence: "A draft of the policy was sent to you for review." },
  returned: { subject: "A policy came back from review", sentence: "The review asks for changes of the draft." },
  approval: {
    subject: "A policy waits for your approval",
    sentence: "The policy owner signed a major revision. It needs your approval before it can be published.",
  },
  approved: { subject: "A policy is approved", sentence: "The draft has every approval that it needs." },
  published: { subject: "A new policy is in force", sentence: "A new version of the policy was published." },
  review_due: {
    subject: "The review of a policy is due soon",
    sentence: "The policy binds itself to a yearly review, and the next one is due soon.",
  },
  review_overdue: {
    subject: "The review of a policy is due",
    sentence: "The policy binds itself to a yearly review, and it is due today or is late. The public page says so.",
  },
};

export const policyNews: Mail<"policy_news"> = ({ programSlug, path, what }, origin) => ({
  subject: `[${programSlug}] ${NEWS[what].subject}`,
  blocks: [
    paragraph(`${programSlug}: ${NEWS[what].sentence}`),
    link("Open it on the desk", `${origin}${path}`),
    paragraph("Mails carry no text of a draft."),
  ],
});

export const policyChanged: Mail<"policy_changed"> = ({ program }, origin) => ({
  subject: `The policy of ${program} changed while you were writing`,
  blocks: [
    paragraph(
      `You have a report to ${program} that is not sent yet. A new version of its policy is in force, and your report will be judged under it. Your draft is kept; it shows what changed and asks for your agreement again before you send it.`,
    ),
    link("Your drafts", `${origin}/reports`),
  ],
});

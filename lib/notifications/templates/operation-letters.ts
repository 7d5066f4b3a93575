import { UNUSUAL } from "@/lib/audit/unusual/rules";
import type { MailParams } from "./catalogue";
import { type Letter, link, paragraph } from "./letter";

type Mail<T extends keyof MailParams> = (params: MailParams[T], origin: string) => Letter;

const BECAUSE: Record<MailParams["webhook_paused"]["because"], string> = {
  failing: "Ten tries over three days failed, so the portal sends nothing more there.",
  gone: "It answered that it is gone, so the portal sends nothing more there.",
};

export const webhookPaused: Mail<"webhook_paused"> = ({ programSlug, webhook, because }, origin) => ({
  subject: "A webhook of your program was paused",
  blocks: [
    paragraph(`An endpoint that events of ${programSlug} are sent to was paused. ${BECAUSE[because]}`),
    paragraph("What happens meanwhile waits for three days. Look at its log, send a test, then resume it."),
    link("Look at the endpoint", `${origin}/staff/settings/webhooks/${webhook}`),
  ],
});

export const readingUnusual: Mail<"reading_unusual"> = ({ programSlug, kind }, origin) => {
  const { reports, minutes } = UNUSUAL[kind];
  const did = kind === "opened" ? "opened" : "took out";
  return {
    subject: `${programSlug}: many reports were ${kind === "opened" ? "opened" : "taken out"}`,
    blocks: [
      paragraph(
        `One of the team ${did} ${reports} or more reports of ${programSlug} within ${minutes} minutes. It may be their work of the day. If you know of no reason, ask, or have their access ended.`,
      ),
      link("Who it was, for auditors", `${origin}/staff/audit?program=${encodeURIComponent(programSlug)}&group=read`),
      paragraph("Each report also shows on its page who has seen it."),
    ],
  };
};

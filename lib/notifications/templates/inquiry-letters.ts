import type { MailParams } from "./catalogue";
import { type Letter, link, paragraph } from "./letter";

type Mail<T extends keyof MailParams> = (params: MailParams[T], origin: string) => Letter;

const NEWS: Record<MailParams["inquiry_news"]["what"], { subject: string; sentence: string }> = {
  received: { subject: "We received your question", sentence: "Your question to the security team arrived." },
  answered: { subject: "There is an answer to your question", sentence: "The security team answered your question." },
};

export const inquiryNews: Mail<"inquiry_news"> = ({ program, path, what }, origin) => ({
  subject: `${program}: ${NEWS[what].subject}`,
  blocks: [
    paragraph(NEWS[what].sentence),
    link("Read it, and write again if you want to", `${origin}${path}`),
    paragraph(
      "Keep this link to yourself. Mails carry no content of a question; if you asked nothing, ignore this mail.",
    ),
  ],
});

export const inquiryStaffNews: Mail<"inquiry_staff_news"> = ({ program, path }, origin) => ({
  subject: `${program}: a question waits for an answer`,
  blocks: [
    paragraph("Somebody asked the security team a question. It is no report, and no clock runs for it."),
    link("Open it on the desk", `${origin}${path}`),
  ],
});

import { DRAFT_LINK_MINUTES } from "../../guests/resume/link";
import { OPEN_LINK_DAYS } from "../../mail-in/open-link";
import type { Threshold } from "../../sla/thresholds";
import { CLOCK_LABELS } from "../../sla/wording";
import { formatInstant } from "../../sla/words-of-time";
import type { ChosenEvent } from "../choices";
import type { Conversation, MailParams } from "./catalogue";
import { type Block, type Letter, link, list, paragraph, verbatim } from "./letter";

type Mail<T extends keyof MailParams> = (params: MailParams[T], origin: string) => Letter;

const promised = (promises: readonly string[]) =>
  promises.length === 0 ? [] : [paragraph("What the policy promises for it:"), list(promises)];

type Way = { reference: string; guest?: boolean } & Conversation;

/** A guest's way back asks for the code; no mail ever holds it. Who wrote by mail was never shown one and gets a link. */
function wayBack({ reference, guest, openPath }: Way, label: string, origin: string): Block[] {
  if (openPath) {
    return [
      link(label, `${origin}${openPath}`),
      paragraph(
        `The link works once, for ${OPEN_LINK_DAYS} days. It opens the report and shows the receipt code that opens it from then on. Do not pass it on.`,
      ),
    ];
  }
  if (!guest) return [link(label, `${origin}/reports/${reference}`)];
  return [
    link(label, `${origin}/track`),
    paragraph(`It asks for the reference ${reference} and for the receipt code that you were shown when you sent it.`),
  ];
}

const howToAnswer = ({ replies }: Conversation) =>
  replies
    ? paragraph(
        "For the safety of everybody, mails carry no content of a report. You can answer by replying to this mail, from this address, or on the page.",
      )
    : paragraph("For the safety of everybody, mails carry no content of a report. Answer on the page, not by mail.");

export const reportReceived: Mail<"report_received"> = (params, origin) => {
  const { reference, program, zone, promises } = params;
  return {
    subject: `[${reference}] We received your report`,
    blocks: [
      paragraph(`${program} received your report. Its reference is ${reference}.`),
      ...promised(promises),
      paragraph(`Dates are in the time zone ${zone}.`),
      ...wayBack(params, "Your report and its signed receipt", origin),
      howToAnswer(params),
    ],
  };
};

export const draftEnding: Mail<"draft_ending"> = ({ program, endsAt, zone, guest }, origin) => ({
  subject: "A draft of yours will be deleted soon",
  blocks: [
    paragraph(
      `You began a report to ${program} and have not sent it. It will be deleted for good on ${formatInstant(endsAt, zone)}, unless you save it once more or send it before.`,
    ),
    ...(guest
      ? [
          link("Ask for a link to it", `${origin}/report/resume`),
          paragraph("It is mailed to this address, works once and opens the draft in the browser that you use."),
        ]
      : [link("Your drafts", `${origin}/reports`)]),
    paragraph("If you no longer need it, there is nothing to do."),
  ],
});

export const draftLink: Mail<"draft_link"> = ({ program, path, savedAt, zone }, origin) => ({
  subject: "A link to your draft",
  blocks: [
    paragraph(`Somebody asked for a link to a report to ${program} that was saved on ${formatInstant(savedAt, zone)}.`),
    link("Continue the report", `${origin}${path}`),
    paragraph(
      `The link works once, for ${DRAFT_LINK_MINUTES} minutes, and a newer one replaces it. It moves the draft to the browser that opens it.`,
    ),
    paragraph("If this was not you, you need not do anything, and should not pass this mail on."),
  ],
});

const NEWS: Record<MailParams["report_news"]["what"], { subject: string; sentence: string }> = {
  message: { subject: "New message", sentence: "There is a new message for you." },
  status: { subject: "News about your report", sentence: "The status of your report changed." },
  question: { subject: "We need something from you", sentence: "There is a question for you." },
  credit: { subject: "Your credit", sentence: "There is news about how you are credited." },
};

const notSent = (since: string) =>
  `Mail could not be sent for a while. This is what happened since ${formatInstant(since, "UTC")}:`;

const line = (event: ChosenEvent, times: number) => `${EVENT_WORDS[event]}${times > 1 ? `, ${times} times` : ""}`;

function whatIsNew({ program, what, told }: MailParams["report_news"]): Block[] {
  const [first] = told ?? [];
  if (!told || !first) return [paragraph(`${program}: ${NEWS[what].sentence}`)];
  const kinds = [...new Set(told.map((event) => event.what))];
  const times = (kind: string) => told.filter((event) => event.what === kind).length;
  return [
    paragraph(`${program}: ${notSent(first.at)}`),
    list(kinds.map((kind) => line(`reporter.${kind}`, times(kind)))),
  ];
}

export const reportNews: Mail<"report_news"> = (params, origin) => ({
  subject: `[${params.reference}] ${NEWS[params.what].subject}`,
  blocks: [
    ...whatIsNew(params),
    ...(params.text === undefined ? [] : [verbatim(params.text)]),
    ...wayBack(params, "Read it on the page of your report", origin),
    params.text === undefined
      ? howToAnswer(params)
      : paragraph("You read its text here because this mail is encrypted to your key. It is signed with ours."),
  ],
});

export const creditAsked: Mail<"credit_asked"> = ({ program, path, again }, origin) => ({
  subject: again ? `${program}: your credit still waits for your answer` : `${program}: do you want to be credited?`,
  blocks: [
    paragraph(
      `You were named as somebody who helped to find or fix a vulnerability reported to ${program}. Nothing about you is printed unless you agree to it.`,
    ),
    link("See the line, then agree, change it or decline", `${origin}${path}`),
    paragraph(
      "The link is for you alone: keep it to change your answer later. If you know nothing of this, decline or ignore this mail.",
    ),
  ],
});

const STAFF_NEWS: Record<MailParams["staff_news"]["what"], { subject: string; sentence: string }> = {
  opened_anyway: {
    subject: "Restricted report opened",
    sentence: "A coordinator who is not named on it opened this restricted report. The reason is a note on its page.",
  },
  urgent: { subject: "Urgent notice", sentence: "An urgent notice of exposed data arrived. Read it now." },
  received: { subject: "New report", sentence: "A new report arrived." },
  message: { subject: "New message of the reporter", sentence: "The reporter wrote." },
  addition: { subject: "Information added", sentence: "The reporter added information to the report." },
  appeal: { subject: "Appeal", sentence: "The reporter appeals against the decision." },
  watched: {
    subject: "A report that you follow moved on",
    sentence: "The team wrote to the reporter, or took a step, in a report that you follow.",
  },
  mention: { subject: "A note mentions you", sentence: "A colleague mentions you in an internal note." },
};

export const staffNews: Mail<"staff_news"> = ({ reference, program, what }, origin) => ({
  subject: `[${reference}] ${STAFF_NEWS[what].subject}`,
  blocks: [
    paragraph(`${program}: ${STAFF_NEWS[what].sentence}`),
    link("Open it on the desk", `${origin}/staff/reports/${reference}`),
  ],
});

export const onCallTest: Mail<"on_call_test"> = ({ program }, origin) => ({
  subject: "Test: this address is on call",
  blocks: [
    paragraph(
      `${program} wants this address to be woken when somebody reports exposed data. This is a test: nothing was reported.`,
    ),
    paragraph(
      "The real mail has “Urgent notice” in its subject and a link to the desk. It asks for an answer within four hours.",
    ),
    link("The urgent notices", `${origin}/staff/urgent`),
  ],
});

export const onCallEnded: Mail<"on_call_ended"> = ({ program }, origin) => ({
  subject: "This address is no longer on call",
  blocks: [
    paragraph(`Urgent notices to ${program} no longer wake this address.`),
    paragraph("If you did not expect this, tell a privacy officer or an admin of the program now."),
    link("Who is on call", `${origin}/staff/settings/on-call`),
  ],
});

const THRESHOLD_WORDS: Record<Threshold, string> = {
  half: "half of its time is used",
  most: "four fifths of its time are used",
  over: "its due date has passed",
};

export const clockNews: Mail<"clock_news"> = ({ items }, origin) => {
  const [only] = items;
  const line = ({ reference, clock, threshold, program }: (typeof items)[number]) =>
    `${reference}, ${CLOCK_LABELS[clock]}: ${THRESHOLD_WORDS[threshold]} (${program})`;
  return {
    subject:
      only && items.length === 1
        ? `[${only.reference}] ${CLOCK_LABELS[only.clock]}: ${THRESHOLD_WORDS[only.threshold]}`
        : `${items.length} clocks want you`,
    blocks: [
      list(items.map(line)),
      only && items.length === 1
        ? link("Open it on the desk", `${origin}/staff/reports/${only.reference}`)
        : link("The board of clocks", `${origin}/staff/sla`),
    ],
  };
};

const EVENT_WORDS: Record<ChosenEvent, string> = {
  "reporter.message": "a new message",
  "reporter.question": "a question for you",
  "reporter.status": "the status changed",
  "reporter.credit": "news about your credit",
  "staff.received": "a new report",
  "staff.message": "the reporter wrote",
  "staff.addition": "the reporter added information",
  "staff.appeal": "an appeal",
  "staff.mention": "a note mentions you",
  "staff.watched": "moved on, and you follow it",
};

export const digest: Mail<"digest"> = ({ items, since }, origin) => ({
  subject: items.length === 1 ? "News about one report" : `News about reports: ${items.length}`,
  blocks: [
    ...(since === undefined ? [] : [paragraph(notSent(since))]),
    list(items.map(({ reference, program, event, times }) => `${reference}, ${program}: ${line(event, times)}`)),
    ...(items.some(({ event }) => event.startsWith("reporter.")) ? [link("Your reports", `${origin}/reports`)] : []),
    ...(items.some(({ event }) => event.startsWith("staff.")) ? [link("The desk", `${origin}/staff`)] : []),
    link("Choose what is mailed, and when", `${origin}/account/notifications`),
  ],
});

import type { CommitmentClock } from "../sla/vocabulary";
import { CLOCK_LABELS, promiseSentence, promiseSentences } from "../sla/wording";
import { formatInstant } from "../sla/words-of-time";
import type { ReceiptPayload } from "./schema";

export type ReadPromise = { clock: CommitmentClock; sentence: string; due: string };

/** What a receipt says, in words: the same for the page of its reporter and for anybody who checks it. */
export type ReceiptReading = {
  reference: string;
  splitFrom: string | null;
  program: string;
  portal: string;
  receivedAt: { local: string | null; utc: string };
  channel: string;
  policy: { version: string; hash: string };
  calendarVersion: number;
  promises: ReadPromise[];
  answers: number;
  attachments: number;
};

/** The promises of a receipt as dated sentences; the dates are those of the program's zone. */
export function receiptPromises(commitments: ReceiptPayload["commitments"], zone: string): ReadPromise[] {
  return commitments.map((commitment) => {
    const run = {
      ...commitment,
      run: 1,
      calendarVersion: 1,
      startedAt: commitment.due,
      pausedAt: null,
      pausedBecause: null,
      stoppedAt: null,
      voided: false,
      derivation: [],
    };
    return { clock: commitment.clock, due: commitment.due, sentence: promiseSentences([run], { zone }).join(" ") };
  });
}

/** Without the program's zone nobody can say of which day this is the end: the exclusive instant itself. */
function inUtc(commitment: ReceiptPayload["commitments"][number]): ReadPromise {
  const { clock, due } = commitment;
  const before = formatInstant(due, "UTC");
  return { clock, due, sentence: `${CLOCK_LABELS[clock]}: before ${before} (${promiseSentence(commitment)}).` };
}

const CHANNELS: Record<ReceiptPayload["channel"], string> = {
  web: "the form of the portal",
  mail: "mail",
  api: "the interface for programs",
  staff: "a member of the team",
};

/** `zone`: the program's, or null where the reader does not know it; all is then said in UTC. */
export function readingOf(payload: ReceiptPayload, zone: string | null): ReceiptReading {
  return {
    reference: payload.reference,
    splitFrom: payload.splitFrom ?? null,
    program: payload.program,
    portal: payload.portal,
    receivedAt: {
      local: zone === null ? null : formatInstant(payload.receivedAt, zone),
      utc: formatInstant(payload.receivedAt, "UTC"),
    },
    channel: CHANNELS[payload.channel],
    policy: payload.policy,
    calendarVersion: payload.calendarVersion,
    promises: zone === null ? payload.commitments.map(inUtc) : receiptPromises(payload.commitments, zone),
    answers: Object.keys(payload.answers.leaves).length,
    attachments: payload.attachments.length,
  };
}

/** What a receipt's QR code says: enough to find the report again and to recognise its signed file. */
export function receiptQrText({
  reference,
  hash,
  portal,
}: {
  reference: string;
  hash: string;
  portal: string;
}): string {
  return `${reference}\nSHA-256 ${hash}\n${portal}`;
}

import type { AdditionContent } from "../additions";
import type { WithheldAnswer } from "../redaction";
import type { SaltedAnswers } from "../salted";
import type { TimelineEntry } from "../types";

/** Everything of a report that is its reporter's to keep. */
export type ReportExport = {
  type: "report-export";
  v: 1;
  exportedAt: string;
  reference: string;
  program: string;
  title: string;
  status: string;
  receivedAt: string;
  /** The report that this one was split from, or null; and the reports that were split from this one. */
  splitFrom: string | null;
  splitInto: string[];
  policy: { version: string; hash: string };
  /** Each answer with its salt: together they give the leaf that the receipt commits to. */
  answers: SaltedAnswers;
  /** Answers that the team removed since: the receipt commits to them, and nobody holds them any more. */
  withheld: WithheldAnswer[];
  /** The signed receipt; its RFC 8785 bytes are receipt.json. */
  receipt: unknown;
  /** What was added later, each with its salt: together they give the commitment in the ledger. */
  additions: { id: string; addedAt: string; value: AdditionContent; salt: string }[];
  /** What was attached: with the report (the hashes are those of the receipt), or with the message of that id. */
  attachments: {
    message: string | null;
    name: string;
    size: number;
    sha256: string | null;
    looksLike: string | null;
  }[];
  messages: { id: string; from: "you" | "team"; text: string; sentAt: string }[];
  timeline: TimelineEntry[];
};

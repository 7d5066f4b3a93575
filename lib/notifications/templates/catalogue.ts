import type { Unusual } from "@/lib/audit/unusual/rules";
import type { Threshold } from "../../sla/thresholds";
import type { ClockId } from "../../sla/vocabulary";
import type { ChosenEvent } from "../choices";

/** What a mail about a report is given when it leaves, where mail also comes in. */
export type Conversation = {
  /** A reply to it goes into the thread. */
  replies?: boolean;
  /** The way in for a guest who sent the report by mail and holds no code. It holds the secret of their link. */
  openPath?: string;
};

/**
 * Every mail of the portal and what its text may use. Mails carry a reference and a link, never a
 * title, product or text of a report. Instants are ISO 8601 UTC; paths start with a slash.
 */
export type MailParams = {
  verify_email: { path: string };
  address_already_known: Record<string, never>;
  reset_password: { path: string };
  password_changed: Record<string, never>;
  second_factor_added: Record<string, never>;
  invitation: { path: string; programSlug: string; role: string };
  /** The key that mails to the account are encrypted to was set, replaced or removed. */
  key_changed: { change: "added" | "replaced" | "removed" };
  /** Asked for by the account, to see that it can read what we encrypt. */
  key_test: Record<string, never>;
  /** In the place of a mail that could not be encrypted: it says nothing but that. A guest has no account to look into. */
  key_failed: { guest: boolean };
  /** To staff: the key that reports are encrypted to comes to its end. */
  program_key_ending: { programSlug: string; daysLeft: number };
  /** To the people who run the program's portal: an endpoint does not answer, and is sent nothing more. */
  webhook_paused: { programSlug: string; webhook: string; because: "failing" | "gone" };
  report_received: {
    reference: string;
    program: string;
    /** Sent to a guest, who opens the report with a code. */
    guest?: boolean;
    zone: string;
    /** One sentence per promise, as the receipt page says it. */
    promises: string[];
  } & Conversation;
  /** A draft is about to be deleted. Nothing of it stands here, its title neither. */
  draft_ending: { program: string; endsAt: string; zone: string; guest?: boolean };
  /** A guest's way back into a draft. `path` holds the secret of the link. */
  draft_link: { program: string; path: string; savedAt: string; zone: string };
  /** Something new stands on the report's page. */
  report_news: {
    reference: string;
    program: string;
    guest?: boolean;
    what: "message" | "status" | "question" | "credit";
    /** In a mail that takes the place of several, which could not be sent: what each told, and when; `what` leads. */
    told?: { what: "message" | "status" | "question" | "credit"; at: string }[];
    /** The messages themselves, given when it leaves: only ever in a mail that is encrypted and signed. */
    text?: string;
  } & Conversation;
  /** To somebody who was named beside the reporter. `path` holds the secret of their link. */
  credit_asked: { program: string; path: string; again: boolean };
  /** To staff: a report arrived, or its reporter wrote. */
  staff_news: {
    reference: string;
    program: string;
    /** `opened_anyway`: a coordinator opened a restricted report that does not name them. */
    what: "urgent" | "received" | "message" | "addition" | "appeal" | "mention" | "watched" | "opened_anyway";
  };
  /** To coordinators and auditors: one of the team opened or took out very many reports in a short time. */
  reading_unusual: { programSlug: string; kind: Unusual };
  /** To whoever asked a question that is no report. `path` holds the secret of their link. */
  inquiry_news: { program: string; path: string; what: "received" | "answered" };
  /** To the people who answer for the program. */
  inquiry_staff_news: { program: string; path: string };
  /** To the address on call: that it is, and that it can be reached. */
  on_call_test: { program: string };
  /** To the address that was on call until now. */
  on_call_ended: { program: string };
  /** To staff: clocks that have used half of their time, most of it, or all. */
  clock_news: { items: { reference: string; program: string; clock: ClockId; threshold: Threshold }[] };
  /** To somebody who wants to hear of these events together, once a day; or since when mail could not be sent. */
  digest: { items: { reference: string; program: string; event: ChosenEvent; times: number }[]; since?: string };
  /** To those who govern a program's policy: something is to be done, or was. */
  policy_news: {
    programSlug: string;
    path: string;
    what: "review" | "returned" | "approval" | "approved" | "published" | "review_due" | "review_overdue";
  };
  /** To somebody who is writing a report: the policy it will be judged under is another now. */
  policy_changed: { program: string };
};
export type MailTemplate = keyof MailParams;

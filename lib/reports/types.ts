import type { AttachmentView } from "../attachments/types";
import type { ClockStatus } from "../sla/types";
import type { AdjustableClock, Adjustment } from "../sla/vocabulary";
import type { SavedDraft, ThreadPage } from "../threads/types";
import type { ListChoices, ViewLink } from "../triage/types";
import type { Answers } from "./form/answers";
import type { SummarySection, SummaryValue } from "./form/summary";
import type { WithheldAnswer } from "./redaction";
import type { PlainStatus, WaitingOn } from "./reporter-status";
import type { SplitView } from "./split-views";
import type { Move, ReportState, Resolution } from "./state";

/** What may cross to a browser. Each audience has types of its own: what it may not know has no field. */

export type Severity = "none" | "low" | "medium" | "high" | "critical";

/** `reports`: references of other reports that the sentence names. */
export type TimelineEntry = { at: string; sentence: string; by: string; reports?: string[] };

export type CreditView = {
  id: string;
  wish: "name" | "alias" | "no" | "later";
  text: string;
  organisation: string;
  url: string;
  roles: string[];
  /** The line exactly as it would print. */
  line: string;
  consent: "pending" | "given" | "declined" | "defaulted";
  consentAt: string | null;
  /** The line that was agreed to, when it was. */
  agreedLine: string | null;
  version: number;
  /** Whether the reader is the party whose consent counts. */
  mine: boolean;
  /** Of somebody named beside the reporter, who answers by a link of their own. */
  named: boolean;
  /** How a form names this credit. */
  handle: string;
};

/** What the reporter added after sending: a text to one answer or to the whole report, or further answers. */
export type AdditionView = {
  /** Anchor: `a-<id>`. */
  id: string;
  at: string;
  /** The question that it adds to; null for the whole report. */
  about: string | null;
  text: Extract<SummaryValue, { kind: "raw" | "markdown" }> | null;
  sections: SummarySection[];
};

/** A move that the reader can make now. */
export type MoveOffer = {
  move: Move;
  label: string;
  fields: readonly ("text" | "reason" | "assessment" | "resolution" | "outcome")[];
  resolutions: { value: Resolution; label: string; needsClause: boolean }[];
};

export type PolicyPin = { version: string; hash: string; revisedOn: string; firstReadVersion: string };

type ReportHead = {
  reference: string;
  programSlug: string;
  programName: string;
  title: string;
  state: ReportState;
  resolution: Resolution | null;
  receivedAt: string;
  zone: string;
  /** Counts moves; sent back with each, so that the second of two loses. */
  version: number;
  policy: PolicyPin;
  /** The form as it was sent. */
  sections: SummarySection[];
  /** Answers that were removed for good; the receipt still commits to them. */
  withheld: WithheldAnswer[];
  /** What was attached, oldest first. */
  files: AttachmentView[];
  split: SplitView;
  /** The instant all relative words on the page are said from. */
  now: string;
};

export type ReporterReport = ReportHead &
  ThreadPage & {
    status: PlainStatus;
    waitingOn: WaitingOn;
    /** What the reporter calls it; "" for nothing. */
    ownReference: string;
    /** Exclusive instant of the next thing that should happen by itself; null when nothing is promised. */
    nextUpdateBy: { due: string; dueDate: string } | null;
    resolutionText: string | null;
    resolutionClause: string | null;
    /** Of the program's non-issues, when the decision rests on one. */
    resolutionEntry: { key: string; title: string; body: string } | null;
    clocks: ClockStatus[];
    replyDraft: SavedDraft | null;
    /** Files that wait to be sent with the reply. */
    replyFiles: AttachmentView[];
    timeline: TimelineEntry[];
    /** Whether more happened before these. */
    earlierEvents: boolean;
    moves: MoveOffer[];
    additions: AdditionView[];
    /** Whether something can still be added; then on the page of additions. */
    mayAdd: boolean;
    credits: CreditView[];
    /** Of a duplicate: how far the report that came first has come, and since when; nothing else of it. */
    original: { status: PlainStatus; since: string } | null;
    /** How severe each side judges it, the newest view of each; ours from the confirmation on. */
    severity: { theirs: AssessmentView | null; ours: AssessmentView | null };
    answers: Answers;
  };

/** `id` is a handle; anchor: `n-<id>`. `parts`: its text, cut where it mentions somebody. */
export type StaffNote = {
  id: string;
  by: string;
  text: string;
  parts: { text: string; mention: boolean }[];
  at: string;
  mine: boolean;
};

export type AssessmentView = {
  by: "staff" | "reporter";
  severity: Severity;
  vector: string | null;
  score: number | null;
  cwe: number[];
  /** Why ours is what it is, where we said so. */
  reason: string | null;
  at: string;
};

/** Who alone reads a report, by name; null when it is open to the team. */
export type Restriction = {
  readers: { handle: string; name: string }[] | null;
  /** Who could be named, for those who may name them; the reader of this page always stays. */
  choice: { handle: string; name: string; you: boolean }[] | null;
};

export type StaffReport = ReportHead &
  ThreadPage & {
    /** Whether this reader may propose a split and go ahead with one; `refusal` says why not now. */
    splitting: { may: boolean; refusal: string | null; copyable: { key: string; label: string }[] };
    /** Answers that this reader may withhold. */
    redactable: { key: string; label: string }[];
    /** Why this should be read with care, in words. */
    suspicions: string[];
    stateLabel: string;
    severity: Severity | null;
    flags: string[];
    /** An urgent notice that only privacy officers read so far, and whether this reader may open it to triage. */
    sealed: boolean;
    mayRelease: boolean;
    /** How the reporter wants to be called; their address stays away from here. */
    reporterHandle: string;
    resolutionClause: string | null;
    clocks: ClockStatus[];
    replyDraft: SavedDraft | null;
    /** Files that wait to be sent with the reply. */
    replyFiles: AttachmentView[];
    timeline: TimelineEntry[];
    /** Whether more happened before these. */
    earlierEvents: boolean;
    notes: StaffNote[];
    noteDraft: SavedDraft | null;
    noteFiles: AttachmentView[];
    /** The people of the program, for mentions, and which of them read this report. */
    colleagues: { handle: string; name: string; reads: boolean }[];
    assessments: AssessmentView[];
    moves: MoveOffer[];
    assignee: { handle: string; name: string } | null;
    /** Who of the team may carry it; `away`: the last day of it, where somebody is away today. */
    candidates: { handle: string; name: string; away: string | null }[];
    mayAssign: boolean;
    restriction: Restriction;
    /** The clocks that the reader may adjust by hand now, and how. */
    adjustable: { clock: AdjustableClock; adjustments: Adjustment[] }[];
    /** Clauses of the pinned policy that a decision can cite. */
    clauses: { key: string; heading: string }[];
    /** The report that this one is a duplicate of; null as well where the reader may not know of it. */
    duplicateOf: string | null;
    credits: CreditView[];
    creditNotice: string | null;
    additions: AdditionView[];
    maySettleCredit: boolean;
    answers: Answers;
    attestations: { ruleId: string; clause: string; statement: "followed" | "differently" }[];
  };

/** A report beside the queue of triage: what most of them are decided by. */
export type ReportPreview = Pick<
  StaffReport,
  | "reference"
  | "title"
  | "stateLabel"
  | "reporterHandle"
  | "receivedAt"
  | "zone"
  | "now"
  | "version"
  | "flags"
  | "clocks"
  | "moves"
  | "clauses"
  | "sections"
  | "suspicions"
> & {
  /** Its text is encrypted, and read on its own page. */
  encrypted: boolean;
  /** How many reports look like it. */
  similar: number;
};

export type TriageRow = {
  reference: string;
  title: string;
  product: string;
  state: ReportState;
  stateLabel: string;
  severity: Severity | null;
  reporterHandle: string;
  receivedAt: string;
  /** The last public act of either side, or move. */
  updatedAt: string;
  zone: string;
  resolutionLabel: string | null;
  /** Who of the team carries it, by name. */
  assignee: string | null;
  /** The last day away of whoever carries it, where they are away today. */
  assigneeAway?: string | null;
  /** Until when it is put aside; null when it is not, or is back. */
  asleepUntil: string | null;
  /** Counts moves; sent back with each, so that the second of two loses. */
  version: number;
  unread: boolean;
  flags: string[];
  /** The clock to watch, then the others. */
  clocks: ClockStatus[];
  /** Where the words that were searched for stand. */
  snippet?: { where: string; parts: { text: string; hit: boolean }[] } | undefined;
};

export type TriagePage = {
  programSlug: string;
  programName: string;
  zone: string;
  now: string;
  /** What the list can be narrowed to. */
  choices: ListChoices;
  views: ViewLink[];
  /** Single keys do something for this reader. */
  keys: boolean;
  rows: TriageRow[];
  /** The place that was asked for is none of this list: the first page stands instead. */
  restarted: boolean;
  /** Opaque keyset cursors; null at either end. */
  next: string | null;
  previous: string | null;
  /** Up to `counted`; beyond it reads "1000+". */
  total: number;
  counted: number;
  /** What was searched for, as words; null without a search, none when nothing of it is a word. */
  words: string[] | null;
};

export type MyReportRow = {
  reference: string;
  /** What the reporter calls it; "" for nothing. */
  ownReference: string;
  programName: string;
  title: string;
  status: PlainStatus;
  waitingOn: WaitingOn;
  nextUpdateBy: { due: string; dueDate: string } | null;
  zone: string;
  receivedAt: string;
  unread: boolean;
};

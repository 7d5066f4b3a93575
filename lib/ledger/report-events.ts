import { z } from "zod";
import { PLAIN_STATUSES } from "../reports/reporter-status";
import { SNOOZES } from "../reports/snoozing";
import { MOVES, REPORT_STATES, RESOLUTIONS } from "../reports/state";
import { ADJUSTABLE_CLOCKS, ADJUSTMENTS, CLOCKS, RIGIDITIES, UNITS } from "../sla/vocabulary";
import { SSVC_OUTCOMES, SSVC_VALUES, type SsvcPoint } from "../ssvc/points";

const clockRef = { clock: z.enum(CLOCKS), run: z.int().positive() };

export const clockEffectSchema = z.discriminatedUnion("op", [
  z.strictObject({
    op: z.literal("open"),
    ...clockRef,
    amount: z.number().positive(),
    unit: z.enum(UNITS),
    rigidity: z.enum(RIGIDITIES),
    due: z.iso.datetime(),
    calendarVersion: z.int().positive(),
    derivation: z.array(z.string()).readonly(),
  }),
  z.strictObject({ op: z.literal("stop"), ...clockRef }),
  z.strictObject({
    op: z.literal("pause"),
    ...clockRef,
    because: z.enum(["waiting_on_reporter", "closed", "waiting_on_third_party", "waiting_on_us"]),
  }),
  z.strictObject({
    op: z.literal("resume"),
    ...clockRef,
    due: z.iso.datetime(),
    derivation: z.array(z.string()).readonly(),
  }),
  z.strictObject({
    op: z.literal("extend"),
    ...clockRef,
    due: z.iso.datetime(),
    derivation: z.array(z.string()).readonly(),
  }),
  z.strictObject({ op: z.literal("void"), ...clockRef }),
]);

const clocks = z.array(clockEffectSchema).default([]);
const uuid = z.uuid();
const severity = z.enum(["none", "low", "medium", "high", "critical"]);

const count = z.int().nonnegative();
const ssvcPoint = <P extends SsvcPoint>(point: P) => z.enum(SSVC_VALUES[point]).nullable();

/** Whose credit it is; left out where it is the reporter's. */
const creditParty = z.literal("named").optional();

export const reportEventSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("report.received"),
    channel: z.enum(["web", "mail", "api", "staff"]),
    policyVersion: z.string(),
    policyHash: z.string(),
    firstReadVersion: z.string(),
    calendarVersion: z.int().positive(),
    state: z.literal("received"),
    clocks,
  }),
  z.strictObject({
    /** A move of the transition table. `state` is the state after it. */
    type: z.literal("report.moved"),
    move: z.enum(MOVES),
    state: z.enum(REPORT_STATES),
    resolution: z.enum(RESOLUTIONS).nullable().default(null),
    clause: z.string().nullable().default(null),
    severity: severity.nullable().default(null),
    messageId: z.string().nullable().default(null),
    clocks,
  }),
  z.strictObject({
    type: z.literal("message.sent"),
    messageId: z.string(),
    side: z.enum(["reporter", "staff"]),
    clocks,
  }),
  z.strictObject({ type: z.literal("message.edited"), messageId: z.string(), side: z.enum(["reporter", "staff"]) }),
  /** The reporter asks whether they may tell others; the texts are the messages. */
  z.strictObject({ type: z.literal("disclosure.asked"), messageId: z.string(), plannedOn: z.iso.date().nullable() }),
  z.strictObject({
    type: z.literal("disclosure.answered"),
    answer: z.enum(["agreed", "declined"]),
    messageId: z.string(),
    agreedFrom: z.iso.date().nullable(),
  }),
  z.strictObject({ type: z.literal("disclosure.withdrawn") }),
  /** Its text is gone for good; `side`: whose message it was. */
  z.strictObject({ type: z.literal("message.redacted"), messageId: z.string(), side: z.enum(["reporter", "staff"]) }),
  z.strictObject({
    /** The reporter added something after sending. `about` names the answer it belongs to; null for the whole report. */
    type: z.literal("report.added"),
    additionId: z.string(),
    about: z.string().nullable(),
    /** SHA-256(salt ‖ RFC 8785 JSON) of what was added, hex, like a leaf of the receipt. */
    commitment: z.string(),
  }),
  z.strictObject({
    type: z.literal("report.assigned"),
    assigneeId: uuid.nullable(),
    /** Which of the program's rules gave it to them when it was received; 0: what holds where none does. */
    because: z.strictObject({ rule: count, rev: z.int().positive(), insteadOf: uuid.nullable() }).optional(),
  }),
  /** Put aside by the team; no clock stands still. */
  z.strictObject({ type: z.literal("report.snoozed"), snooze: z.enum(SNOOZES), until: z.iso.datetime() }),
  z.strictObject({ type: z.literal("report.woken") }),
  /** These people of the team alone read it, whatever role others have. */
  z.strictObject({ type: z.literal("report.restricted"), readers: z.array(uuid).min(1) }),
  z.strictObject({ type: z.literal("report.unrestricted") }),
  /** A coordinator who was not named opened it; why is an internal note. */
  z.strictObject({ type: z.literal("restriction.broken") }),
  z.strictObject({ type: z.literal("note.added"), noteId: uuid }),
  /** Staff took a copy of a file. */
  z.strictObject({ type: z.literal("attachment.opened"), attachmentId: z.string() }),
  /** The virus scan found something in a file. */
  z.strictObject({ type: z.literal("attachment.marked"), attachmentId: z.string() }),
  /** A mail to the reporter came back for good: none is sent there until they confirm the address, or staff try again. */
  z.strictObject({ type: z.literal("mail.returned") }),
  z.strictObject({ type: z.literal("mail.tried_again") }),
  /** The name of the answer and nothing of it. */
  z.strictObject({ type: z.literal("answer.redacted"), answer: z.string(), redactionId: uuid }),
  /** The coordinator's text to the reporter is the message; what goes where is sealed. */
  z.strictObject({ type: z.literal("split.proposed"), messageId: z.string(), parts: z.int().positive() }),
  z.strictObject({ type: z.literal("split.declined"), messageId: z.string() }),
  z.strictObject({ type: z.literal("split.withdrawn") }),
  /** `unanswered`: the coordinator went ahead after the days in which the reporter could answer. */
  z.strictObject({
    type: z.literal("report.split"),
    because: z.enum(["confirmed", "unanswered"]),
    into: z.array(z.string()).min(1),
  }),
  z.strictObject({
    /** The first event of a report that was split from another; received when that one was. */
    type: z.literal("report.split_off"),
    from: z.string(),
    receivedAt: z.iso.datetime(),
    policyVersion: z.string(),
    policyHash: z.string(),
    state: z.enum(["received", "acknowledged"]),
    /** What had happened to these clocks before the split, each at its own instant. */
    carried: z.array(z.strictObject({ at: z.iso.datetime(), effects: z.array(clockEffectSchema) })),
    clocks,
  }),
  z.strictObject({
    type: z.literal("report.assessed"),
    by: z.enum(["staff", "reporter"]),
    severity,
    vector: z.string().nullable(),
    score: z.number().nullable(),
    cwe: z.array(z.int().positive()),
    /** Ours, of a report that was confirmed by then: its reporter reads it. */
    shown: z.boolean().optional(),
  }),
  /** Of a report's handling: ids, numbers and words of vocabularies; what is in words is sealed beside it. */
  z.strictObject({ type: z.literal("handling.weaknesses"), cwe: z.array(z.int().positive()) }),
  z.strictObject({ type: z.literal("handling.versions"), affected: count, fixed: count }),
  z.strictObject({ type: z.literal("handling.tags"), added: count, removed: count }),
  z.strictObject({
    type: z.literal("handling.priority"),
    /** The version of the SSVC table that it was read from; a point that was not known is null. */
    table: z.string(),
    exploitation: ssvcPoint("exploitation"),
    utility: ssvcPoint("utility"),
    technicalImpact: ssvcPoint("technicalImpact"),
    publicSafetyImpact: ssvcPoint("publicSafetyImpact"),
    outcomes: z.array(z.enum(SSVC_OUTCOMES)),
  }),
  z.strictObject({ type: z.literal("reference.added"), referenceId: z.string() }),
  z.strictObject({ type: z.literal("reference.removed"), referenceId: z.string() }),
  z.strictObject({ type: z.literal("watch.started"), accountId: uuid }),
  z.strictObject({ type: z.literal("watch.ended"), accountId: uuid }),
  /** `hash`: SHA-256, hex, of the signed file; what it says is sealed beside the report. */
  z.strictObject({
    type: z.literal("statement.issued"),
    statementId: z.string(),
    clause: z.string(),
    hash: z.string(),
  }),
  /** The other report by its id alone: who reads this one may not know of that. */
  z.strictObject({ type: z.literal("duplicate.marked"), originalId: uuid }),
  /** The original of a duplicate moved on: what its own reporter would read as its status, and nothing else of it. */
  z.strictObject({ type: z.literal("duplicate.progressed"), status: z.enum(PLAIN_STATUSES) }),
  z.strictObject({ type: z.literal("relation.set"), otherId: uuid, relation: z.enum(["related", "different"]) }),
  /** Staff had it open: once an hour and person. Of an urgent notice each look is an opening, which its reporter sees. */
  z.strictObject({ type: z.literal("report.seen") }),
  /** Taken out of the portal as a row of a table. */
  z.strictObject({ type: z.literal("report.exported") }),
  /** Staff looked at an urgent notice; its reporter sees each look. */
  z.strictObject({
    type: z.literal("report.opened"),
    role: z.enum(["privacy_officer", "coordinator", "triager"]),
    clocks,
  }),
  /** A privacy officer opened a sealed notice to triage. */
  z.strictObject({ type: z.literal("report.released") }),
  /** A guest's report taken into an account: the code that opened it is dead. */
  z.strictObject({ type: z.literal("report.claimed") }),
  z.strictObject({ type: z.literal("code.replaced") }),
  z.strictObject({ type: z.literal("code.revoked") }),
  z.strictObject({
    type: z.literal("credit.wished"),
    creditId: uuid,
    wish: z.enum(["name", "alias", "no", "later"]),
    party: creditParty,
  }),
  /** Somebody beside the reporter was named and asked by mail, or is no longer. */
  z.strictObject({ type: z.literal("credit.named"), creditId: uuid, textHash: z.string() }),
  z.strictObject({ type: z.literal("credit.removed"), creditId: uuid }),
  z.strictObject({
    type: z.literal("credit.settled"),
    creditId: uuid,
    textHash: z.string(),
    roles: z.array(z.string()),
    party: creditParty,
  }),
  z.strictObject({
    type: z.literal("credit.answered"),
    creditId: uuid,
    consent: z.enum(["given", "declined"]),
    textHash: z.string(),
    party: creditParty,
  }),
  /** Asked, reminded and not answered: the party's own wish is what prints. */
  z.strictObject({ type: z.literal("credit.defaulted"), creditId: uuid, textHash: z.string() }),
  /** A due date passed with the clock still running. `due` is when; `at` of the event is when the portal saw it. */
  z.strictObject({ type: z.literal("clock.overdue"), ...clockRef, due: z.iso.datetime() }),
  /** Marked for the next review of the policy, or no longer; what it says is sealed beside the report. */
  z.strictObject({ type: z.literal("lesson.marked"), marked: z.boolean() }),
  z.strictObject({
    /** By hand. The reason is the message: the reporter reads it, the ledger does not hold it. */
    type: z.literal("clock.adjusted"),
    adjustment: z.enum(ADJUSTMENTS),
    clock: z.enum(ADJUSTABLE_CLOCKS),
    messageId: z.string(),
    clocks,
  }),
]);
export type ReportEvent = z.infer<typeof reportEventSchema>;
export type ReportEventInput = z.input<typeof reportEventSchema>;

import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { Saves } from "../../lib/reports/drafts/saves";
import { PROTECTIONS } from "../../lib/reports/protection";
import { REPORT_STATES, RESOLUTIONS } from "../../lib/reports/state";
import { THRESHOLDS } from "../../lib/sla/thresholds";
import type { Derivation } from "../../lib/sla/types";
import { CLOCKS, RIGIDITIES, UNITS } from "../../lib/sla/vocabulary";
import { bytes, id, instant, sealed } from "../columns";
import { accounts } from "./accounts";
import { calendarVersions, policyVersions, programs } from "./programs";

const oneOf = (column: unknown, values: readonly string[]) =>
  sql`${column} in (${sql.raw(values.map((value) => `'${value}'`).join(","))})`;

export const SEVERITIES = ["none", "low", "medium", "high", "critical"] as const;

export const reportDrafts = pgTable(
  "report_drafts",
  {
    id: id(),
    /** Random 128 bits, in the address. */
    publicId: text("public_id").notNull().unique(),
    programId: uuid("program_id")
      .notNull()
      .references(() => programs.id, { onDelete: "restrict" }),
    accountId: uuid("account_id").references(() => accounts.id, { onDelete: "cascade" }),
    /** Instead of an account: SHA-256, hex, of the token in a guest's cookie. One token, one draft. */
    guestHash: text("guest_hash").unique(),
    /** A guest's address for a link back to the draft: found by its HMAC, read by the portal alone. */
    resumeLookup: bytes("resume_lookup"),
    resumeSealed: sealed("resume_sealed"),
    /** The version first read in this draft; the report is pinned to the one in force when it is sent. */
    firstPolicyVersionId: uuid("first_policy_version_id")
      .notNull()
      .references(() => policyVersions.id, { onDelete: "restrict" }),
    rev: integer("rev").notNull().default(1),
    /** With anything but https, steps 4 to 6 never reach the server readable: nothing of them may be saved as typed. */
    protection: text("protection", { enum: PROTECTIONS }).notNull().default("https"),
    /** How each step was last saved: what is stale is judged a step at a time. */
    saves: jsonb("saves").$type<Saves>().notNull().default({}),
    dataKey: bytes("data_key").notNull(),
    /** JSON of the answers as typed so far. */
    answersSealed: sealed("answers_sealed").notNull(),
    createdAt: instant("created_at").notNull(),
    savedAt: instant("saved_at").notNull(),
    /** Days before its end of which its owner was warned last; null again once it is saved. */
    warnedDays: integer("warned_days"),
    submittedAt: instant("submitted_at"),
  },
  (table) => [
    index("report_drafts_account").on(table.accountId, table.savedAt),
    // A guest who asks for a link back.
    index("report_drafts_resume").on(table.resumeLookup),
    check("report_drafts_protection", oneOf(table.protection, PROTECTIONS)),
    check("report_drafts_owner", sql`num_nonnulls(${table.accountId}, ${table.guestHash}) = 1`),
  ],
);

/** Single-use links back to a guest's draft; a newer one replaces the older. */
export const draftLinks = pgTable(
  "draft_links",
  {
    /** SHA-256 of the link's token. */
    tokenHash: bytes("token_hash").primaryKey(),
    draftId: uuid("draft_id")
      .notNull()
      .references(() => reportDrafts.id, { onDelete: "cascade" }),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
    replacedAt: instant("replaced_at"),
  },
  (table) => [index("draft_links_draft").on(table.draftId)],
);

export const reports = pgTable(
  "reports",
  {
    id: id(),
    reference: text("reference").notNull().unique(),
    programId: uuid("program_id")
      .notNull()
      .references(() => programs.id, { onDelete: "restrict" }),
    reporterId: uuid("reporter_id").references(() => accounts.id, { onDelete: "set null" }),
    /** HMAC, hex, of a guest's receipt code, which opens what was split from the report too; null with an account, and once revoked. */
    guestCodeHash: text("guest_code_hash"),
    /** When the guest last saw the thread; accounts have read marks. */
    guestReadAt: instant("guest_read_at"),
    /** Sent as an urgent notice of exposed data: sealed to privacy officers until one releases it to triage. */
    urgentAt: instant("urgent_at"),
    releasedAt: instant("released_at"),
    /** Accounts of the program's staff that alone read it; null: whoever has a reading role. */
    readers: uuid("readers").array(),
    /** The report whose other vulnerability this is; it keeps the time of the first receipt. */
    splitFrom: uuid("split_from").references((): AnyPgColumn => reports.id, { onDelete: "restrict" }),
    /** The report that told of the same before: this one follows how far that one came. */
    duplicateOf: uuid("duplicate_of").references((): AnyPgColumn => reports.id, { onDelete: "restrict" }),
    /** The draft it was sent from: sending twice gives the same report. */
    draftId: uuid("draft_id").unique(),
    channel: text("channel", { enum: ["web", "mail", "api", "staff"] }).notNull(),
    state: text("state", { enum: REPORT_STATES }).notNull(),
    resolution: text("resolution", { enum: RESOLUTIONS }),
    /** What the resolution cites: a clause of the pinned policy, or an entry of the program's non-issues. */
    resolutionClause: text("resolution_clause"),
    stateSince: instant("state_since").notNull(),
    /** Who made the decision that an appeal would be against. */
    decidedBy: uuid("decided_by").references(() => accounts.id, { onDelete: "set null" }),
    appealOpen: boolean("appeal_open").notNull().default(false),
    appealed: boolean("appealed").notNull().default(false),
    /** Who of the team carries it on; first to hear when a clock runs out. */
    assigneeId: uuid("assignee_id").references(() => accounts.id, { onDelete: "set null" }),
    policyVersionId: uuid("policy_version_id")
      .notNull()
      .references(() => policyVersions.id, { onDelete: "restrict" }),
    firstPolicyVersionId: uuid("first_policy_version_id")
      .notNull()
      .references(() => policyVersions.id, { onDelete: "restrict" }),
    calendarVersionId: uuid("calendar_version_id")
      .notNull()
      .references(() => calendarVersions.id, { onDelete: "restrict" }),
    receivedAt: instant("received_at").notNull(),
    dataKey: bytes("data_key").notNull(),
    /** Notes have a key of their own: nothing that opens a report opens them. */
    noteKey: bytes("note_key").notNull(),
    titleSealed: sealed("title_sealed").notNull(),
    /** JSON: each answer with the salt of its commitment. */
    answersSealed: sealed("answers_sealed").notNull(),
    severity: text("severity", { enum: SEVERITIES }),
    /** Flags of the intake that triage should see: out of scope ticked, conduct went differently. */
    flags: text("flags").array().notNull(),
    /** Exclusive due instant of the clock to watch; the year 9999 when none is running. */
    nextDueAt: instant("next_due_at").notNull(),
    /** Last public act of each side; what is newer than a reader's mark is unread to them. */
    staffPublicAt: instant("staff_public_at"),
    reporterAt: instant("reporter_at").notNull(),
    /** Put aside until then, by whom, and when: it comes back earlier when its reporter writes. No clock stands still. */
    snoozedUntil: instant("snoozed_until"),
    snoozedAt: instant("snoozed_at"),
    snoozedBy: uuid("snoozed_by").references(() => accounts.id, { onDelete: "set null" }),
    /** When each side last opened it to something new: what was shown before is seen. */
    staffSeenAt: instant("staff_seen_at"),
    reporterSeenAt: instant("reporter_seen_at"),
    /** Counts moves: the second of two people moving one report loses. */
    version: integer("version").notNull().default(1),
    /** 0 for critical to 4 for none, 5 while nobody rated it: what a list by severity is sorted by. */
    severityOrder: smallint("severity_order")
      .notNull()
      .generatedAlwaysAs(
        sql`case severity when 'critical' then 0 when 'high' then 1 when 'medium' then 2 when 'low' then 3 when 'none' then 4 else 5 end`,
      ),
    /** The last public act of either side, or move. */
    touchedAt: instant("touched_at")
      .notNull()
      .generatedAlwaysAs(sql`greatest(staff_public_at, reporter_at, state_since)`),
  },
  (table) => [
    check("reports_snoozed", sql`num_nonnulls(${table.snoozedUntil}, ${table.snoozedAt}) in (0, 2)`),
    // Restricted to nobody would be lost.
    check("reports_readers", sql`${table.readers} is null or cardinality(${table.readers}) > 0`),
    check("reports_state", oneOf(table.state, REPORT_STATES)),
    check("reports_resolution", sql`${table.resolution} is null or ${oneOf(table.resolution, RESOLUTIONS)}`),
    check("reports_severity", sql`${table.severity} is null or ${oneOf(table.severity, SEVERITIES)}`),
    // The triage list: new reports by the next due clock.
    index("reports_triage")
      .on(table.programId, table.nextDueAt, table.id)
      .where(sql`${table.state} in ('received','acknowledged','verifying','needs_info')`),
    // All open reports by the next due clock.
    index("reports_open").on(table.programId, table.nextDueAt, table.id).where(sql`${table.state} <> 'closed'`),
    // Closed reports, newest first.
    index("reports_closed").on(table.programId, table.stateSince, table.id).where(sql`${table.state} = 'closed'`),
    // All of them, newest first: what a search looks through.
    index("reports_received").on(table.programId, table.receivedAt, table.id),
    // All of them by what is due next, and by their last change of state.
    index("reports_due").on(table.programId, table.nextDueAt, table.id),
    index("reports_moved").on(table.programId, table.stateSince, table.id),
    // Open reports of one severity by what is due next: closed ones would stand between those with nothing due.
    index("reports_open_severity")
      .on(table.programId, table.severityOrder, table.nextDueAt, table.id)
      .where(sql`${table.state} <> 'closed'`),
    // A list by severity.
    index("reports_severity").on(table.programId, table.severityOrder, table.nextDueAt, table.id),
    // A list by what happened last.
    index("reports_touched").on(table.programId, table.touchedAt, table.id),
    // Reports in one state, or open ones of one person, by what is due next.
    index("reports_state_due").on(table.programId, table.state, table.nextDueAt, table.id),
    index("reports_assignee")
      .on(table.programId, table.assigneeId, table.nextDueAt, table.id)
      .where(sql`${table.state} <> 'closed'`),
    // What is closed for one reason, newest first.
    index("reports_resolution")
      .on(table.programId, table.resolution, table.stateSince, table.id)
      .where(sql`${table.resolution} is not null`),
    // Reports that tell of exposed data, and those with an encrypted part.
    index("reports_exposed")
      .on(table.programId, table.nextDueAt, table.id)
      .where(sql`'data_exposed' = any(${table.flags})`),
    index("reports_encrypted")
      .on(table.programId, table.nextDueAt, table.id)
      .where(sql`'encrypted' = any(${table.flags})`),
    // What is put aside.
    index("reports_snoozed_until")
      .on(table.programId, table.snoozedUntil)
      .where(sql`${table.snoozedUntil} is not null`),
    // The privacy officers' list.
    index("reports_urgent").on(table.programId, table.urgentAt, table.id).where(sql`${table.urgentAt} is not null`),
    // "My reports".
    index("reports_reporter").on(table.reporterId, table.receivedAt, table.id),
    // A code belongs to one report and to what was split from it.
    uniqueIndex("reports_guest_code").on(table.guestCodeHash).where(sql`${table.splitFrom} is null`),
    // The children of a report, on its page.
    index("reports_split_from").on(table.splitFrom).where(sql`${table.splitFrom} is not null`),
    // Who hears when a report that others told of again moves on.
    index("reports_duplicate_of").on(table.duplicateOf).where(sql`${table.duplicateOf} is not null`),
    check("reports_not_its_own_duplicate", sql`${table.duplicateOf} is distinct from ${table.id}`),
  ],
);

/** A projection of the ledger, kept for sorting; rebuildable from events. */
export const clocks = pgTable(
  "clocks",
  {
    reportId: uuid("report_id")
      .notNull()
      .references(() => reports.id, { onDelete: "restrict" }),
    clock: text("clock", { enum: CLOCKS }).notNull(),
    run: integer("run").notNull(),
    amount: integer("amount").notNull(),
    unit: text("unit", { enum: UNITS }).notNull(),
    rigidity: text("rigidity", { enum: RIGIDITIES }).notNull(),
    calendarVersion: integer("calendar_version").notNull(),
    startedAt: instant("started_at").notNull(),
    dueAt: instant("due_at").notNull(),
    pausedAt: instant("paused_at"),
    pausedBecause: text("paused_because", {
      enum: ["waiting_on_reporter", "closed", "waiting_on_third_party", "waiting_on_us"],
    }),
    stoppedAt: instant("stopped_at"),
    voided: boolean("voided").notNull().default(false),
    derivation: jsonb("derivation").$type<Derivation>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.reportId, table.clock, table.run] }),
    // Public response times: the promises judged in the last 90 days, whatever came before them.
    index("clocks_judged")
      .on(sql`least(${table.dueAt}, ${table.stoppedAt})`)
      .where(sql`${table.clock} in ('acknowledge','first_response','verify','fix') and not ${table.voided}`),
    // The board and the watch over due dates: clocks that run, those that are due first before the others.
    index("clocks_running")
      .on(table.dueAt)
      .where(sql`${table.stoppedAt} is null and ${table.pausedAt} is null and not ${table.voided}`),
    // The board: what stands still while its report is open.
    index("clocks_paused")
      .on(table.pausedAt)
      .where(
        sql`${table.stoppedAt} is null and ${table.pausedAt} is not null and ${table.pausedBecause} <> 'closed' and not ${table.voided}`,
      ),
    check("clocks_clock", oneOf(table.clock, CLOCKS)),
    check("clocks_unit", oneOf(table.unit, UNITS)),
    check("clocks_rigidity", oneOf(table.rigidity, RIGIDITIES)),
  ],
);

/** That somebody was told how far a clock has run: once for each clock, run, due date and threshold. */
export const clockNotices = pgTable(
  "clock_notices",
  {
    reportId: uuid("report_id")
      .notNull()
      .references(() => reports.id, { onDelete: "restrict" }),
    clock: text("clock", { enum: CLOCKS }).notNull(),
    run: integer("run").notNull(),
    threshold: text("threshold", { enum: THRESHOLDS }).notNull(),
    /** An extension moves the due date, and what was told of the old one does not count for the new. */
    dueAt: instant("due_at").notNull(),
    noticedAt: instant("noticed_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.reportId, table.clock, table.run, table.threshold, table.dueAt] }),
    check("clock_notices_threshold", oneOf(table.threshold, THRESHOLDS)),
  ],
);

export const attestations = pgTable(
  "attestations",
  {
    id: id(),
    reportId: uuid("report_id")
      .notNull()
      .references(() => reports.id, { onDelete: "restrict" }),
    clauseKey: text("clause_key").notNull(),
    ruleId: text("rule_id").notNull(),
    /** SHA-256, hex, of the rule's text as it was agreed to. */
    textHash: text("text_hash").notNull(),
    /** `followed`, or `differently` when the reporter said that something went otherwise. */
    statement: text("statement", { enum: ["followed", "differently"] }).notNull(),
  },
  (table) => [unique("attestations_once").on(table.reportId, table.ruleId)],
);

export const receiptKeys = pgTable("receipt_keys", {
  /** RFC 7638 thumbprint. */
  kid: text("kid").primaryKey(),
  publicJwk: jsonb("public_jwk").$type<Record<string, string>>().notNull(),
  privateSealed: sealed("private_sealed").notNull(),
  createdAt: instant("created_at").notNull(),
  retiredAt: instant("retired_at"),
});

export const receipts = pgTable("receipts", {
  reportId: uuid("report_id")
    .primaryKey()
    .references(() => reports.id, { onDelete: "restrict" }),
  /** The exact bytes of receipt.json. */
  json: text("json").notNull(),
  kid: text("kid")
    .notNull()
    .references(() => receiptKeys.kid, { onDelete: "restrict" }),
  createdAt: instant("created_at").notNull(),
});

/** An answer whose value and salt are gone; the receipt's commitment to it stays. */
export const redactions = pgTable(
  "redactions",
  {
    id: id(),
    reportId: uuid("report_id")
      .notNull()
      .references(() => reports.id, { onDelete: "restrict" }),
    answerKey: text("answer_key").notNull(),
    /** Why, in words that the reporter reads as well. */
    reasonSealed: sealed("reason_sealed").notNull(),
    redactedBy: uuid("redacted_by").references(() => accounts.id, { onDelete: "set null" }),
    redactedAt: instant("redacted_at").notNull(),
  },
  (table) => [unique("redactions_once").on(table.reportId, table.answerKey)],
);

export const SPLIT_STATES = ["proposed", "confirmed", "declined", "withdrawn"] as const;

/** Staff's proposal to split a report; nothing is split before its reporter agrees or lets the time pass. */
export const splitProposals = pgTable(
  "split_proposals",
  {
    id: id(),
    reportId: uuid("report_id")
      .notNull()
      .references(() => reports.id, { onDelete: "restrict" }),
    state: text("state", { enum: SPLIT_STATES }).notNull(),
    /** JSON: what goes to each child. */
    partsSealed: sealed("parts_sealed").notNull(),
    proposedBy: uuid("proposed_by").references(() => accounts.id, { onDelete: "set null" }),
    proposedAt: instant("proposed_at").notNull(),
    /** From here on staff may split without an answer. */
    decideBy: instant("decide_by").notNull(),
    decidedAt: instant("decided_at"),
  },
  (table) => [
    check("split_proposals_state", oneOf(table.state, SPLIT_STATES)),
    // One open proposal a report: the second of two proposals loses.
    uniqueIndex("split_proposals_open").on(table.reportId).where(sql`${table.state} = 'proposed'`),
    // The proposals of a report, on its page.
    index("split_proposals_report").on(table.reportId, table.proposedAt),
  ],
);

/** A severity view of one side; the reporter's and ours are kept apart for ever. */
export const assessments = pgTable(
  "assessments",
  {
    id: id(),
    reportId: uuid("report_id")
      .notNull()
      .references(() => reports.id, { onDelete: "restrict" }),
    by: text("by", { enum: ["staff", "reporter"] }).notNull(),
    authorId: uuid("author_id").references(() => accounts.id, { onDelete: "set null" }),
    severity: text("severity", { enum: SEVERITIES }).notNull(),
    vector: text("vector"),
    score: real("score"),
    cwe: integer("cwe").array().notNull(),
    /** Why ours is what it is, in words that the reporter reads once the report is decided. */
    reasonSealed: sealed("reason_sealed"),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [index("assessments_report").on(table.reportId, table.createdAt)],
);

export const CREDIT_WISHES = ["name", "alias", "no", "later"] as const;
/** "defaulted": asked, reminded and not answered; the line falls back to the party's own wish. */
export const CONSENTS = ["pending", "given", "declined", "defaulted"] as const;

export const credits = pgTable(
  "credits",
  {
    id: id(),
    reportId: uuid("report_id")
      .notNull()
      .references(() => reports.id, { onDelete: "restrict" }),
    /** The account whose consent counts; a co-finder without one has none yet. */
    accountId: uuid("account_id").references(() => accounts.id, { onDelete: "set null" }),
    /** The party is the guest who sent the report, as long as nobody has claimed it into an account. */
    ofGuest: boolean("of_guest").notNull().default(false),
    programId: uuid("program_id")
      .notNull()
      .references(() => programs.id, { onDelete: "restrict" }),
    wish: text("wish", { enum: CREDIT_WISHES }).notNull(),
    roles: text("roles").array().notNull(),
    /** JSON: text, organisation, url exactly as they would print. */
    displaySealed: sealed("display_sealed").notNull(),
    consent: text("consent", { enum: CONSENTS }).notNull(),
    consentAt: instant("consent_at"),
    /** The line that was agreed to or declined, and its SHA-256. */
    agreedSealed: sealed("agreed_sealed"),
    agreedHash: text("agreed_hash"),
    /** JSON: what the party themselves last wished to be printed, with their roles. */
    wishedSealed: sealed("wished_sealed"),
    /** Since when the party is asked to agree to a line that somebody else set. */
    askedAt: instant("asked_at"),
    remindedAt: instant("reminded_at"),
    /** Of somebody without a part in the report, asked by mail: SHA-256 (hex) of their link, and their address. */
    inviteHash: text("invite_hash").unique(),
    inviteSealed: sealed("invite_sealed"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    version: integer("version").notNull().default(1),
  },
  (table) => [
    index("credits_report").on(table.reportId),
    // The daily round over those who were asked and have not answered.
    index("credits_waiting").on(table.askedAt).where(sql`${table.consent} = 'pending'`),
    // Reports whose credit stands so, for a list.
    index("credits_consent").on(table.programId, table.consent, table.reportId),
    // /staff/credits, newest first.
    index("credits_program").on(table.programId, table.updatedAt, table.id),
  ],
);

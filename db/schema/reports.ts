import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  boolean,
  check,
  index,
  integer,
  pgTable,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { REPORT_STATES, RESOLUTIONS } from "../../lib/reports/state";
import { bytes, id, instant, oneOf, sealed } from "../columns";
import { accounts } from "./accounts";
import { calendarVersions, policyVersions, programs } from "./programs";

export const SEVERITIES = ["none", "low", "medium", "high", "critical"] as const;

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
    // Reports of which a CVE id is known.
    index("reports_cve").on(table.programId, table.nextDueAt, table.id).where(sql`'cve' = any(${table.flags})`),
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

import "server-only";
import { eq, getTableColumns, sql } from "drizzle-orm";
import {
  assessments,
  attestations,
  credits,
  internalNotes,
  ownReferences,
  readMarks,
  redactions,
  reportAdditions,
  reports,
  splitProposals,
} from "@/db/schema";
import { filesOfReport, filesWaiting } from "@/lib/attachments/queries";
import { type Actor, accountOf, can, isReporterOf, isSealed, isStaffOf } from "@/lib/auth/policy";
import { creditViews, type StoredCredit } from "@/lib/credit/views";
import { notFound } from "@/lib/errors";
import { citable } from "@/lib/non-issues/queries";
import { markSeen } from "@/lib/notifications/inbox/mutations";
import { rewardOf } from "@/lib/policy/document";
import { type PinnedPolicy, pinnedPolicy } from "@/lib/policy/pinned/queries";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { localDay } from "@/lib/sla/local-day";
import { nextFor } from "@/lib/sla/next";
import { type ClockJson, runsColumn, runsOf } from "@/lib/sla/runs/queries";
import { clockStatus } from "@/lib/sla/status";
import type { ClockStatus } from "@/lib/sla/types";
import { noteParts } from "@/lib/threads/mentions";
import { markRead, readReplyDrafts, readThread, type ThreadPlace } from "@/lib/threads/queries";
import { ring } from "@/lib/vault/ring";
import { type DataKey, openJson, openText, unwrapKey } from "@/lib/vault/seal";
import { additionViews, type StoredAddition } from "./addition-views";
import { assessmentViews, type StoredAssessment, severityForReporter } from "./assessment-views";
import { citedBy, originalOf } from "./decision/queries";
import { reportSections, withoutAddress } from "./form/summary";
import { memberHandle, noteHandle } from "./member-handle";
import { recordSeen } from "./mutations/seen";
import { recordOpening } from "./mutations/urgent";
import { adjustableBy, offersFor } from "./offers";
import { answersPlace, noteKeyOwner, notePlace, ownReferencePlace, titlePlace } from "./places";
import { redactableAnswers } from "./redaction";
import { plainStatus, waitingOn } from "./reporter-status";
import { readStored } from "./salted";
import { copyableAnswers, splitRefusal } from "./split";
import { type StoredSplit, splitView } from "./split-views";
import { RESOLUTION_RULES, STATE_LABELS } from "./state";
import { suspicionsIn } from "./suspicion";
import { awayOn, carriersOf, colleaguesOf, named, nameIn, namesOf, restrictionOf, teamColumn } from "./team/queries";
import { readTimeline, SHOWN_AT_ONCE } from "./timeline/queries";
import type { ReporterReport, StaffReport } from "./types";
import { type StoredRedaction, withheldAnswers } from "./withheld";

/** Which answers were withheld. */
export const redactionsColumn = sql<StoredRedaction[]>`(select coalesce(json_agg(json_build_object(
    'id', w.id, 'key', w.answer_key, 'reason', encode(w.reason_sealed, 'base64'), 'at', w.redacted_at
  ) order by w.redacted_at, w.id), '[]'::json) from ${redactions} w where w.report_id = reports.id)`;

/** When the reader read it last. */
export const readAtColumn = sql<string | null>`(case when app_actor() is null then reports.guest_read_at
    else (select m.read_at from ${readMarks} m where m.report_id = reports.id and m.account_id = app_actor()) end)`;

const columns = {
  ...getTableColumns(reports),
  runs: runsColumn,
  creditRows: sql<StoredCredit[]>`(select coalesce(json_agg(json_build_object(
      'id', c.id, 'accountId', c.account_id, 'ofGuest', c.of_guest, 'wish', c.wish, 'roles', c.roles, 'display', encode(c.display_sealed, 'base64'),
      'consent', c.consent, 'consentAt', c.consent_at, 'agreed', encode(c.agreed_sealed, 'base64'), 'version', c.version,
      'inviteHash', c.invite_hash
    ) order by c.id), '[]'::json) from ${credits} c where c.report_id = reports.id)`,
  additionRows: sql<StoredAddition[]>`(select coalesce(json_agg(json_build_object(
      'id', x.id, 'publicId', x.public_id, 'body', encode(x.body_sealed, 'base64'), 'at', x.added_at
    ) order by x.added_at, x.id), '[]'::json) from ${reportAdditions} x where x.report_id = reports.id)`,
  redactionRows: redactionsColumn,
  splitRow: sql<StoredSplit>`json_build_object(
      'from', (select p.reference from ${reports} p where p.id = reports.split_from),
      'into', (select coalesce(json_agg(k.reference order by k.id), '[]'::json) from ${reports} k where k.split_from = reports.id),
      'open', (select json_build_object('id', s.id, 'parts', encode(s.parts_sealed, 'base64'), 'at', s.proposed_at, 'decideBy', s.decide_by)
        from ${splitProposals} s where s.report_id = reports.id and s.state = 'proposed'))`,
  views: sql<StoredAssessment[]>`(select coalesce(json_agg(json_build_object(
      'id', a.id, 'by', a.by, 'severity', a.severity, 'vector', a.vector, 'score', a.score, 'cwe', a.cwe,
      'reason', encode(a.reason_sealed, 'base64'), 'at', a.created_at
    ) order by a.created_at, a.id), '[]'::json) from ${assessments} a where a.report_id = reports.id)`,
  readAt: readAtColumn,
};

const staffColumns = {
  ...columns,
  notes: sql<
    { id: string; authorId: string | null; body: string; at: string }[]
  >`(select coalesce(json_agg(json_build_object(
      'id', n.id, 'authorId', n.author_id, 'body', encode(n.body_sealed, 'base64'), 'at', n.created_at
    ) order by n.created_at), '[]'::json) from ${internalNotes} n where n.report_id = reports.id)`,
  attested: sql<StaffReport["attestations"]>`(select coalesce(json_agg(json_build_object(
      'ruleId', a.rule_id, 'clause', a.clause_key, 'statement', a.statement
    ) order by a.clause_key, a.rule_id), '[]'::json) from ${attestations} a where a.report_id = reports.id)`,
  team: teamColumn,
  originalReference: sql<string | null>`(select o.reference from ${reports} o where o.id = reports.duplicate_of)`,
};

/** Row security gives it to the reporter alone. */
const ownReferenceColumn = sql<
  string | null
>`(select encode(o.body_sealed, 'base64') from ${ownReferences} o where o.report_id = reports.id)`;

/** `wholeTimeline`: everything that happened, not the latest alone. */
type Looking = { seen?: boolean; wholeTimeline?: boolean } & ThreadPlace;
const shownEvents = ({ wholeTimeline }: Looking) => (wholeTimeline ? null : SHOWN_AT_ONCE);

/** The reporter's own report. Errors: NOT_FOUND for everybody else, staff included. */
export async function getReporterReport(
  ctx: Context,
  reference: string,
  options: Looking = {},
): Promise<ReporterReport> {
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .select({ ...columns, ownReference: ownReferenceColumn })
      .from(reports)
      .where(eq(reports.reference, reference));
    if (!row || !isReporterOf(tx.actor, row)) throw notFound();
    const pinned = await pinnedPolicy(tx, row.policyVersionId);
    const firstRead = await pinnedPolicy(tx, row.firstPolicyVersionId);
    const key = unwrapKey(ring(), row.dataKey, row.id);
    const statuses = statusesOf(row.runs, pinned, tx.now);
    const files = await filesOfReport(tx, row.id, "reporter");
    const waiting = await filesWaiting(tx, row.id);
    const thread = await readThread(tx, {
      report: row,
      key,
      audience: "reporter",
      readAt: row.readAt,
      files,
      ...options,
    });
    const drafts = await readReplyDrafts(tx, row, key);
    const timeline = await readTimeline(tx, row.id, "reporter", () => "The team", shownEvents(options));
    if (options.seen) {
      await markRead(tx, row, "reporter", row.staffPublicAt);
      await markSeen(tx, row.id);
    }
    const next = nextFor(statuses);
    const { answers } = readStored(openJson(key, answersPlace(row.id), row.answersSealed));
    return {
      ...head(row, pinned, firstRead, key, tx.now),
      sections: reportSections(pinned.document, answers, keysWithheld(row)),
      files,
      status: plainStatus(row.state, row.resolution),
      waitingOn: waitingOn(row),
      ownReference:
        row.ownReference === null
          ? ""
          : openText(key, ownReferencePlace(row.id), Buffer.from(row.ownReference, "base64")),
      nextUpdateBy: next,
      resolutionText: row.resolution === null ? null : RESOLUTION_RULES[row.resolution].reporterText,
      ...(await citedBy(tx, row)),
      clocks: statuses.filter(({ clock }) => clock !== "exposure_alert"),
      ...thread,
      replyDraft: drafts.reply,
      replyFiles: waiting.reply,
      timeline: timeline.entries,
      earlierEvents: timeline.earlier,
      moves: offersFor(tx.actor, row, tx.now),
      additions: additionViews(row.additionRows, row.id, key, pinned.document),
      mayAdd: row.state !== "closed" && can(tx.actor, "report.add", row),
      credits: creditViews(row.creditRows, row.id, key, isPartyFor(tx.actor, row)),
      original: await originalOf(tx, row),
      severity: severityForReporter(row, assessmentViews(row.views, row.id, key)),
      answers,
    };
  });
}

/** A report as its program's triagers and coordinators see it. Errors: NOT_FOUND for everybody else. */
export async function getStaffReport(ctx: Context, reference: string, options: Looking = {}): Promise<StaffReport> {
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db.select(staffColumns).from(reports).where(eq(reports.reference, reference));
    if (!row || !isStaffOf(tx.actor, row) || isReporterOf(tx.actor, row)) throw notFound();
    await recordOpening(tx, row);
    if (options.seen) await recordSeen(tx, row);
    const pinned = await pinnedPolicy(tx, row.policyVersionId);
    const firstRead = await pinnedPolicy(tx, row.firstPolicyVersionId);
    const key = unwrapKey(ring(), row.dataKey, row.id);
    const noteKey = unwrapKey(ring(), row.noteKey, noteKeyOwner(row.id));
    const names = namesOf(row.team);
    const nameOf = (id: string | null) => nameIn(names, id);
    const colleagues = colleaguesOf(row);
    const files = await filesOfReport(tx, row.id, "staff");
    const waiting = await filesWaiting(tx, row.id);
    const thread = await readThread(tx, { report: row, key, audience: "staff", readAt: row.readAt, files, ...options });
    const away = awayOn(row.team, localDay(tx.now, pinned.calendar.zone).toString());
    const drafts = await readReplyDrafts(tx, row, key);
    const timeline = await readTimeline(tx, row.id, "staff", nameOf, shownEvents(options));
    if (options.seen) {
      await markRead(tx, row, "staff", row.reporterAt);
      await markSeen(tx, row.id);
    }
    const { answers } = readStored(openJson(key, answersPlace(row.id), row.answersSealed));
    const { email: _, ...shown } = answers;
    return {
      ...head(row, pinned, firstRead, key, tx.now),
      sections: withoutAddress(reportSections(pinned.document, answers, keysWithheld(row))),
      splitting: {
        may: can(tx.actor, "report.split", row),
        refusal: splitRefusal({
          state: row.state,
          resolution: row.resolution,
          isPart: row.splitFrom !== null,
          encrypted: answers.encryptedMessage !== undefined,
          proposed: row.splitRow.open !== null,
        }),
        copyable: copyableAnswers(pinned.document, answers),
      },
      redactable: can(tx.actor, "report.redact", row)
        ? redactableAnswers(pinned.document).filter(({ key: name }) => (answers[name]?.length ?? 0) > 0)
        : [],
      suspicions: suspicionsIn(answers).map(({ sentence }) => sentence),
      files,
      stateLabel: STATE_LABELS[row.state],
      severity: row.severity,
      flags: row.readers === null ? row.flags : ["restricted", ...row.flags],
      sealed: isSealed(row),
      mayRelease: can(tx.actor, "report.release", row),
      reporterHandle: answers.contactName || "No name given",
      resolutionClause: row.resolutionClause,
      clocks: statusesOf(row.runs, pinned, tx.now),
      ...thread,
      replyDraft: drafts.reply,
      replyFiles: waiting.reply,
      timeline: timeline.entries,
      earlierEvents: timeline.earlier,
      noteDraft: drafts.note,
      noteFiles: waiting.note,
      colleagues: colleagues.map(({ id, name, reads }) => ({ handle: memberHandle(id), name, reads })),
      notes: row.notes.map((note) => {
        const text = openText(noteKey, notePlace(row.id, note.id), Buffer.from(note.body, "base64"));
        return {
          id: noteHandle(note.id),
          by: nameOf(note.authorId),
          text,
          parts: noteParts(text, colleagues).map((part) => ({ text: part.text, mention: part.people.length > 0 })),
          at: new Date(note.at).toISOString(),
          mine: note.authorId === accountOf(tx.actor),
        };
      }),
      assessments: assessmentViews(row.views, row.id, key),
      moves: offersFor(tx.actor, row, tx.now),
      assignee: row.assigneeId === null ? null : { handle: memberHandle(row.assigneeId), name: nameOf(row.assigneeId) },
      candidates: named(carriersOf(row), names).map((one) => ({ ...one, away: away.get(one.handle) ?? null })),
      mayAssign: can(tx.actor, "report.assign", row),
      restriction: restrictionOf(tx.actor, row, names),
      adjustable: adjustableBy(tx.actor, row, runsOf(row.runs)),
      clauses: await citable(tx, pinned),
      duplicateOf: row.originalReference,
      credits: creditViews(row.creditRows, row.id, key, isPartyFor(tx.actor, row)),
      additions: additionViews(row.additionRows, row.id, key, pinned.document, (added) =>
        withoutAddress(reportSections(pinned.document, added)),
      ),
      creditNotice: rewardOf(pinned.document)?.summary ?? null,
      maySettleCredit: can(tx.actor, "credit.settle", row),
      answers: shown,
      attestations: row.attested,
    };
  });
}

const keysWithheld = (row: { redactionRows: readonly StoredRedaction[] }) => row.redactionRows.map(({ key }) => key);

type Row = typeof reports.$inferSelect;

type HeadRow = Row & { redactionRows: readonly StoredRedaction[]; splitRow: StoredSplit };

function head(row: HeadRow, pinned: PinnedPolicy, firstRead: PinnedPolicy, key: DataKey, now: Date) {
  return {
    reference: row.reference,
    programSlug: pinned.programSlug,
    programName: pinned.document.organisation.tradeName,
    title: openText(key, titlePlace(row.id), row.titleSealed),
    state: row.state,
    resolution: row.resolution,
    receivedAt: row.receivedAt.toISOString(),
    zone: pinned.calendar.zone,
    version: row.version,
    withheld: withheldAnswers(row.redactionRows, row.id, key, pinned.document),
    split: splitView(row.splitRow, { reportId: row.id, key, document: pinned.document, now }),
    policy: {
      version: pinned.version,
      hash: pinned.hash,
      revisedOn: pinned.document.revisedOn,
      firstReadVersion: firstRead.version,
    },
    now: now.toISOString(),
  };
}

function statusesOf(rows: readonly ClockJson[], pinned: PinnedPolicy, now: Date): ClockStatus[] {
  return runsOf(rows).map((run) => clockStatus(run, pinned.calendar, now));
}

function isPartyFor(actor: Actor, { guestCodeHash }: Row): (credit: StoredCredit) => boolean {
  return ({ accountId, ofGuest }) => can(actor, "credit.answer", { accountId, ofGuest, guestCodeHash });
}

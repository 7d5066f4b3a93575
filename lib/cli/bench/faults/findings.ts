import type postgres from "postgres";
import { tablesWithoutRowSecurity } from "@/db/roles";
import { receiptSchema } from "@/lib/receipts/schema";
import { verifyReceipt } from "@/lib/receipts/verify";
import { answersPlace, titlePlace } from "@/lib/reports/places";
import { readStored } from "@/lib/reports/salted";
import type { FileStore } from "@/lib/storage/store";
import { type KeyRing, openJson, openText, unwrapKey } from "@/lib/vault/seal";
import type { Acknowledgement } from "./client-ledger";
import type { Written } from "./drafts";
import { objectsWithoutRow, sameFiles, storedFiles } from "./file-findings";
import { bytesOf, sha256 } from "./files";

export type Findings = {
  acknowledged: number;
  /** Never acknowledged: either wholly there or not at all. */
  unacknowledgedThere: number;
  unacknowledgedAbsent: number;
  lost: string[];
  doubled: string[];
  changed: string[];
  halfStates: string[];
  wrongTimes: string[];
  unguardedTables: string[];
  /** Files of reports that were compared, and what was wrong with any. */
  files: number;
  changedFiles: string[];
  /** What a kill left in the store without a row; the sweep removes it a day later. */
  strayObjects: number;
};

type Row = {
  id: string;
  reference: string;
  draft: string;
  receivedAt: Date;
  dataKey: Uint8Array;
  titleSealed: Uint8Array;
  answersSealed: Uint8Array;
  receipt: string | null;
  clocks: number;
  credits: number;
  receivedEvents: number;
  sent: boolean;
};

/** What the database holds of the run against what its client wrote and was told. Every sentence names one defect. */
export async function findingsOf(
  sql: postgres.Sql,
  ring: KeyRing,
  store: FileStore,
  written: readonly Written[],
  told: readonly Acknowledgement[],
): Promise<Findings> {
  const rows = await sql<Row[]>`
    select r.id, r.reference, d.public_id as draft, r.received_at as "receivedAt", r.data_key as "dataKey",
      r.title_sealed as "titleSealed", r.answers_sealed as "answersSealed", t.json as receipt,
      d.submitted_at is not null as sent,
      (select count(*)::int from clocks c where c.report_id = r.id) as clocks,
      (select count(*)::int from credits c where c.report_id = r.id) as credits,
      (select count(*)::int from events e where e.report_id = r.id and e.type = 'report.received') as "receivedEvents"
    from reports r join report_drafts d on d.id = r.draft_id left join receipts t on t.report_id = r.id
    where d.public_id in ${sql(written.map(({ draft }) => draft))}`;
  const keys = {
    keys: (await sql<{ jwk: unknown }[]>`select public_jwk as jwk from receipt_keys`).map(({ jwk }) => jwk),
  };
  const byDraft = new Map<string, Row[]>();
  for (const row of rows) byDraft.set(row.draft, [...(byDraft.get(row.draft) ?? []), row]);
  const answers = new Map<string, Acknowledgement>(told.map((entry) => [entry.draft, entry]));

  const findings: Findings = {
    acknowledged: told.length,
    unacknowledgedThere: 0,
    unacknowledgedAbsent: 0,
    lost: [],
    doubled: [],
    changed: [],
    halfStates: [],
    wrongTimes: [],
    unguardedTables: await tablesWithoutRowSecurity(sql),
    files: 0,
    changedFiles: [],
    strayObjects: await objectsWithoutRow(sql, store),
  };
  const titles = new Map<string, number>();
  for (const draft of written) {
    const there = byDraft.get(draft.draft) ?? [];
    const answer = answers.get(draft.draft);
    if (there.length > 1) findings.doubled.push(`${draft.draft} became ${there.length} reports`);
    const [row] = there;
    if (answer && row?.reference !== answer.reference) findings.lost.push(`${answer.reference} is not there`);
    if (!answer && row) findings.unacknowledgedThere += 1;
    if (!answer && !row) findings.unacknowledgedAbsent += 1;
    if (!row) continue;
    compare(ring, keys, draft, row, findings, titles);
    // The client's own hashes of what it sent; of a client that gave up, those of what it meant to send.
    const files = answer?.files ?? draft.files.map((file) => ({ sha256: sha256(bytesOf(file)), size: file.size }));
    await compareFiles(sql, ring, store, row, files, findings);
    if (answer && !isBetween(row.receivedAt, answer)) {
      findings.wrongTimes.push(`${row.reference} was received at ${row.receivedAt.toISOString()}`);
    }
  }
  for (const [title, count] of titles) if (count > 1) findings.doubled.push(`“${title}” stands in ${count} reports`);
  await findOrphans(sql, findings);
  const [mails] = await sql<{ count: number }[]>`
    select count(*)::int as count from mails m where m.template = 'report_received'
      and m.created_at in ${sql([new Date(0), ...rows.map(({ receivedAt }) => receivedAt)])}`;
  if (mails?.count !== rows.length) findings.halfStates.push(`${mails?.count} mails of ${rows.length} receipts`);
  return findings;
}

function compare(
  ring: KeyRing,
  keys: unknown,
  draft: Written,
  row: Row,
  findings: Findings,
  titles: Map<string, number>,
): void {
  const key = unwrapKey(ring, row.dataKey, row.id);
  const { answers } = readStored(openJson(key, answersPlace(row.id), row.answersSealed));
  const title = openText(key, titlePlace(row.id), row.titleSealed);
  titles.set(title, (titles.get(title) ?? 0) + 1);
  if (title !== draft.title || answers.details !== draft.details || answers.poc !== draft.poc) {
    findings.changed.push(`${row.reference} does not hold what was written`);
  }
  const verdict = row.receipt === null ? null : verifyReceipt(row.receipt, keys);
  const half = (what: string) => findings.halfStates.push(`${row.reference}: ${what}`);
  if (!verdict) half("no receipt");
  else if (!verdict.ok) half(`its receipt is not valid: ${verdict.reason}`);
  else if (verdict.payload.receivedAt !== row.receivedAt.toISOString()) half("its receipt names another time");
  if (row.receivedEvents !== 1) half(`${row.receivedEvents} events of its receipt`);
  if (row.clocks === 0) half("no clock");
  if (row.credits === 0) half("no credit");
  if (!row.sent) half("its draft does not know that it was sent");
}

async function compareFiles(
  sql: postgres.Sql,
  ring: KeyRing,
  store: FileStore,
  { id, reference, receipt }: Row,
  sent: Acknowledgement["files"],
  findings: Findings,
): Promise<void> {
  const stored = await storedFiles(sql, ring, store, id);
  findings.files += stored.files.length;
  findings.changedFiles.push(...stored.defects.map((defect) => `${reference}: ${defect}`));
  if (!sameFiles(sent, stored.files)) findings.changedFiles.push(`${reference} does not hold the files that were sent`);
  const promised = receipt === null ? null : receiptSchema.safeParse(JSON.parse(receipt)).data?.payload.attachments;
  if (promised && !sameFiles(sent, promised)) findings.changedFiles.push(`${reference}: its receipt names other files`);
}

/** The clocks start with what the client lived through: not before it began to send, not after it had the answer. */
function isBetween(receivedAt: Date, { sentAt, answeredAt, tries }: Acknowledgement): boolean {
  // A draft whose first answer was lost was received in an earlier try than the one that was written down.
  const from = tries > 1 ? 0 : Date.parse(sentAt);
  return receivedAt.getTime() >= from - 5 && receivedAt.getTime() <= Date.parse(answeredAt) + 5;
}

async function findOrphans(sql: postgres.Sql, findings: Findings): Promise<void> {
  const orphans = await sql<{ what: string; count: number }[]>`
    select 'drafts that were sent and have no report' as what, count(*)::int as count from report_drafts d
      where d.submitted_at is not null and not exists (select 1 from reports r where r.draft_id = d.id)
    union all
    select 'reports without a ledger', count(*)::int from reports r
      where not exists (select 1 from ledger_heads h where h.report_id = r.id)
    union all
    select 'ledgers whose head is not their last event', count(*)::int from ledger_heads h
      where h.seq <> (select count(*) from events e where e.stream = h.stream)`;
  for (const { what, count } of orphans) if (count > 0) findings.halfStates.push(`${count} ${what}`);
}

/** The sentences of every defect; empty when the run was flawless. */
export function defectsOf(findings: Findings): string[] {
  const { lost, doubled, changed, changedFiles, halfStates, wrongTimes, unguardedTables } = findings;
  return [...lost, ...doubled, ...changed, ...changedFiles, ...halfStates, ...wrongTimes, ...unguardedTables];
}

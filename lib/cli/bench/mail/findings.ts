import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type postgres from "postgres";
import { mailKeyOwner, mailPlace } from "@/lib/mail-in/sealed";
import { type KeyRing, openBytes, unwrapKey } from "@/lib/vault/seal";
import type { Taken } from "./ledger";

export type Findings = {
  /** Taken by the portal's word, and not there byte for byte. */
  lost: string[];
  /** One mail that became two reports, or waits twice. */
  doubled: string[];
  /** Of a proven sender, and neither a report nor what a report was made of. */
  withoutReport: string[];
  /** Reports by mail without a receipt, an event of their arrival or a promised acknowledgement. */
  halfStates: string[];
  kept: number;
  copies: number;
};

type Row = {
  id: string;
  data_key: Buffer;
  raw_sealed: Buffer;
  state: string;
  reason: string | null;
  report_id: string | null;
};

/** Waits until every mail is judged; gives how long that took, in seconds. */
export async function untilJudged(sql: postgres.Sql, atMostSeconds: number): Promise<number> {
  const started = performance.now();
  for (;;) {
    const [row] = await sql<{ n: number }[]>`select count(*)::int as n from incoming_mails where state = 'stored'`;
    const seconds = (performance.now() - started) / 1000;
    if (row?.n === 0 || seconds > atMostSeconds) return seconds;
    await delay(200);
  }
}

/** What became of the mails that the sender's book holds, by the bytes that are stored. */
export async function findingsOf(sql: postgres.Sql, ring: KeyRing, taken: readonly Taken[]): Promise<Findings> {
  const byHash = new Map<string, Row[]>();
  let kept = 0;
  for await (const rows of sql<Row[]>`
    select id, data_key, raw_sealed, state, reason, report_id from incoming_mails`.cursor(200)) {
    for (const row of rows) {
      const key = unwrapKey(ring, row.data_key, mailKeyOwner(row.id));
      const raw = openBytes(key, mailPlace(row.id, "raw"), row.raw_sealed);
      const hash = createHash("sha256").update(raw).digest("hex");
      byHash.set(hash, [...(byHash.get(hash) ?? []), row]);
      kept += 1;
    }
  }
  const found: Findings = { lost: [], doubled: [], withoutReport: [], halfStates: [], kept, copies: 0 };
  for (const { messageId, sha256, signed } of taken) {
    const rows = byHash.get(sha256) ?? [];
    if (rows.length === 0) found.lost.push(messageId);
    found.copies += Math.max(0, rows.length - 1);
    const alive = rows.filter(({ reason }) => reason !== "duplicate");
    if (alive.length > 1) found.doubled.push(messageId);
    if (signed && !rows.some(({ state, report_id }) => state === "report" && report_id !== null)) {
      found.withoutReport.push(messageId);
    }
  }
  const half = await sql<{ reference: string }[]>`
    select r.reference from reports r where r.channel = 'mail' and not (
      exists (select 1 from receipts c where c.report_id = r.id)
      and exists (select 1 from events e where e.report_id = r.id and e.type = 'report.received')
      and (select count(*) from incoming_mails m where m.report_id = r.id and m.state = 'report') = 1)`;
  found.halfStates.push(...half.map(({ reference }) => reference));
  return found;
}

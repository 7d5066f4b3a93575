import { asc } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { clocks, events, reports } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-db";
import type { ReportEvent } from "@/lib/ledger/catalogue";
import { runOf } from "@/lib/reports/mutations/loaded";
import { REPORT_STATES } from "@/lib/reports/state";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { foldClocks } from "@/lib/sla/fold";
import { clockStatus } from "@/lib/sla/status";
import { withNewKey } from "@/lib/vault/keyring";
import { useKeyRing } from "@/lib/vault/ring";
import { ontarioCalendar } from "./calendars/ontario";
import { loadDemonstration } from "./demonstration";

const database = await testDatabase();
const system: Context = { actor: { kind: "system", job: "test" }, db: database.app, clockOffsetMs: 0 };

beforeAll(async () => {
  useKeyRing(withNewKey({ current: 0, keys: new Map() }));
  await loadDemonstration(database.app);
});

function everything() {
  return inTransaction(system, async (tx) => ({
    now: tx.now,
    reports: await tx.db.select().from(reports),
    clocks: await tx.db.select().from(clocks),
    events: await tx.db.select().from(events).orderBy(asc(events.stream), asc(events.seq)),
  }));
}

describe("the demonstration", () => {
  test("has a report in every state", async () => {
    const found = await everything();
    expect(new Set(found.reports.map(({ state }) => state))).toEqual(new Set(REPORT_STATES));
  });

  test("always has one clock running, one paused and one breached", async () => {
    const { clocks: stored, now } = await everything();
    const states = stored.map((row) => clockStatus(runOf(row), ontarioCalendar, now).state);
    expect(states.some((state) => ["running", "due_soon", "due_today"].includes(state))).toBe(true);
    expect(states).toContain("paused");
    expect(states).toContain("breached");
  });

  test("stores what folding its ledger gives: state, resolution and clocks", async () => {
    const found = await everything();
    for (const report of found.reports) {
      const own = found.events.filter(({ reportId }) => reportId === report.id);
      const payloads = own.map(({ payload, at }) => ({ event: payload as ReportEvent, at: at.toISOString() }));
      const moves = payloads.flatMap(({ event }) => ("state" in event ? [event] : []));
      expect(moves.at(-1)?.state).toBe(report.state);
      const folded = foldClocks(
        payloads.map(({ event, at }) => ({ at, effects: "clocks" in event ? event.clocks : [] })),
      );
      const kept = found.clocks.filter(({ reportId }) => reportId === report.id).map(runOf);
      const byName = (a: { clock: string; run: number }, b: { clock: string; run: number }) =>
        a.clock.localeCompare(b.clock) || a.run - b.run;
      expect(kept.sort(byName)).toEqual(folded.sort(byName));
    }
  });

  test("is loaded once", async () => {
    const before = (await everything()).reports.length;
    await loadDemonstration(database.app);
    expect((await everything()).reports.length).toBe(before);
  });
});

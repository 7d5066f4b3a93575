import { and, asc, eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { clocks, events, memberships, policyDrafts, programs, reports } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { enterReport } from "@/lib/guests/mutations/enter";
import type { ReportEvent } from "@/lib/ledger/report-events";
import { isDemonstrationValue } from "@/lib/policy/demonstration";
import { getPolicyDraft } from "@/lib/policy/drafts/queries";
import { currentPolicy } from "@/lib/policy/queries";
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

/** The only draft of a program, as its coordinator sees it. */
async function onlyDraft(slug: string) {
  const found = await inTransaction(system, (tx) =>
    tx.db
      .select({ publicId: policyDrafts.publicId, programId: programs.id, accountId: memberships.accountId })
      .from(policyDrafts)
      .innerJoin(programs, eq(programs.id, policyDrafts.programId))
      .innerJoin(memberships, and(eq(memberships.programId, programs.id), eq(memberships.role, "coordinator")))
      .where(eq(programs.slug, slug)),
  );
  const [row] = found;
  if (!row || found.length > 1) throw new Error(`${slug} has ${found.length} drafts`);
  const { programId, accountId } = row;
  const coordinator: Actor = {
    kind: "staff",
    accountId,
    memberships: [{ programId, programSlug: slug, role: "coordinator" }],
  };
  return { ...(await getPolicyDraft({ ...system, actor: coordinator }, row.publicId)), programId };
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

  test("has one policy that was signed, approved and published with reasons for its two warnings", async () => {
    const draft = await onlyDraft("cardihab");
    expect([draft.stage, draft.publishedAs]).toEqual(["published", "1.0"]);
    expect(draft.approvals.map(({ kind, counts }) => [kind, counts])).toEqual([
      ["review_signature", true],
      ["executive_approval", true],
    ]);
    const warnings = draft.findings.filter(({ severity }) => severity === "warning");
    expect(warnings.map(({ rule }) => rule).sort()).toEqual(["bod-20-01-c-iii", "standard-superseded"]);
    for (const { reason } of warnings) expect(reason).toMatch(/^Demonstration: /);
    const policy = await currentPolicy(system, "cardihab");
    expect(isDemonstrationValue(policy.document, "/reviewedOn")).toBe(true);
    expect(policy.contentHash).toBe(draft.contentHash);
    const { reports: sent } = await everything();
    const before = sent.filter(
      ({ programId, receivedAt }) => programId === draft.programId && receivedAt < new Date(policy.publishedAt),
    );
    expect(before).toEqual([]);
  });

  test("has a revision that nothing but the policy owner's name keeps from being published", async () => {
    const draft = await onlyDraft("smile-digital-health");
    expect([draft.stage, draft.classification?.class]).toEqual(["in_review", "minor"]);
    expect(draft.obstacles.map(({ kind, who }) => [kind, who])).toEqual([["signature", "policy owner"]]);
    expect(draft.findings.filter(({ severity }) => severity !== "note")).toEqual([]);
  });

  test("has a guest whose code opens the report, and two urgent notices: one unread with its four hours, one released", async () => {
    const { guest } = await loadDemonstration(database.app);
    const { session } = await enterReport(
      { ...system, actor: { kind: "anonymous" } },
      { reference: guest?.reference ?? "", code: guest?.code ?? "", network: "demonstration" },
    );
    expect(session).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const { reports: sent, clocks: stored, now } = await everything();
    const urgent = sent.filter(({ urgentAt }) => urgentAt !== null);
    expect(urgent.map(({ releasedAt }) => releasedAt !== null).sort()).toEqual([false, true]);
    const unread = urgent.find(({ releasedAt }) => releasedAt === null);
    const alert = stored.find(({ reportId, clock }) => reportId === unread?.id && clock === "exposure_alert");
    expect(alert && clockStatus(runOf(alert), ontarioCalendar, now).state).toMatch(/running|due/);
    const programRows = await system.db.select().from(programs);
    expect(programRows.every(({ onCallSealed }) => onCallSealed !== null)).toBe(true);
  });

  test("is loaded once", async () => {
    const before = (await everything()).reports.length;
    await loadDemonstration(database.app);
    expect((await everything()).reports.length).toBe(before);
  });
});

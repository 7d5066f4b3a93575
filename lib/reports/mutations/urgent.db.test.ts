import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { mails, programs } from "@/db/schema";
import {
  as,
  fewestAnswers,
  guest,
  ledgerOf,
  newResearcher,
  newStaff,
  openPortal,
  reportRow,
  systemAt,
  type TestProgram,
  visitor,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { saveDraftStep } from "@/lib/reports/drafts/mutations";
import { getDraft } from "@/lib/reports/drafts/queries";
import { STEPS } from "@/lib/reports/form/answers";
import { fieldsOn, stepForm } from "@/lib/reports/form/report-form";
import { onCallPlace } from "@/lib/reports/places";
import { getReporterReport, getStaffReport } from "@/lib/reports/queries";
import { inTransaction } from "@/lib/request/transaction";
import { sendMessage } from "@/lib/threads/mutations";
import { listQueue } from "@/lib/triage/queries";
import { listUrgent } from "@/lib/triage/urgent/queries";
import { newToken } from "@/lib/vault/lookup";
import { ring } from "@/lib/vault/ring";
import { openWithRing, sealWithRing } from "@/lib/vault/seal";
import { submitReport } from "./submit";
import { releaseToTriage, sendNotice } from "./urgent";

const database = await testDatabase();
const db = database.app;

let smile: TestProgram;
let people: Record<"researcher" | "triager" | "coordinator" | "privacy" | "elsewhere", Actor>;

beforeAll(async () => {
  const portal = await openPortal(db);
  smile = portal.smile;
  people = {
    researcher: await newResearcher(db),
    triager: await newStaff(db, smile, "triager"),
    coordinator: await newStaff(db, smile, "coordinator"),
    privacy: await newStaff(db, smile, "privacy_officer"),
    elsewhere: await newStaff(db, portal.cardihab, "privacy_officer"),
  };
});

const answers = { exposed: "yes", exposureKinds: ["health"], summary: "The portal of patients lists everybody." };

async function notice(key = newToken(), actor: Actor = visitor, at?: string) {
  const sent = await sendNotice(as(db, actor, at), { programSlug: smile.slug, answers, key });
  const { id } = await reportRow(db, sent.reference);
  const codes = sent.guest === null ? [] : [sent.guest.code];
  return { ...sent, key, reportId: id, holder: guest({ drafts: [key], codes }) };
}

const openAddress = (rowId: string, sealed: Buffer | null) =>
  sealed === null ? null : openWithRing(ring(), { table: "mails", column: "address_sealed", rowId }, sealed);

describe("an urgent notice", () => {
  test("makes the report at once, with its four hours around the clock, a receipt and a code", async () => {
    const { reference, reportId, holder } = await notice(newToken(), visitor, "2026-03-07T23:30:00Z");
    const row = await reportRow(db, reference);
    expect(row.urgentAt).not.toBeNull();
    expect(row.flags).toEqual(["urgent", "data_exposed"]);
    const alert = (await ledgerOf(db, reportId))
      .flatMap(({ payload }) => ("clocks" in payload ? payload.clocks : []))
      .find(({ clock }) => clock === "exposure_alert");
    expect(alert).toMatchObject({ op: "open", amount: 4, unit: "hour", rigidity: "MUST" });
    expect(alert && "due" in alert ? alert.due : "").toMatch(/^2026-03-08T03:30/);
    const mine = await getReporterReport(as(db, holder), reference);
    expect(mine.title).toBe("Urgent notice: somebody’s data is exposed");
    expect(mine.clocks.map(({ clock }) => clock)).not.toContain("exposure_alert");
  });

  test("sent twice is one report with one code", async () => {
    const key = newToken();
    const both = await Promise.all([notice(key), notice(key)]);
    expect(both[0].reference).toBe(both[1].reference);
    expect(both[0].guest?.code).toBe(both[1].guest?.code);
    expect((await ledgerOf(db, both[0].reportId)).filter(({ type }) => type === "report.received")).toHaveLength(1);
  });

  test("is found by privacy officers of its program and by no other staff: page, list, count", async () => {
    const { reference } = await notice();
    for (const who of ["triager", "coordinator", "elsewhere", "researcher"] as const) {
      await expect(getStaffReport(as(db, people[who]), reference), who).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(sendMessage(as(db, people[who]), reference, { text: "x" }), who).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
      await expect(releaseToTriage(as(db, people[who]), reference), who).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    const queue = await listQueue(as(db, people.triager), { programSlug: smile.slug, queue: "open" });
    expect([queue.total, queue.rows]).toEqual([0, []]);
    expect((await listUrgent(as(db, people.privacy))).map((row) => row.reference)).toContain(reference);
    expect(await listUrgent(as(db, people.elsewhere))).toEqual([]);
    await expect(listUrgent(as(db, people.triager))).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("tells its reporter of each opening, and the first one stops the alert", async () => {
    const { reference, reportId, holder } = await notice();
    const seen = await getStaffReport(as(db, people.privacy), reference);
    expect([seen.sealed, seen.mayRelease]).toEqual([true, true]);
    const opened = (await ledgerOf(db, reportId)).filter(({ type }) => type === "report.opened");
    expect(opened.map(({ payload }) => payload)).toMatchObject([
      { role: "privacy_officer", clocks: [{ op: "stop", clock: "exposure_alert" }] },
    ]);
    const later = new Date(Date.now() + 3_600_000);
    await getStaffReport(as(db, people.privacy, later), reference);
    const mine = await getReporterReport(as(db, holder), reference);
    expect(mine.timeline.filter(({ sentence }) => sentence === "Opened by Privacy officer.")).toHaveLength(2);
    await sendMessage(as(db, people.privacy), reference, { text: "Thank you. We are closing it now." });
    const answered = await getReporterReport(as(db, holder), reference);
    expect(answered.messages.map(({ from }) => from)).toEqual(["Privacy officer"]);
  });

  test("mails the on-call address and the privacy officers, nobody else of the staff", async () => {
    await inTransaction(systemAt(db), (tx) =>
      tx.db.update(programs).set({
        onCallSealed: sealWithRing(ring(), onCallPlace(smile.id), "on-call@smile-digital-health.example"),
      }),
    );
    const before = (await inTransaction(systemAt(db), (tx) => tx.db.select({ id: mails.id }).from(mails))).length;
    await notice();
    const fresh = (await inTransaction(systemAt(db), (tx) => tx.db.select().from(mails).orderBy(mails.id))).slice(
      before,
    );
    const privacy = people.privacy.kind === "staff" ? people.privacy.accountId : "";
    expect(fresh.map(({ template, accountId }) => [template, accountId]).sort()).toEqual(
      [
        ["staff_news", privacy],
        ["staff_news", null],
      ].sort(),
    );
  });
});

describe("releasing it to triage", () => {
  test("is one act with one event; then triage reads it, and the second release is too late", async () => {
    const { reference, reportId, holder } = await notice();
    await releaseToTriage(as(db, people.privacy), reference);
    expect((await getStaffReport(as(db, people.triager), reference)).sealed).toBe(false);
    await expect(releaseToTriage(as(db, people.privacy), reference)).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(releaseToTriage(as(db, people.coordinator), reference)).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(releaseToTriage(as(db, holder), reference)).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await ledgerOf(db, reportId)).filter(({ type }) => type === "report.released")).toHaveLength(1);
  });

  test("of two at once one wins", async () => {
    const { reference, reportId } = await notice();
    const both = await Promise.allSettled([1, 2].map(() => releaseToTriage(as(db, people.privacy), reference)));
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await ledgerOf(db, reportId)).filter(({ type }) => type === "report.released")).toHaveLength(1);
  });

  test("is nobody's but a privacy officer's", async () => {
    const { reference, holder } = await notice();
    await expect(releaseToTriage(as(db, holder), reference)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(releaseToTriage(as(db, visitor), reference)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

test("the full report that follows is an addition under the same reference", async () => {
  const sent = await notice();
  const ctx = as(db, sent.holder);
  const all: Record<string, string | string[]> = {
    ...fewestAnswers(smile.policy),
    exposed: "yes",
    exposureKinds: ["health"],
    exposureOngoing: "no",
    exposureHeld: "none",
    // The notice had none: mails go where the full report says.
    identity: "details",
    contactName: "Moth",
    email: "moth@example.org",
  };
  for (const step of STEPS) {
    for (const part of ["step", "notice"] as const) {
      const names = fieldsOn(stepForm(smile.policy, step), part).map(({ name }) => name as string);
      const values = Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
      if (part === "notice" && Object.keys(values).length === 0) continue;
      const { rev } = await getDraft(ctx, sent.draftPublicId);
      const page = { publicId: sent.draftPublicId, step, part, rev, values, changing: false } as const;
      await saveDraftStep(ctx, { ...page, keep: "judged" });
    }
  }
  const input = { draftPublicId: sent.draftPublicId, draftTokens: [sent.key] };
  const full = await submitReport(ctx, input);
  expect(full.reference).toBe(sent.reference);
  const mine = await getReporterReport(ctx, sent.reference);
  expect(mine.title).toBe("Header injection in the export of records");
  expect(mine.additions).toHaveLength(1);
  await sendMessage(as(db, people.privacy), sent.reference, { text: "Thank you." });
  const mailed = await inTransaction(systemAt(db), (tx) =>
    tx.db.select().from(mails).where(eq(mails.template, "report_news")),
  );
  expect(mailed.map(({ id, addressSealed }) => openAddress(id, addressSealed))).toContain("moth@example.org");
  expect((await submitReport(ctx, input)).reference).toBe(sent.reference);
  expect((await ledgerOf(db, sent.reportId)).filter(({ type }) => type === "report.added")).toHaveLength(1);
});

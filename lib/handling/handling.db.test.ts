import { beforeAll, describe, expect, test } from "vitest";
import {
  as,
  ledgerOf,
  newResearcher,
  newStaff,
  openPortal,
  reportRow,
  sendReport,
  type TestProgram,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { memberHandle } from "@/lib/reports/member-handle";
import { moveSchema } from "@/lib/reports/moves";
import { moveReport } from "@/lib/reports/mutations/move";
import { restrictReport } from "@/lib/reports/mutations/restrict";
import { getReporterReport, getStaffReport } from "@/lib/reports/queries";
import type { Context } from "@/lib/request/transaction";
import { assessReport } from "./mutations/assess";
import { decidePriority } from "./mutations/decide";
import { setTags, setVersions, setWeaknesses } from "./mutations/describe";
import { addLink, removeLink } from "./mutations/link";
import { unwatchReport, watchReport } from "./mutations/watch";
import { handlingOf } from "./queries";
import { assessSchema, ssvcSchema } from "./schema";

const database = await testDatabase();
const db = database.app;
const NOT_FOUND = { code: "NOT_FOUND" };
const HIGH = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N";
const MEDIUM = "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:L/I:L/A:N";

let smile: TestProgram;
let reporter: Actor;
let triager: Actor & { kind: "staff" };
let coordinator: Actor & { kind: "staff" };
let elsewhere: Actor;

beforeAll(async () => {
  const portal = await openPortal(db);
  smile = portal.smile;
  reporter = await newResearcher(db);
  triager = await newStaff(db, smile, "triager");
  coordinator = await newStaff(db, smile, "coordinator");
  elsewhere = await newStaff(db, portal.cardihab, "coordinator");
});

const send = (typed = {}) => sendReport(as(db, reporter), smile.policy, typed);
const lastEvent = async (reportId: string) => (await ledgerOf(db, reportId)).at(-1)?.payload;
const assess = (actor: Actor, reference: string, input: Record<string, unknown>) =>
  assessReport(as(db, actor), reference, assessSchema.parse({ version: 1, ...input }));

const POINTS = { exploitation: "P", utility: "", technicalImpact: "T", publicSafetyImpact: "M" };

/** Every change at the first revision of a fresh report, and the event it leaves. */
const CHANGES: [string, (ctx: Context, reference: string, revision?: number) => Promise<void>, object][] = [
  [
    "severity",
    (ctx, reference, revision = 0) =>
      assessReport(
        ctx,
        reference,
        assessSchema.parse({ version: revision + 1, vector: MEDIUM, reason: "It needs a session." }),
      ),
    { type: "report.assessed", by: "staff", severity: "medium", vector: MEDIUM, score: 5.4, cwe: [], shown: false },
  ],
  [
    "weaknesses",
    (ctx, reference, revision = 0) => setWeaknesses(ctx, reference, { revision, cwe: "CWE-113, 79" }),
    { type: "handling.weaknesses", cwe: [113, 79] },
  ],
  [
    "versions",
    (ctx, reference, revision = 0) =>
      setVersions(ctx, reference, { revision, affected: ["3.2", "3.3"], fixed: ["3.4"] }),
    { type: "handling.versions", affected: 2, fixed: 1 },
  ],
  [
    "tags",
    (ctx, reference, revision = 0) => setTags(ctx, reference, { revision, tags: ["export", "needs-vendor"] }),
    { type: "handling.tags", added: 2, removed: 0 },
  ],
  [
    "priority",
    (ctx, reference, revision = 0) => decidePriority(ctx, reference, ssvcSchema.parse({ revision, ...POINTS })),
    {
      type: "handling.priority",
      table: "ssvc:DT_SP:1.0.0",
      exploitation: "P",
      utility: null,
      technicalImpact: "T",
      publicSafetyImpact: "M",
      outcomes: ["S", "O"],
    },
  ],
];

describe.each(CHANGES)("%s", (_name, change, event) => {
  test("is kept, and leaves its event", async () => {
    const { reference, reportId } = await send();
    await change(as(db, triager), reference);
    expect(await lastEvent(reportId)).toEqual(event);
  });

  test("is the staff's alone", async () => {
    const { reference } = await send();
    await expect(change(as(db, reporter), reference)).rejects.toMatchObject({ code: "FORBIDDEN" });
    for (const actor of [elsewhere, await newResearcher(db), await newStaff(db, smile, "auditor")]) {
      await expect(change(as(db, actor), reference)).rejects.toMatchObject(NOT_FOUND);
    }
    const { version } = await reportRow(db, reference);
    await restrictReport(as(db, coordinator), reference, { readers: [], version, reason: "It names a colleague." });
    await expect(change(as(db, triager), reference)).rejects.toMatchObject(NOT_FOUND);
  });

  test("from a stale page, or as the second of two at once, loses", async () => {
    const { reference, reportId } = await send();
    await expect(change(as(db, triager), reference, 7)).rejects.toMatchObject({ code: "CONFLICT" });
    const before = (await ledgerOf(db, reportId)).length;
    const both = await Promise.allSettled([triager, coordinator].map((actor) => change(as(db, actor), reference)));
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await ledgerOf(db, reportId)).toHaveLength(before + 1);
  });
});

describe("our severity beside theirs", () => {
  test("differs by a band only with a reason, and changes only with one", async () => {
    const { reference } = await send({ cvss: HIGH });
    await expect(assess(triager, reference, { vector: MEDIUM })).rejects.toMatchObject({
      fieldErrors: { reason: [expect.stringContaining("The reporter rated this high")] },
    });
    await assess(triager, reference, { vector: HIGH });
    await expect(assess(triager, reference, { version: 2, severity: "medium" })).rejects.toMatchObject({
      fieldErrors: { reason: [expect.stringContaining("why it changes")] },
    });
    await assess(coordinator, reference, { version: 2, severity: "medium", reason: "A session is needed first." });
    const { assessments, severity } = await getStaffReport(as(db, triager), reference);
    expect(assessments.map(({ by, severity: word, reason }) => [by, word, reason])).toEqual([
      ["reporter", "high", null],
      ["staff", "high", null],
      ["staff", "medium", "A session is needed first."],
    ]);
    expect(severity).toBe("medium");
  });

  test("a vector and another word refuse each other, and a broken vector itself", async () => {
    const { reference } = await send();
    await expect(assess(triager, reference, { vector: HIGH, severity: "low" })).rejects.toMatchObject({
      fieldErrors: { severity: [expect.stringContaining("scores 7.5")] },
    });
    await expect(assess(triager, reference, { vector: "CVSS:3.1/AV:N" })).rejects.toMatchObject({ code: "INVALID" });
    await expect(assess(triager, reference, {})).rejects.toMatchObject({ fieldErrors: { severity: [/Select/] } });
  });

  test("reaches the reporter with its reason from the confirmation on, and not before", async () => {
    const { reference } = await send({ cvss: HIGH });
    await assess(triager, reference, { severity: "low", reason: "It needs the local network." });
    const before = await getReporterReport(as(db, reporter), reference);
    expect(before.severity).toMatchObject({ theirs: { severity: "high" }, ours: null });
    expect(JSON.stringify(before)).not.toContain("local network");
    const confirm = { move: "validate", severity: "medium", version: 3 };
    await moveReport(as(db, triager), reference, moveSchema.parse({ move: "start_checking", version: 2 }));
    await expect(moveReport(as(db, triager), reference, moveSchema.parse(confirm))).rejects.toMatchObject({
      fieldErrors: { severityReason: [expect.stringContaining("why it changes")] },
    });
    const severityReason = "Patients are named in it.";
    await moveReport(as(db, triager), reference, moveSchema.parse({ ...confirm, severityReason, cwe: "113" }));
    const after = await getReporterReport(as(db, reporter), reference);
    expect(after.severity.ours).toMatchObject({ severity: "medium", reason: severityReason });
    expect(after.timeline.map(({ sentence }) => sentence)).toContain("The team rated this medium.");
    expect(after.timeline.map(({ sentence }) => sentence)).not.toContain("The team rated this low.");
    expect((await handlingOf(as(db, triager), reference)).weaknesses).toMatchObject([{ id: 113 }]);
  });
});

test("a CVE id among the references is a flag of the report, until the last one is gone", async () => {
  const { reference } = await send();
  const ctx = as(db, triager);
  const known = async () => (await reportRow(db, reference)).flags.includes("cve");
  await addLink(ctx, reference, { target: "PROJ-12", label: "Not CVE-12" });
  expect(await known()).toBe(false);
  await addLink(ctx, reference, { target: "https://nvd.example/vuln/detail/CVE-2026-12345", label: "" });
  await addLink(ctx, reference, { target: "PROJ-13", label: "for cve-2026-12345" });
  expect(await known()).toBe(true);
  const [, first, second] = (await handlingOf(ctx, reference)).links;
  await removeLink(ctx, reference, first?.id ?? "");
  expect(await known()).toBe(true);
  await removeLink(ctx, reference, second?.id ?? "");
  expect(await known()).toBe(false);
});

describe("the handling of a report", () => {
  test("reads back as it was set, to staff alone", async () => {
    const { reference, reportId } = await send();
    const ctx = as(db, triager);
    await setWeaknesses(ctx, reference, { revision: 0, cwe: "CWE-20\n113" });
    await setVersions(ctx, reference, { revision: 1, affected: ["3.2"], fixed: [] });
    await setTags(ctx, reference, { revision: 2, tags: ["a", "b"] });
    await setTags(ctx, reference, { revision: 3, tags: ["b"] });
    await decidePriority(ctx, reference, ssvcSchema.parse({ revision: 4, ...POINTS }));
    await addLink(ctx, reference, { target: "https://tracker.example/12", label: "The fix" });
    const seen = await handlingOf(ctx, reference);
    expect(seen).toMatchObject({
      revision: 5,
      mayChange: true,
      weaknesses: [{ id: 20, advice: expect.stringContaining("advises against") }, { id: 113 }],
      affected: ["3.2"],
      fixed: [],
      tags: ["b"],
      links: [{ label: "The fix", target: "https://tracker.example/12", href: "https://tracker.example/12" }],
      priorities: [{ table: "ssvc:DT_SP:1.0.0", points: { exploitation: "P", utility: null } }],
      couldWatch: null,
      seenBy: null,
    });
    await removeLink(ctx, reference, seen.links[0]?.id ?? "");
    await expect(removeLink(ctx, reference, seen.links[0]?.id ?? "")).rejects.toMatchObject({ code: "CONFLICT" });
    const types = (await ledgerOf(db, reportId)).map(({ type }) => type).slice(-2);
    expect(types).toEqual(["reference.added", "reference.removed"]);
    for (const actor of [reporter, elsewhere]) {
      await expect(handlingOf(as(db, actor), reference)).rejects.toMatchObject(NOT_FOUND);
    }
    const mine = await getReporterReport(as(db, reporter), reference);
    expect(mine.timeline.map(({ sentence }) => sentence).join(" ")).not.toMatch(/tag|weakness|priority|reference/i);
  });

  test("tags of a restricted report are offered to nobody who may not read it", async () => {
    const [one, two] = [await send(), await send()];
    await setTags(as(db, coordinator), one.reference, { revision: 0, tags: ["quiet-one"] });
    expect((await handlingOf(as(db, triager), two.reference)).knownTags).toContain("quiet-one");
    const { version } = await reportRow(db, one.reference);
    await restrictReport(as(db, coordinator), one.reference, { readers: [], version, reason: "It names a colleague." });
    expect((await handlingOf(as(db, triager), two.reference)).knownTags).not.toContain("quiet-one");
  });
});

describe("following a report", () => {
  test("one does for oneself; a coordinator also for others who read it", async () => {
    const { reference, reportId } = await send();
    await watchReport(as(db, triager), reference, { who: "" });
    expect(await lastEvent(reportId)).toEqual({ type: "watch.started", accountId: triager.accountId });
    await expect(watchReport(as(db, triager), reference, { who: "" })).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await handlingOf(as(db, triager), reference)).watchers).toMatchObject([{ you: true }]);
    await unwatchReport(as(db, triager), reference, { who: "" });
    expect(await lastEvent(reportId)).toEqual({ type: "watch.ended", accountId: triager.accountId });
    await expect(unwatchReport(as(db, triager), reference, { who: "" })).rejects.toMatchObject({ code: "CONFLICT" });

    const other = memberHandle(triager.accountId);
    await expect(
      watchReport(as(db, triager), reference, { who: memberHandle(coordinator.accountId) }),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
    await watchReport(as(db, coordinator), reference, { who: other });
    const auditor = await newStaff(db, smile, "auditor");
    await expect(
      watchReport(as(db, coordinator), reference, { who: memberHandle(auditor.accountId) }),
    ).rejects.toMatchObject({ code: "INVALID" });
    for (const actor of [elsewhere, await newResearcher(db)]) {
      await expect(watchReport(as(db, actor), reference, { who: "" })).rejects.toMatchObject(NOT_FOUND);
    }
    await expect(watchReport(as(db, reporter), reference, { who: "" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("ends for whoever a restriction leaves out", async () => {
    const { reference } = await send();
    await watchReport(as(db, triager), reference, { who: "" });
    const { version } = await reportRow(db, reference);
    await restrictReport(as(db, coordinator), reference, { readers: [], version, reason: "It names a colleague." });
    expect((await handlingOf(as(db, coordinator), reference)).watchers).toEqual([]);
  });
});

describe("who has seen a report", () => {
  test("is known to its coordinators, one look an hour and person (AL-08)", async () => {
    const { reference, reportId } = await send();
    const look = (at: string) => getStaffReport(as(db, triager, at), reference, { seen: true });
    const noon = new Date(Date.now() + 3_600_000);
    const minutes = (n: number) => new Date(noon.getTime() + n * 60_000).toISOString();
    for (const at of [0, 5, 59, 61]) await look(minutes(at));
    await getStaffReport(as(db, triager, minutes(300)), reference, { seen: false });
    const looks = (await ledgerOf(db, reportId)).filter(({ type }) => type === "report.seen");
    expect(looks.map(({ at }) => at.getTime() - noon.getTime() > 3_600_000)).toEqual([false, true]);
    const { seenBy } = await handlingOf(as(db, coordinator), reference);
    expect(seenBy).toMatchObject([{ handle: memberHandle(triager.accountId), times: 2 }]);
    expect((await handlingOf(as(db, triager), reference)).seenBy).toBeNull();
    const { timeline } = await getStaffReport(as(db, coordinator), reference);
    expect(timeline.map(({ sentence }) => sentence).join(" ")).not.toMatch(/seen/);
  });
});

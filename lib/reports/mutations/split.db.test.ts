import { and, eq } from "drizzle-orm";
import { beforeAll, expect, test, vi } from "vitest";
import { attestations, clocks, credits, mails, messages, reports, splitProposals } from "@/db/schema";
import {
  as,
  guest,
  ledgerOf,
  newResearcher,
  newStaff,
  openPortal,
  reportRow,
  sendGuestReport,
  sendReport,
  systemAt,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { replaceCode } from "@/lib/guests/mutations/change-code";
import { claimReport } from "@/lib/guests/mutations/claim";
import { clockEventsOf } from "@/lib/ledger/clock-events";
import { allReceiptKeys, receiptOf } from "@/lib/receipts/queries";
import { verifyReceipt } from "@/lib/receipts/verify";
import { inTransaction } from "@/lib/request/transaction";
import { foldClocks } from "@/lib/sla/fold";
import { addNote, sendMessage } from "@/lib/threads/mutations";
import { exportReport } from "../export/queries";
import { moveSchema } from "../moves";
import { getReporterReport, getStaffReport } from "../queries";
import { newReference } from "../reference";
import { DAYS_TO_ANSWER, type SplitInput } from "../split";
import { addInformation } from "./add";
import { runOf } from "./loaded";
import { moveReport } from "./move";
import { answerSplit, proposeSplit, splitUnanswered, withdrawSplit } from "./split";

vi.mock("../reference", async (original) => {
  const real = await original<typeof import("../reference")>();
  return { ...real, newReference: vi.fn(real.newReference) };
});

const database = await testDatabase();
const db = database.app;

type Role = "reporter" | "triager" | "coordinator" | "auditor" | "elsewhere" | "stranger";
let people: Record<Role, Actor>;
let policy: Awaited<ReturnType<typeof openPortal>>["smile"]["policy"];

beforeAll(async () => {
  const { smile, cardihab } = await openPortal(db);
  policy = smile.policy;
  people = {
    reporter: await newResearcher(db),
    triager: await newStaff(db, smile, "triager"),
    coordinator: await newStaff(db, smile, "coordinator"),
    auditor: await newStaff(db, smile, "auditor"),
    elsewhere: await newStaff(db, cardihab, "coordinator"),
    stranger: await newResearcher(db),
  };
});

const INPUT: SplitInput = {
  text: "This holds two vulnerabilities, and each needs its own fix.",
  parts: [
    {
      title: "Tokens are kept in the log",
      keys: ["steps"],
      details: "The log keeps whole tokens for ever, so whoever reads it can sign in.",
    },
    { title: "Header injection by file name", keys: ["details"], details: "" },
  ],
};
const TYPED = {
  details: "The file name ends the header early, and the log keeps whole tokens.",
  steps: "Press export and look at the log.",
  summary: "canarysummary",
  impact: "canaryimpact",
  contactName: "Ada",
};
const send = () => sendReport(as(db, people.reporter), policy, TYPED);
const propose = (who: Role, reference: string, at?: Date, input = INPUT) =>
  proposeSplit(as(db, people[who], at), reference, input);
const later = (days: number) => new Date(Date.now() + days * 86_400_000);
const inAll = <T>(work: Parameters<typeof inTransaction<T>>[1]) => inTransaction(systemAt(db), work);

/** What an answer names: the proposal as its reader saw it. */
async function proposalOf(reference: string): Promise<string> {
  const { split } = await getStaffReport(as(db, people.coordinator), reference);
  return split.proposal?.messageId ?? "";
}
async function confirm(reference: string, actor: Actor = people.reporter) {
  const proposal = await proposalOf(reference);
  return answerSplit(as(db, actor), reference, { proposal, answer: "confirm", word: "" });
}
const partsOf = (reportId: string) =>
  inAll((tx) => tx.db.select().from(reports).where(eq(reports.splitFrom, reportId)).orderBy(reports.id));

test("each part is a report of its own that keeps the time of the first receipt, and nothing else of the other", async () => {
  const { reference, reportId } = await send();
  await sendMessage(as(db, people.reporter), reference, { text: "canarymessage" });
  await addNote(as(db, people.coordinator), reference, { text: "canarynote" });
  await addInformation(as(db, people.reporter), reference, { about: "", text: "canaryaddition" });
  await moveReport(as(db, people.triager), reference, moveSchema.parse({ move: "start_checking", version: 1 }));
  await propose("coordinator", reference);
  const proposed = await getReporterReport(as(db, people.reporter), reference);
  expect(proposed.split.proposal?.parts).toMatchObject([
    {
      title: "Tokens are kept in the log",
      copied: [expect.any(String)],
      details: "The log keeps whole tokens for ever, so whoever reads it can sign in.",
    },
    { title: "Header injection by file name", details: "" },
  ]);
  expect(await partsOf(reportId)).toEqual([]);

  const { into } = await confirm(reference);
  const parent = await getReporterReport(as(db, people.reporter), reference);
  expect(parent.split).toEqual({ from: null, into, proposal: null });
  expect(parent.timeline.at(-1)).toMatchObject({ reports: into, by: "You" });
  expect((await getStaffReport(as(db, people.triager), reference)).split.into).toEqual(into);
  expect((await exportReport(as(db, people.reporter), reference)).splitInto).toEqual(into);

  const row = await reportRow(db, reference);
  const first = JSON.parse((await receiptOf(as(db, people.reporter), reference)).json).payload;
  for (const [index, child] of into.entries()) {
    const seen = await getReporterReport(as(db, people.reporter), child);
    const staff = await getStaffReport(as(db, people.coordinator), child);
    const exported = await exportReport(as(db, people.reporter), child);
    expect(seen).toMatchObject({
      title: INPUT.parts[index]?.title,
      receivedAt: parent.receivedAt,
      policy: parent.policy,
      state: "acknowledged",
      messages: [],
      split: { from: reference, into: [] },
    });
    expect(staff.notes).toEqual([]);
    expect(exported.splitFrom).toBe(reference);
    expect(JSON.stringify([seen, staff, exported])).not.toMatch(/canary/);
    expect(seen.answers.contactName).toBe("Ada");
    expect(seen.credits).toMatchObject([{ mine: true, consent: "pending" }]);

    // Word for word the promises of the first receipt, under a signature and a reference of its own.
    const receipt = await receiptOf(as(db, people.reporter), child);
    const checked = verifyReceipt(receipt.json, await keys());
    expect(exported.receipt).toEqual(JSON.parse(receipt.json));
    expect(checked.ok && checked.payload).toMatchObject({
      reference: child,
      splitFrom: reference,
      receivedAt: first.receivedAt,
      commitments: first.commitments,
      policy: first.policy,
      calendarVersion: first.calendarVersion,
    });
    const own = await reportRow(db, child);
    expect(own).toMatchObject({
      flags: row.flags,
      calendarVersionId: row.calendarVersionId,
      reporterId: row.reporterId,
    });
    const sworn = (id: string) => inAll((tx) => tx.db.select().from(attestations).where(eq(attestations.reportId, id)));
    expect((await sworn(own.id)).length).toBe((await sworn(row.id)).length);

    // Due dates are those of the other report, and what met a promise there meets it here.
    const [there, here] = [await runsIn(row.id), await runsIn(own.id)];
    for (const clock of ["acknowledge", "first_response", "verify"]) {
      const [theirs, ours] = [there, here].map((runs) => runs.find((run) => run.clock === clock));
      expect(ours && { ...ours, derivation: [] }, clock).toEqual(theirs && { ...theirs, derivation: [] });
    }
    const folded = foldClocks(
      (await ledgerOf(db, own.id)).flatMap(({ at, payload }) => clockEventsOf(at.toISOString(), payload)),
    );
    expect(here).toEqual(folded);
  }
});

const keys = () => allReceiptKeys(systemAt(db));
async function runsIn(reportId: string) {
  const rows = await inAll((tx) => tx.db.select().from(clocks).where(eq(clocks.reportId, reportId)));
  return foldOrder(rows.map(runOf));
}
const ORDER = ["acknowledge", "first_response", "verify", "fix", "next_update"];
const foldOrder = (runs: ReturnType<typeof runOf>[]) =>
  runs.sort((a, b) => ORDER.indexOf(a.clock) - ORDER.indexOf(b.clock) || a.run - b.run);

test.each([
  ["triager", "FORBIDDEN"],
  ["reporter", "FORBIDDEN"],
  ["auditor", "NOT_FOUND"],
  ["elsewhere", "NOT_FOUND"],
  ["stranger", "NOT_FOUND"],
] as const)("a %s may neither propose, take back nor go ahead: %s", async (who, code) => {
  const { reference, reportId } = await send();
  await expect(propose(who, reference)).rejects.toMatchObject({ code });
  await propose("coordinator", reference);
  const proposal = await proposalOf(reference);
  await expect(withdrawSplit(as(db, people[who]), reference, { proposal })).rejects.toMatchObject({ code });
  const after = as(db, people[who], later(DAYS_TO_ANSWER + 1));
  await expect(splitUnanswered(after, reference, { proposal })).rejects.toMatchObject({ code });
  expect(await partsOf(reportId)).toEqual([]);
  if (code === "NOT_FOUND") {
    expect(await inTransaction(as(db, people[who]), (tx) => tx.db.select().from(splitProposals))).toEqual([]);
  }
});

test("nobody but the reporter answers", async () => {
  const { reference, reportId } = await send();
  await propose("coordinator", reference);
  for (const [who, code] of [
    ["coordinator", "FORBIDDEN"],
    ["triager", "FORBIDDEN"],
    ["stranger", "NOT_FOUND"],
  ] as const) {
    const proposal = await proposalOf(reference);
    const yes = answerSplit(as(db, people[who]), reference, { proposal, answer: "confirm", word: "" });
    await expect(yes, who).rejects.toMatchObject({ code });
  }
  expect(await partsOf(reportId)).toEqual([]);
});

test("a no splits nothing, is a message, and leaves room for another proposal, which an old answer does not reach", async () => {
  const { reference, reportId } = await send();
  await propose("coordinator", reference);
  await expect(propose("coordinator", reference)).rejects.toMatchObject({ code: "CONFLICT" });
  const old = await proposalOf(reference);
  await answerSplit(as(db, people.reporter), reference, { proposal: old, answer: "decline", word: "They are one." });
  expect((await getStaffReport(as(db, people.coordinator), reference)).messages.at(-1)?.html).toContain(
    "They are one.",
  );
  await propose("coordinator", reference);
  const stale = answerSplit(as(db, people.reporter), reference, { proposal: old, answer: "confirm", word: "" });
  await expect(stale).rejects.toMatchObject({ code: "CONFLICT" });
  await withdrawSplit(as(db, people.coordinator), reference, { proposal: await proposalOf(reference) });
  expect(await partsOf(reportId)).toEqual([]);
  expect((await ledgerOf(db, reportId)).map(({ type }) => type).filter((type) => type.startsWith("split."))).toEqual([
    "split.proposed",
    "split.declined",
    "split.proposed",
    "split.withdrawn",
  ]);
});

test("of two answers at once one splits the report", async () => {
  const { reference, reportId } = await send();
  await propose("coordinator", reference);
  const both = await Promise.allSettled([confirm(reference), confirm(reference)]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "CONFLICT" } });
  expect(await partsOf(reportId)).toHaveLength(2);
});

test("a coordinator goes ahead without an answer after seven days, not before", async () => {
  const { reference, reportId } = await send();
  await propose("coordinator", reference);
  const proposal = await proposalOf(reference);
  const ahead = (days: number) => splitUnanswered(as(db, people.coordinator, later(days)), reference, { proposal });
  await expect(ahead(DAYS_TO_ANSWER - 1)).rejects.toMatchObject({ code: "CONFLICT" });
  const { into } = await ahead(DAYS_TO_ANSWER + 1);
  expect((await partsOf(reportId)).map((row) => row.reference)).toEqual(into);
  const { timeline } = await getReporterReport(as(db, people.reporter), reference);
  expect(timeline.at(-1)?.sentence).toContain("no answer had come in seven days");
});

test("a closed report, a part, and one whose copied answer is gone are refused; nothing is half done", async () => {
  const { reference, reportId } = await send();
  await propose("coordinator", reference);
  const { into } = await confirm(reference);
  await expect(propose("coordinator", into[0] ?? "")).rejects.toMatchObject({ code: "CONFLICT" });

  await propose("coordinator", reference, undefined, { ...INPUT, parts: INPUT.parts.slice(0, 1) });
  const before = await ledgerOf(db, reportId);
  const { version } = await reportRow(db, reference);
  await moveReport(as(db, people.reporter), reference, moveSchema.parse({ move: "withdraw", version }));
  await expect(confirm(reference)).rejects.toMatchObject({ code: "CONFLICT" });
  expect(await partsOf(reportId)).toHaveLength(2);
  expect((await ledgerOf(db, reportId)).slice(before.length).map(({ type }) => type)).not.toContain("report.split");
  await expect(propose("coordinator", reference)).rejects.toMatchObject({ code: "CONFLICT" });
});

test("when one part cannot be stored, none is", async () => {
  const { reference, reportId } = await send();
  await propose("coordinator", reference);
  const proposal = await proposalOf(reference);
  // The reference of the second part is taken by the first, however often another is drawn.
  const taken = newReference("SDH");
  for (let draw = 0; draw < 6; draw += 1) vi.mocked(newReference).mockReturnValueOnce(taken);
  await expect(confirm(reference)).rejects.toThrow("no reference is free");
  expect(await partsOf(reportId)).toEqual([]);
  expect(await proposalOf(reference)).toBe(proposal);
});

test("a guest's code opens the parts, a new code opens them all, and claiming takes them all", async () => {
  const { reference, reportId, holder, code } = await sendGuestReport(db, policy, TYPED);
  await propose("coordinator", reference);
  const { into } = await confirm(reference, holder);
  const [child = ""] = into;
  expect((await getReporterReport(as(db, holder), child)).split.from).toBe(reference);

  const renewed = await replaceCode(as(db, holder), child);
  await expect(getReporterReport(as(db, holder), reference)).rejects.toMatchObject({ code: "NOT_FOUND" });
  const again = guest({ codes: [renewed.code] });
  for (const each of [reference, ...into]) expect((await getReporterReport(as(db, again), each)).reference).toBe(each);
  expect(renewed.code).not.toBe(code);

  const entry = { reference, code: renewed.code, network: "test" };
  await claimReport(as(db, people.reporter), entry);
  for (const each of into) {
    const seen = await getReporterReport(as(db, people.reporter), each);
    expect(seen.credits).toMatchObject([{ mine: true }]);
  }
  const left = await inAll((tx) =>
    tx.db
      .select()
      .from(credits)
      .innerJoin(reports, eq(reports.id, credits.reportId))
      .where(and(eq(reports.splitFrom, reportId), eq(credits.ofGuest, true))),
  );
  expect(left).toEqual([]);
});

test("mails say that there is something to read, and the thread holds what", async () => {
  const { reference, reportId } = await send();
  const count = () => inAll((tx) => tx.db.select({ template: mails.template }).from(mails).orderBy(mails.id));
  const before = (await count()).length;
  await propose("coordinator", reference);
  await confirm(reference);
  const templates = (await count()).slice(before).map(({ template }) => template);
  expect(templates).toEqual(expect.arrayContaining(["report_news", "staff_news"]));
  const thread = await inAll((tx) => tx.db.select().from(messages).where(eq(messages.reportId, reportId)));
  expect(thread).toHaveLength(1);
});

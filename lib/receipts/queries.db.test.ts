import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import {
  as,
  newResearcher,
  newStaff,
  openPortal,
  sendReport,
  systemAt,
  type TestProgram,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { exportReport } from "@/lib/reports/export/queries";
import { getStaffReport } from "@/lib/reports/queries";
import { addNote, sendMessage } from "@/lib/threads/mutations";
import { compareAnswers } from "./leaves";
import { ensureReceiptKey } from "./mutations";
import { allReceiptKeys, receiptOf } from "./queries";
import { readReceipt } from "./read";
import { verifyReceipt } from "./verify";

const database = await testDatabase();
const db = database.app;
const RECEIVED = "2025-06-27T20:00:00Z";
let smile: TestProgram;
let cardihab: TestProgram;
let ann: Actor;
let strangers: Actor[];
let team: Actor[];

beforeAll(async () => {
  ({ smile, cardihab } = await openPortal(db));
  ann = await newResearcher(db);
  team = [await newStaff(db, smile, "coordinator"), await newStaff(db, smile, "triager")];
  strangers = [
    await newResearcher(db),
    await newStaff(db, cardihab, "coordinator"),
    await newStaff(db, smile, "admin"),
    { kind: "anonymous" },
  ];
});

describe("the receipt of a report", () => {
  test("verifies with the published keys and is pinned to the policy and its dates", async () => {
    const { reference } = await sendReport(as(db, ann, RECEIVED), smile.policy);
    const { json, document, zone } = await receiptOf(as(db, ann), reference);
    const verdict = verifyReceipt(json, await allReceiptKeys(systemAt(db)));
    expect(verdict).toMatchObject({ ok: true, payload: { reference, program: smile.slug, channel: "web" } });
    expect(zone).toBe("America/Toronto");
    if (!verdict.ok) return;
    expect(verdict.payload.policy.version).toBe(document.version);
    expect(verdict.payload.commitments).toContainEqual({
      clock: "acknowledge",
      rigidity: "MUST",
      amount: 2,
      unit: "business_day",
      due: "2025-07-03T04:00:00.000Z",
    });
    expect(verdict.payload.commitments).toContainEqual({
      clock: "verify",
      rigidity: "TYPICAL",
      amount: 1,
      unit: "week",
      due: "2025-07-05T04:00:00.000Z",
    });
    // Aims of ours are no promise of the policy.
    expect(verdict.payload.commitments.map(({ clock }) => clock)).not.toContain("next_update");
  });

  test("is the same bytes for ever, and one flipped byte is refused", async () => {
    const { reference } = await sendReport(as(db, ann), smile.policy);
    const { json } = await receiptOf(as(db, ann), reference);
    await sendMessage(as(db, ann), reference, { text: "One more thing." });
    expect((await receiptOf(as(db, ann), reference)).json).toBe(json);
    const keys = await allReceiptKeys(systemAt(db));
    const bytes = Buffer.from(json);
    for (let index = 0; index < bytes.length; index += 37) {
      const flipped = Buffer.from(bytes);
      flipped[index] = (bytes[index] ?? 0) ^ 2;
      expect(verifyReceipt(new Uint8Array(flipped), keys).ok).toBe(false);
    }
  });

  test("promises only what its own policy does", async () => {
    const { reference } = await sendReport(as(db, ann), cardihab.policy);
    const read = readReceipt((await receiptOf(as(db, ann), reference)).json);
    expect(read.ok && read.receipt.payload.commitments.map(({ clock }) => clock)).toEqual(["first_response"]);
  });

  test("is not there for anybody but its reporter, the team included", async () => {
    const { reference } = await sendReport(as(db, ann), smile.policy);
    for (const actor of [...strangers, ...team]) {
      await expect(receiptOf(as(db, actor), reference)).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(exportReport(as(db, actor), reference)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    await expect(receiptOf(as(db, ann), "SDH-0000-0000")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("the published keys", () => {
  test("hold public halves only, and a second start makes no second key", async () => {
    await ensureReceiptKey(systemAt(db));
    const { keys } = await allReceiptKeys(as(db, { kind: "anonymous" }));
    expect(keys).toHaveLength(1);
    expect(Object.keys(keys[0] ?? {}).sort()).toEqual(["alg", "crv", "kid", "kty", "use", "x"]);
  });
});

describe("the reporter's export", () => {
  test("proves each answer against the receipt, and holds both sides of the thread", async () => {
    const { reference } = await sendReport(as(db, ann), smile.policy, { title: "Open redirect in /return" });
    const [coordinator = ann] = team;
    await sendMessage(as(db, coordinator), reference, { text: "Thank you, we are on it." });
    await sendMessage(as(db, ann), reference, { text: "Glad to hear." });
    const exported = await exportReport(as(db, ann), reference);
    const read = readReceipt((await receiptOf(as(db, ann), reference)).json);
    if (!read.ok) throw new Error(read.reason);
    expect(exported.receipt).toEqual(read.receipt);
    const verdicts = compareAnswers(read.receipt.payload.answers.leaves, exported.answers);
    expect(new Set(Object.values(verdicts))).toEqual(new Set(["proven"]));
    expect(exported.answers.title?.value).toBe("Open redirect in /return");
    expect(exported.messages.map(({ from, text }) => [from, text])).toEqual([
      ["team", "Thank you, we are on it."],
      ["you", "Glad to hear."],
    ]);
    expect(exported.timeline[0]?.sentence).toContain("We received your report");
  });

  test("gives a proof of concept byte by byte, as the team's page does (MD-09)", async () => {
    const poc = "curl -s \\\n\t'https://x.example/?q=a  b'  \n\u001b[31mred\u001b[0m\n\n  trailing  \nno end";
    // A browser ends the lines of a form with CR and LF.
    const { reference } = await sendReport(as(db, ann), smile.policy, { poc: poc.replaceAll("\n", "\r\n") });
    const hash = (text: unknown) => createHash("sha256").update(String(text)).digest("hex");
    const exported = JSON.parse(JSON.stringify(await exportReport(as(db, ann), reference)));
    expect(hash(exported.answers.poc.value)).toBe(hash(poc));
    const [triager = ann] = team;
    const page = await getStaffReport(as(db, triager), reference);
    expect(hash(page.answers.poc)).toBe(hash(poc));
  });

  test("holds nothing that is for the team alone", async () => {
    const { reference } = await sendReport(as(db, ann), smile.policy);
    const [coordinator = ann] = team;
    await addNote(as(db, coordinator), reference, { text: "A-NOTE-OF-THE-TEAM" });
    const text = JSON.stringify(await exportReport(as(db, ann), reference));
    expect(text).not.toContain("A-NOTE-OF-THE-TEAM");
    expect(text).not.toMatch(/internal note/i);
    expect(text).not.toContain(coordinator.kind === "staff" ? coordinator.accountId : "-");
  });
});

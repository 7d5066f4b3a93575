import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { messages, messageVersions } from "@/db/schema";
import {
  as,
  guest,
  ledgerOf,
  openPortalWithPeople,
  sendGuestReport,
  sendReport,
  systemAt,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { newReceiptCode } from "@/lib/guests/code-hash";
import { moveSchema } from "@/lib/reports/moves";
import { moveReport } from "@/lib/reports/mutations/move";
import { getReporterReport, getStaffReport } from "@/lib/reports/queries";
import { inTransaction } from "@/lib/request/transaction";
import { saveReplyDraft } from "../drafts/mutations";
import { writeMessage } from "../held/mutations";
import { addNote, sendMessage } from "../mutations";
import { editMessage, withholdMessage } from "./mutations";

const database = await testDatabase();
const db = database.app;
const { smile, people } = await openPortalWithPeople(db);

type Person = keyof typeof people;
const send = () => sendReport(as(db, people.ann), smile.policy);
const later = (ms: number) => new Date(Date.now() + ms);
const text = (html: string | undefined) => html?.replaceAll(/<[^>]+>/g, "").trim();

async function written(who: Person, words: string) {
  const { reference, reportId } = await send();
  const { messageId } = await sendMessage(as(db, people[who]), reference, { text: words });
  return { reference, reportId, messageId };
}
const edits = (who: Person, reference: string, messageId: string, words: string, sure = false) =>
  editMessage(as(db, people[who], later(60_000)), reference, messageId, { text: words, sure });
const withholds = (who: Person, reference: string, messageId: string, reason = "It named a patient.") =>
  withholdMessage(as(db, people[who]), reference, messageId, { reason });

describe("changing a message", () => {
  test("keeps what it said before for both sides, and the other side finds it new", async () => {
    const { reference, reportId, messageId } = await written("triager", "By Monday.");
    await getReporterReport(as(db, people.ann, later(1000)), reference, { seen: true });
    await edits("triager", reference, messageId, "By Tuesday.");
    const [theirs] = (await getReporterReport(as(db, people.ann, later(61_000)), reference)).messages;
    expect(theirs).toMatchObject({ unread: true, editedAt: expect.any(String) });
    expect([text(theirs?.html), theirs?.versions.map(({ html }) => text(html))]).toEqual([
      "By Tuesday.",
      ["By Monday."],
    ]);
    expect((await ledgerOf(db, reportId)).at(-1)?.payload).toEqual({
      type: "message.edited",
      messageId,
      side: "staff",
    });
    const [ours] = (await getStaffReport(as(db, people.coordinator), reference)).messages;
    expect(ours).toMatchObject({ delivery: { state: "sent" }, mayEdit: false });
  });

  test("is its writer's alone, and never of the words of a decision", async () => {
    const { reference, messageId } = await written("triager", "By Monday.");
    for (const [who, code] of [
      ["coordinator", "FORBIDDEN"],
      ["ann", "FORBIDDEN"],
      ["bob", "NOT_FOUND"],
      ["elsewhere", "NOT_FOUND"],
    ] as const) {
      await expect(edits(who, reference, messageId, "Never.")).rejects.toMatchObject({ code });
    }
    await expect(edits("triager", reference, messageId, "")).rejects.toMatchObject({ code: "INVALID" });
    await expect(edits("triager", reference, messageId, "https://a:bcdefg@x.example/")).rejects.toMatchObject({
      values: { secrets: "yes" },
    });
    const rejected = moveSchema.parse({
      move: "reject",
      version: 2,
      text: "Out of scope.",
      resolution: "not_reproducible",
    });
    const { messageId: decision } = await moveReport(as(db, people.triager), reference, rejected);
    await expect(edits("triager", reference, decision ?? "", "In scope.")).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("twice at the same time leaves both earlier texts", async () => {
    const { reference, messageId } = await written("ann", "One.");
    await Promise.all([edits("ann", reference, messageId, "Two."), edits("ann", reference, messageId, "Three.")]);
    const [message] = (await getStaffReport(as(db, people.triager), reference)).messages;
    expect([...(message?.versions ?? []), message].map((one) => text(one?.html)).sort()).toEqual([
      "One.",
      "Three.",
      "Two.",
    ]);
  });
});

describe("withholding a message", () => {
  test("removes its text and every earlier one; reason and time stay for both sides", async () => {
    const { reference, reportId, messageId } = await written("ann", "The patient is Zyxwv.");
    await edits("ann", reference, messageId, "The patient is Zyxwv Uts.");
    await withholds("coordinator", reference, messageId);
    for (const report of [
      await getReporterReport(as(db, people.ann), reference),
      await getStaffReport(as(db, people.triager), reference),
    ]) {
      expect(report.messages).toEqual([
        expect.objectContaining({
          html: "",
          versions: [],
          withheld: { at: expect.any(String), reason: "It named a patient." },
        }),
      ]);
      expect(JSON.stringify(report)).not.toContain("Zyxwv");
    }
    const kept = await inTransaction(systemAt(db), async (tx) => [
      ...(await tx.db.select().from(messageVersions).where(eq(messageVersions.reportId, reportId))),
      ...(await tx.db.select().from(messages).where(eq(messages.reportId, reportId))),
    ]);
    // An empty text under the format byte, a nonce and a tag.
    expect(kept.map(({ bodySealed }) => bodySealed.length)).toEqual([29]);
    await expect(withholds("coordinator", reference, messageId)).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(edits("ann", reference, messageId, "Again.")).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("is for its writer and for a coordinator", async () => {
    const { reference, messageId } = await written("ann", "Take this away.");
    await expect(withholds("triager", reference, messageId)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(withholds("bob", reference, messageId)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(withholds("ann", reference, messageId, "")).rejects.toMatchObject({ code: "INVALID" });
    await withholds("ann", reference, messageId);
    const held = await writeMessage(as(db, people.ann), reference, { text: "Wait.", seen: messageId, sure: false });
    await expect(withholds("ann", reference, held.messageId)).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

describe("a draft of a reply", () => {
  const keeps = (actor: Actor, reference: string, words: string, kind: "reply" | "note" = "reply") =>
    saveReplyDraft(as(db, actor), reference, { kind, text: words });

  test("is its writer's alone, one a composer, and forgotten by what is sent", async () => {
    const { reference } = await send();
    await keeps(people.triager, reference, "We are lo");
    await keeps(people.triager, reference, "We are looking.");
    await keeps(people.triager, reference, "Looks real.", "note");
    await keeps(people.ann, reference, "Any news?");
    const page = (who: Person) => getStaffReport(as(db, people[who]), reference);
    expect(await page("triager")).toMatchObject({
      replyDraft: { text: "We are looking." },
      noteDraft: { text: "Looks real." },
    });
    expect(await page("coordinator")).toMatchObject({ replyDraft: null, noteDraft: null });
    expect((await getReporterReport(as(db, people.ann), reference)).replyDraft?.text).toBe("Any news?");
    await writeMessage(as(db, people.triager), reference, { text: "We are looking.", seen: "", sure: false });
    expect(await page("triager")).toMatchObject({ replyDraft: null, noteDraft: { text: "Looks real." } });
    await addNote(as(db, people.triager), reference, { text: "Looks real." });
    expect((await page("triager")).noteDraft).toBeNull();
    await keeps(people.ann, reference, "");
    expect((await getReporterReport(as(db, people.ann), reference)).replyDraft).toBeNull();
  });

  test("of a guest opens by the code of their report alone", async () => {
    const { reference, holder } = await sendGuestReport(db, smile.policy);
    await keeps(holder, reference, "I forgot one thing.");
    expect((await getReporterReport(as(db, holder), reference)).replyDraft?.text).toBe("I forgot one thing.");
    expect((await getStaffReport(as(db, people.triager), reference)).replyDraft).toBeNull();
    const other = guest({ codes: [newReceiptCode()] });
    await expect(keeps(other, reference, "Mine now.")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("is nobody's who does not write there; a reporter has no notes", async () => {
    const { reference } = await send();
    await expect(keeps(people.bob, reference, "x")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(keeps(people.elsewhere, reference, "x")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(keeps(people.ann, reference, "x", "note")).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

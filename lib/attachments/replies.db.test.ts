import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { attachments, internalNotes } from "@/db/schema";
import {
  as,
  newResearcher,
  newStaff,
  openPortal,
  sendGuestReport,
  sendReport,
  systemAt,
  type TestProgram,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { getReporterReport, getStaffReport } from "@/lib/reports/queries";
import { inTransaction } from "@/lib/request/transaction";
import { withholdMessage } from "@/lib/threads/changes/mutations";
import { releaseMessage, takeBack, writeMessage } from "@/lib/threads/held/mutations";
import { addNote } from "@/lib/threads/mutations";
import { beginUpload } from "./mutations/begin-upload";
import { openFile } from "./mutations/open";
import { removeFile } from "./mutations/remove";
import { sweepFiles, WAITING_DAYS } from "./mutations/sweep";
import { ownFileStore, someText, upload } from "./uploads.test-data";

const database = await testDatabase();
const db = database.app;
ownFileStore();
let smile: TestProgram;
let people: Record<"ann" | "bob" | "triager" | "coordinator" | "elsewhere" | "auditor", Actor>;
let reference: string;

beforeAll(async () => {
  const portal = await openPortal(db);
  smile = portal.smile;
  people = {
    ann: await newResearcher(db),
    bob: await newResearcher(db),
    triager: await newStaff(db, smile, "triager"),
    coordinator: await newStaff(db, smile, "coordinator"),
    elsewhere: await newStaff(db, portal.cardihab, "coordinator"),
    auditor: await newStaff(db, smile, "auditor"),
  };
});

beforeEach(async () => {
  ({ reference } = await sendReport(as(db, people.ann), smile.policy));
});

type Person = keyof typeof people;
const by = (who: Person) => as(db, people[who]);
const attach = (who: Person, kind: "reply" | "note", name = "proof.txt") =>
  upload(by(who), `${kind}:${reference}`, name, someText(2000));
const write = (who: Person, files: string[], text = "See the file.") =>
  writeMessage(by(who), reference, { text, files, seen: "", sure: false });
const opens = (who: Person, publicId: string) =>
  openFile(by(who), { publicId, acknowledged: false, taken: true }).then(
    () => true,
    (error: { code: string }) => error.code,
  );
const rowOf = async (publicId: string) =>
  (
    await inTransaction(systemAt(db), (tx) =>
      tx.db.select().from(attachments).where(eq(attachments.publicId, publicId)),
    )
  )[0];

describe("a file of a message", () => {
  test("waits for its uploader alone, is the writer's while the message is held, and then both sides'", async () => {
    const file = await attach("ann", "reply");
    expect(await opens("ann", file)).toBe(true);
    for (const other of ["bob", "triager", "coordinator", "elsewhere", "auditor"] as const) {
      expect(await opens(other, file)).toBe("NOT_FOUND");
    }
    expect((await getReporterReport(by("ann"), reference)).replyFiles).toMatchObject([{ id: file, name: "proof.txt" }]);

    const { messageId } = await write("ann", [file]);
    expect(await opens("ann", file)).toBe(true);
    expect(await opens("triager", file)).toBe("NOT_FOUND");
    const held = await getStaffReport(by("triager"), reference);
    expect([held.files, held.messages]).toEqual([[], []]);
    const own = await getReporterReport(by("ann"), reference);
    expect(own.replyFiles).toEqual([]);
    expect(own.messages).toMatchObject([{ id: messageId, files: [{ id: file }] }]);

    await releaseMessage(systemAt(db), messageId);
    expect(await opens("triager", file)).toBe(true);
    const shown = await getStaffReport(by("triager"), reference);
    expect(shown.files).toMatchObject([{ id: file, cameWith: { kind: "message", id: messageId } }]);
    expect(shown.messages).toMatchObject([{ files: [{ id: file }] }]);
    for (const other of ["bob", "elsewhere", "auditor"] as const) expect(await opens(other, file)).toBe("NOT_FOUND");
    await expect(removeFile(by("ann"), { publicId: file })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("undone, waits beside the text again; the reader of the other side never had it", async () => {
    const file = await attach("triager", "reply");
    const { messageId } = await write("triager", [file]);
    await takeBack(by("triager"), reference, messageId);
    expect(await getStaffReport(by("triager"), reference)).toMatchObject({
      messages: [],
      files: [],
      replyFiles: [{ id: file }],
      replyDraft: { text: "See the file." },
    });
    expect(await opens("ann", file)).toBe("NOT_FOUND");
    expect(await opens("coordinator", file)).toBe("NOT_FOUND");
    await removeFile(by("triager"), { publicId: file });
    expect(await opens("triager", file)).toBe("NOT_FOUND");
  });

  test("may be all of a message, and is withheld with it for good (AZ-08)", async () => {
    const file = await attach("ann", "reply");
    const { messageId } = await write("ann", [file], "");
    await releaseMessage(systemAt(db), messageId);
    await withholdMessage(by("ann"), reference, messageId, { reason: "It names a patient." });
    for (const who of ["ann", "triager"] as const) expect(await opens(who, file)).toBe("NOT_FOUND");
    expect((await getStaffReport(by("triager"), reference)).files).toEqual([]);
    await sweepFiles(systemAt(db));
    expect(await rowOf(file)).toBeUndefined();
  });

  test("is refused with the message while it is not whole, or is somebody else's; what waits stays, and nothing is sent", async () => {
    const half = await beginUpload(by("ann"), { place: `reply:${reference}`, name: "half.txt", size: 10, modified: 0 });
    await expect(write("ann", [half.publicId])).rejects.toMatchObject({
      code: "INVALID",
      fieldErrors: { files: [expect.stringContaining("half.txt is not uploaded completely")] },
    });
    const theirs = await attach("triager", "reply");
    for (const files of [[theirs], ["0".repeat(32)]]) {
      await expect(write("ann", files)).rejects.toMatchObject({
        code: "INVALID",
        fieldErrors: { files: expect.any(Array) },
      });
    }
    expect((await getReporterReport(by("ann"), reference)).messages).toEqual([]);
    expect(await rowOf(theirs)).toMatchObject({ messageId: null, reportId: null });
  });

  test("that is never sent waits thirty days, and is then gone", async () => {
    const file = await attach("ann", "reply");
    const inDays = (days: number) => systemAt(db, new Date(Date.now() + days * 86_400_000));
    await sweepFiles(inDays(WAITING_DAYS - 1));
    expect(await opens("ann", file)).toBe(true);
    await sweepFiles(inDays(WAITING_DAYS + 1));
    expect(await rowOf(file)).toBeUndefined();
  });

  test("is taken from nobody who does not write there", async () => {
    for (const who of ["bob", "elsewhere", "auditor"] as const) {
      await expect(attach(who, "reply")).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    await expect(attach("ann", "note")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(upload(by("ann"), "mail:x", "a.txt", someText(9))).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("goes with a guest's message by their code alone", async () => {
    const sent = await sendGuestReport(db, smile.policy);
    const holder = as(db, sent.holder);
    const file = await upload(holder, `reply:${sent.reference}`, "guest.txt", someText(100));
    const { messageId } = await writeMessage(holder, sent.reference, {
      text: "",
      files: [file],
      seen: "",
      sure: false,
    });
    expect(await opens("triager", file)).toBe("NOT_FOUND");
    await releaseMessage(systemAt(db), messageId);
    expect(await opens("triager", file)).toBe(true);
    expect(await opens("ann", file)).toBe("NOT_FOUND");
  });
});

describe("a file of an internal note", () => {
  test("is for the staff who read the report; the reporter reaches it by no way (AZ-06)", async () => {
    const file = await attach("triager", "note", "between-us.txt");
    await addNote(by("triager"), reference, { text: "", files: [file] });
    expect(await opens("coordinator", file)).toBe(true);
    const shown = await getStaffReport(by("coordinator"), reference);
    expect(shown.notes).toHaveLength(1);
    expect(shown.files).toMatchObject([{ id: file, cameWith: { kind: "note", id: shown.notes[0]?.id } }]);
    for (const who of ["ann", "bob", "elsewhere", "auditor"] as const) expect(await opens(who, file)).toBe("NOT_FOUND");
    expect((await getReporterReport(by("ann"), reference)).files).toEqual([]);
    // Row security alone, past every query of ours.
    const rows = await inTransaction(by("ann"), (tx) => tx.db.select({ id: attachments.publicId }).from(attachments));
    expect(rows).not.toContainEqual({ id: file });
    const [note] = await inTransaction(systemAt(db), (tx) => tx.db.select().from(internalNotes).limit(1));
    expect(note).toBeDefined();
  });
});

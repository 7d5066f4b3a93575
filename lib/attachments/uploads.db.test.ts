import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { eq, sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { attachments } from "@/db/schema";
import {
  as,
  newResearcher,
  newStaff,
  openPortal,
  systemAt,
  type TestProgram,
  writeDraft,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { receiptOf } from "@/lib/receipts/queries";
import { receiptSchema } from "@/lib/receipts/schema";
import { deleteDraft, startDraft } from "@/lib/reports/drafts/mutations";
import { submitReport } from "@/lib/reports/mutations/submit";
import { takePoint } from "@/lib/request/rate-limit";
import { inTransaction } from "@/lib/request/transaction";
import { fileStore } from "@/lib/storage/configured";
import { CHUNK_BYTES } from "@/lib/vault/stream";
import { UPLOAD_LIMITS } from "./accepted";
import { beginUpload } from "./mutations/begin-upload";
import { receivePart } from "./mutations/receive-part";
import { removeFile } from "./mutations/remove";
import { storeWhole } from "./mutations/store-whole";
import { sweepFiles } from "./mutations/sweep";
import { listDraftFiles, uploadProgress } from "./queries";
import { FREE_RESERVE_BYTES } from "./room";
import { inPieces, ownFileStore, sha256, someText, upload } from "./uploads.test-data";

const database = await testDatabase();
const db = database.app;
let smile: TestProgram;
let ann: Actor;
let bob: Actor;
let triager: Actor;
let free = Number.MAX_SAFE_INTEGER;
const { directory } = ownFileStore(() => free);

beforeAll(async () => {
  ({ smile } = await openPortal(db));
  ann = await newResearcher(db);
  bob = await newResearcher(db);
  triager = await newStaff(db, smile, "triager");
});

beforeEach(async () => {
  free = Number.MAX_SAFE_INTEGER;
  await db.execute(sql`delete from rate_limits`);
});

const begin = async (actor = ann) => (await startDraft(as(db, actor), { programSlug: smile.slug })).publicId;
const refusal = (sentence: string) => expect.objectContaining({ code: "INVALID", message: sentence });

function stored(): string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((name) => join(directory, name))
    .filter((path) => statSync(path).isFile());
}

async function rowOf(publicId: string) {
  const [row] = await inTransaction(systemAt(db), (tx) =>
    tx.db.select().from(attachments).where(eq(attachments.publicId, publicId)),
  );
  return row;
}

describe("a resumable upload", () => {
  test("arrives whole, hashed, and lies sealed with nothing of it or its name readable", async () => {
    const draft = await begin();
    const content = Buffer.concat([Buffer.from("CANARY-file-content "), someText(CHUNK_BYTES * 2)]);
    const publicId = await upload(as(db, ann), draft, "CANARY-file-name.txt", content);
    expect(await listDraftFiles(as(db, ann), draft)).toMatchObject([
      { id: publicId, name: "CANARY-file-name.txt", size: content.length, received: content.length, state: "ready" },
    ]);
    const row = await rowOf(publicId);
    expect(row).toMatchObject({
      sha256: sha256(content),
      declared: "txt",
      sniffed: "text",
      locked: false,
      scan: "off",
    });
    for (const path of stored()) {
      const bytes = readFileSync(path);
      expect(bytes.includes("CANARY-file")).toBe(false);
      expect(path).not.toContain(row?.sha256);
      expect(statSync(path).mode & 0o777).toBe(0o600);
    }
    const [plain] = await inTransaction(systemAt(db), (tx) =>
      tx.db.execute<{ n: number }>(sql`select count(*)::int n from attachments a where a::text like '%CANARY%'`),
    );
    expect(plain?.n).toBe(0);
  });

  test("cut anywhere, goes on where the last whole chunk ended, and keeps its hash (FT-05, UP-10)", async () => {
    const content = someText(CHUNK_BYTES * 4 + 99);
    const draft = await begin();
    const ctx = as(db, ann);
    const { publicId } = await beginUpload(ctx, {
      place: draft,
      name: "a.log",
      size: content.length,
      modified: 7,
    });
    const part = (from: number, to: number) =>
      receivePart(ctx, { publicId, offset: from, source: inPieces(content.subarray(from, to)) });
    expect(await part(0, CHUNK_BYTES + 5)).toEqual({ offset: CHUNK_BYTES });
    expect(await part(CHUNK_BYTES, CHUNK_BYTES + 5)).toEqual({ offset: CHUNK_BYTES });
    expect(await part(CHUNK_BYTES, CHUNK_BYTES * 3)).toEqual({ offset: CHUNK_BYTES * 3 });
    expect(await listDraftFiles(ctx, draft)).toMatchObject([
      { state: "uploading", received: CHUNK_BYTES * 3, modified: 7, sha256: null },
    ]);
    expect(await part(CHUNK_BYTES * 3, content.length)).toEqual({ offset: content.length });
    expect((await rowOf(publicId))?.sha256).toBe(sha256(content));
  });

  test("goes on in another process, which knows no hash of what came before", async () => {
    const content = someText(CHUNK_BYTES * 2);
    const ctx = as(db, ann);
    const { publicId } = await beginUpload(ctx, {
      place: await begin(),
      name: "a.log",
      size: content.length,
      modified: 0,
    });
    await receivePart(ctx, { publicId, offset: 0, source: inPieces(content.subarray(0, CHUNK_BYTES)) });
    vi.resetModules();
    const fresh = await import("./mutations/receive-part");
    await fresh.receivePart(ctx, { publicId, offset: CHUNK_BYTES, source: inPieces(content.subarray(CHUNK_BYTES)) });
    expect((await rowOf(publicId))?.sha256).toBe(sha256(content));
  });

  test("begins anew where a kill came between its last byte and the note of it", async () => {
    const content = someText(CHUNK_BYTES * 2 + 5);
    const ctx = as(db, ann);
    const file = { name: "a.log", size: content.length, modified: 0 };
    const { publicId } = await beginUpload(ctx, { place: await begin(), ...file });
    const part = (from: number, to: number) =>
      receivePart(ctx, { publicId, offset: from, source: inPieces(content.subarray(from, to)) });
    await part(0, CHUNK_BYTES);
    const row = await rowOf(publicId);
    if (!row) throw new Error("the upload is gone");
    await (await fileStore()).finish(row.storageKey, row.storeState);

    await expect(part(CHUNK_BYTES, content.length)).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await uploadProgress(ctx, publicId)).toMatchObject({ offset: 0 });
    expect(await part(0, content.length)).toEqual({ offset: content.length });
    expect((await rowOf(publicId))?.sha256).toBe(sha256(content));
  });

  test("takes no part from elsewhere than where it stands, nor after the end, nor more than announced", async () => {
    const ctx = as(db, ann);
    const content = someText(CHUNK_BYTES + 1);
    const { publicId } = await beginUpload(ctx, {
      place: await begin(),
      name: "a.log",
      size: content.length,
      modified: 0,
    });
    const at = (offset: number, bytes: Uint8Array) => receivePart(ctx, { publicId, offset, source: inPieces(bytes) });
    await expect(at(CHUNK_BYTES, content)).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(at(0, Buffer.alloc(content.length + 1))).rejects.toThrow();
    expect((await rowOf(publicId))?.offset).toBe(0);
    await at(0, content);
    await expect(at(content.length, content)).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(at(0, content)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("of two parts for one place, one counts (UP-10)", async () => {
    const ctx = as(db, ann);
    const content = someText(CHUNK_BYTES);
    const { publicId } = await beginUpload(ctx, {
      place: await begin(),
      name: "a.log",
      size: content.length,
      modified: 0,
    });
    const once = () => receivePart(ctx, { publicId, offset: 0, source: inPieces(content) });
    const both = await Promise.allSettled([once(), once()]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await rowOf(publicId))?.sha256).toBe(sha256(content));
  });

  test("is nothing to anybody else: not begun, not seen, not gone on with, not removed", async () => {
    const draft = await begin();
    const publicId = await upload(as(db, ann), draft, "a.txt", someText(10));
    const source = inPieces(someText(10));
    const others: Actor[] = [bob, triager, { kind: "anonymous" }, { kind: "pending", accountId: "0" }];
    for (const actor of others) {
      const ctx = as(db, actor);
      const file = { place: draft, name: "b.txt", size: 1, modified: 0 };
      await expect(beginUpload(ctx, file)).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(storeWhole(ctx, { ...file, source })).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(receivePart(ctx, { publicId, offset: 0, source })).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(removeFile(ctx, { publicId })).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(listDraftFiles(ctx, draft)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });
});

describe("a file in one piece", () => {
  test("is kept like any other", async () => {
    const draft = await begin();
    const content = someText(CHUNK_BYTES * 2);
    const { publicId } = await storeWhole(as(db, ann), {
      place: draft,
      name: "a.txt",
      source: inPieces(content),
    });
    expect(await rowOf(publicId)).toMatchObject({ sha256: sha256(content), size: content.length, sniffed: "text" });
  });

  test.each([
    ["empty", "a.txt", 0, "a.txt is empty"],
    [
      "too large, however it was announced (UP-01)",
      "a.txt",
      UPLOAD_LIMITS.plainBytes + 1,
      "a.txt must be smaller than 25 MB in this form; with JavaScript on, up to 250 MB",
    ],
  ])("that is %s is refused in words, and nothing of it stays", async (_what, name, size, sentence) => {
    const draft = await begin();
    const before = stored();
    const source = inPieces(Buffer.alloc(size, "x"));
    await expect(storeWhole(as(db, ann), { place: draft, name, source })).rejects.toEqual(refusal(sentence));
    expect(stored()).toEqual(before);
    expect(await listDraftFiles(as(db, ann), draft)).toEqual([]);
  });

  test("that ends in the middle is not kept (UP-10)", async () => {
    const draft = await begin();
    const before = stored();
    const cut = (async function* () {
      yield someText(CHUNK_BYTES + 1);
      throw new Error("aborted");
    })();
    await expect(storeWhole(as(db, ann), { place: draft, name: "a.txt", source: cut })).rejects.toThrow("aborted");
    expect([stored(), await listDraftFiles(as(db, ann), draft)]).toEqual([before, []]);
  });
});

describe("limits", () => {
  test("ten files, and ten only, of two that come together as well", async () => {
    const draft = await begin();
    for (let n = 0; n < 9; n += 1) await upload(as(db, ann), draft, `${n}.txt`, someText(10));
    const both = await Promise.allSettled([
      upload(as(db, ann), draft, "x.txt", someText(10)),
      upload(as(db, ann), draft, "y.txt", someText(10)),
    ]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(upload(as(db, ann), draft, "z.txt", someText(10))).rejects.toEqual(
      refusal("You can attach only 10 files"),
    );
  });

  test("500 MB for a draft, counted when they are announced", async () => {
    const draft = await begin();
    const announce = (name: string) =>
      beginUpload(as(db, ann), { place: draft, name, size: UPLOAD_LIMITS.resumableBytes, modified: 0 });
    await announce("a.zip");
    await announce("b.zip");
    await expect(beginUpload(as(db, ann), { place: draft, name: "c.txt", size: 1, modified: 0 })).rejects.toEqual(
      refusal("c.txt does not fit: all files together can have 500 MB"),
    );
  });

  test("30 files an hour for a draft, and 1 GB a day for an account (UP-15); its text is sent all the same", async () => {
    const draft = await begin();
    for (let n = 0; n < 29; n += 1) await takePoint(db, "upload:draft", draft);
    await upload(as(db, ann), draft, "a.txt", someText(1));
    await expect(upload(as(db, ann), draft, "a.txt", someText(1))).rejects.toMatchObject({ code: "RATE_LIMITED" });

    await db.execute(sql`delete from rate_limits`);
    for (let n = 0; n < 4; n += 1) {
      const file = { place: await begin(bob), name: "a.zip", size: UPLOAD_LIMITS.resumableBytes, modified: 0 };
      await beginUpload(as(db, bob), file);
    }
    const whole = await writeDraft(as(db, bob), smile.policy);
    const file = { place: whole, name: "a.zip", size: UPLOAD_LIMITS.resumableBytes, modified: 0 };
    await expect(beginUpload(as(db, bob), file)).rejects.toMatchObject({
      code: "RATE_LIMITED",
      message: expect.stringContaining("as much as we take in a day"),
    });
    expect(await submitReport(as(db, bob), { draftPublicId: whole })).toMatchObject({
      reference: expect.stringMatching(/^SDH-/),
    });
  });

  test("a disk at its reserve takes no file and still takes the report (FT-06)", async () => {
    const draft = await writeDraft(as(db, ann), smile.policy);
    const noRoom = refusal(
      "The portal has no room for files at the moment. Your text is safe and can be sent; try the files again later",
    );
    free = FREE_RESERVE_BYTES + 10;
    await expect(upload(as(db, ann), draft, "a.txt", someText(11))).rejects.toEqual(noRoom);
    const begun = await beginUpload(as(db, ann), { place: draft, name: "a.txt", size: 10, modified: 0 });
    free = FREE_RESERVE_BYTES;
    const part = { ...begun, offset: 0, source: inPieces(someText(10)) };
    await expect(receivePart(as(db, ann), part)).rejects.toEqual(noRoom);
    const whole = { place: draft, name: "b.txt", source: inPieces(someText(10)) };
    await expect(storeWhole(as(db, ann), whole)).rejects.toEqual(noRoom);
    await removeFile(as(db, ann), begun);
    await expect(submitReport(as(db, ann), { draftPublicId: draft })).resolves.toMatchObject({
      reference: expect.stringMatching(/^SDH-/),
    });
  });
});

describe("sending", () => {
  test("waits for a file that has not arrived; then the files are the report's, and its receipt names them", async () => {
    const ctx = as(db, ann);
    const draft = await writeDraft(ctx, smile.policy);
    const [one, two] = [someText(20), someText(CHUNK_BYTES + 1)];
    await upload(ctx, draft, "one.txt", one);
    const { publicId } = await beginUpload(ctx, {
      place: draft,
      name: "two.log",
      size: two.length,
      modified: 0,
    });
    await expect(submitReport(ctx, { draftPublicId: draft })).rejects.toEqual(
      refusal("two.log is not uploaded completely. Wait for it or remove it, then send"),
    );
    await receivePart(ctx, { publicId, offset: 0, source: inPieces(two) });
    const { reference } = await submitReport(ctx, { draftPublicId: draft });
    const receipt = receiptSchema.parse(JSON.parse((await receiptOf(ctx, reference)).json));
    expect(receipt.payload.attachments).toEqual([
      { sha256: sha256(one), size: one.length },
      { sha256: sha256(two), size: two.length },
    ]);
    expect(await rowOf(publicId)).toMatchObject({ draftId: null, reportId: expect.any(String) });
    const late = { place: draft, name: "late.txt", size: 1, modified: 0 };
    await expect(beginUpload(ctx, late)).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(removeFile(ctx, { publicId })).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

describe("what nobody has any more", () => {
  test("is removed from rows and disk together: a removed file, the files of a deleted draft, an unfinished one", async () => {
    await sweepFiles(systemAt(db));
    const draft = await begin();
    const kept = await upload(as(db, ann), draft, "kept.txt", someText(10));
    const removed = await upload(as(db, ann), draft, "removed.txt", someText(10));
    await removeFile(as(db, ann), { publicId: removed });
    const gone = await begin();
    const orphaned = await upload(as(db, ann), gone, "orphaned.txt", someText(10));
    const half = await beginUpload(as(db, ann), { place: gone, name: "half.txt", size: 10, modified: 0 });
    await deleteDraft(as(db, ann), { publicId: gone });
    for (const publicId of [removed, orphaned, half.publicId]) {
      const attempt = receivePart(as(db, ann), { publicId, offset: 0, source: inPieces(someText(1)) });
      await expect(attempt).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    expect(await sweepFiles(systemAt(db))).toEqual({ files: 3, orphans: 0 });
    expect(await Promise.all([kept, removed, orphaned, half.publicId].map(rowOf))).toEqual([
      expect.anything(),
      undefined,
      undefined,
      undefined,
    ]);
    const keys = await inTransaction(systemAt(db), (tx) =>
      tx.db.select({ key: attachments.storageKey }).from(attachments),
    );
    const names = stored().map((path) => path.split("/").at(-1));
    expect(names.every((name) => keys.some(({ key }) => key === name))).toBe(true);
    expect(await sweepFiles(systemAt(db))).toEqual({ files: 0, orphans: 0 });
  });

  test("an object that no row names goes once a day has passed, and no sooner (FT-05)", async () => {
    const { fileStore } = await import("@/lib/storage/configured");
    const key = randomBytes(16).toString("hex");
    const writer = await (await fileStore()).open(key, null, 0);
    await writer.write(Buffer.from("sealed"));
    await writer.close();
    expect(await sweepFiles(systemAt(db))).toEqual({ files: 0, orphans: 0 });
    const { utimesSync } = await import("node:fs");
    const path = stored().find((name) => name.endsWith(key)) ?? "";
    utimesSync(path, new Date(0), new Date(Date.now() - 25 * 3_600_000));
    expect(await sweepFiles(systemAt(db))).toEqual({ files: 0, orphans: 1 });
    expect(stored().some((name) => name.endsWith(key))).toBe(false);
  });

  test("is removed by the portal itself alone", async () => {
    await expect(sweepFiles(as(db, ann))).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

import { randomBytes } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { attachments } from "@/db/schema";
import {
  as,
  ledgerOf,
  newResearcher,
  newStaff,
  openPortal,
  reportRow,
  systemAt,
  type TestProgram,
  writeDraft,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { submitReport } from "@/lib/reports/mutations/submit";
import { inTransaction } from "@/lib/request/transaction";
import { freePort, MARKER, startClamd } from "@/lib/scanner/clamd.test-data";
import { harmfulArchives } from "./archives.test-data";
import { openFile, openPreview } from "./mutations/open";
import { previewFile, scanFile, scanWaiting } from "./mutations/tend";
import { ownFileStore, sha256, upload } from "./uploads.test-data";

const port = await freePort();
vi.stubEnv("CLAMD_URL", `tcp://127.0.0.1:${port}`);
vi.stubEnv("APP_URL", "http://127.0.0.1:3997");

const { app: db } = await testDatabase();
let smile: TestProgram;
let ann: Actor;
let triager: Actor;
const { directory } = ownFileStore();

beforeAll(async () => {
  ({ smile } = await openPortal(db));
  ann = await newResearcher(db);
  triager = await newStaff(db, smile, "triager");
});

async function rowOf(publicId: string) {
  const [row] = await inTransaction(systemAt(db), (tx) =>
    tx.db.select().from(attachments).where(eq(attachments.publicId, publicId)),
  );
  if (!row) throw new Error(`no file ${publicId}`);
  return row;
}

async function sent(name: string, bytes: Uint8Array): Promise<{ publicId: string; reference: string; id: string }> {
  const draft = await writeDraft(as(db, ann), smile.policy);
  const publicId = await upload(as(db, ann), draft, name, bytes);
  const { reference } = await submitReport(as(db, ann), { draftPublicId: draft });
  return { publicId, reference, id: (await rowOf(publicId)).id };
}

async function contentOf(file: Awaited<ReturnType<typeof openFile>>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of file.read({ start: 0, end: file.size })) pieces.push(piece);
  return Buffer.concat(pieces);
}

const minutesLater = (minutes: number) => systemAt(db, new Date(Date.now() + minutes * 60_000));

describe("the virus scan, by Debian's clamd (UP-08)", () => {
  let clamd: Awaited<ReturnType<typeof startClamd>> | undefined;
  beforeEach(async () => {
    clamd ??= await startClamd(port);
  }, 60_000);
  afterAll(() => clamd?.stop());

  test("marks and keeps what it finds, in the ledger of its report; staff confirm before they have it", async () => {
    const { publicId, reference, id } = await sent("found.txt", Buffer.from(MARKER));
    const other = await sent("quiet.txt", Buffer.from("a quiet text"));
    expect((await rowOf(publicId)).scan).toBe("pending");
    await scanFile(systemAt(db), id);
    await scanFile(systemAt(db), other.id);
    expect(await rowOf(publicId)).toMatchObject({ scan: "infected", finding: "Harbour.Test.Marker.UNOFFICIAL" });
    expect(await rowOf(other.publicId)).toMatchObject({ scan: "clean", finding: null });
    const types = (await ledgerOf(db, (await reportRow(db, reference)).id)).map(({ type }) => type);
    expect(types.filter((type) => type === "attachment.marked")).toHaveLength(1);

    for (const actor of [ann, triager]) {
      const wanted = { publicId, acknowledged: false, taken: true };
      await expect(openFile(as(db, actor), wanted)).rejects.toMatchObject({ code: "FORBIDDEN" });
      const file = await openFile(as(db, actor), { ...wanted, acknowledged: true });
      expect(await contentOf(file)).toEqual(Buffer.from(MARKER));
    }
    // A second look changes nothing and says nothing again.
    await scanFile(systemAt(db), id);
    const after = await ledgerOf(db, (await reportRow(db, reference)).id);
    expect(after.filter(({ type }) => type === "attachment.marked")).toHaveLength(1);
  });

  test("that is away leaves a file “not scanned yet”, which everybody has, and sees it when it is back", async () => {
    await clamd?.stop();
    clamd = undefined;
    const { publicId, id } = await sent("during-outage.txt", Buffer.from(MARKER));
    await scanFile(systemAt(db), id);
    expect(await rowOf(publicId)).toMatchObject({ scan: "pending", scanTriedAt: expect.any(Date) });
    const wanted = { publicId, acknowledged: false, taken: true };
    expect(await contentOf(await openFile(as(db, triager), wanted))).toEqual(Buffer.from(MARKER));

    clamd = await startClamd(port);
    await scanWaiting(minutesLater(1));
    expect((await rowOf(publicId)).scan).toBe("pending");
    await scanWaiting(minutesLater(5));
    expect((await rowOf(publicId)).scan).toBe("infected");
    await expect(openFile(as(db, triager), wanted)).rejects.toMatchObject({ code: "FORBIDDEN" });
  }, 60_000);

  test("archives that harm who unpacks them are kept as sent and looked at within the scanner's own limits (UP-06)", async () => {
    const archives = harmfulArchives();
    const before = process.memoryUsage().rss;
    const files = await Promise.all(archives.map(([name, bytes]) => sent(name, bytes)));
    for (const [index, { publicId, id }] of files.entries()) {
      const [name = "", bytes = Buffer.alloc(0)] = archives[index] ?? [];
      await scanFile(systemAt(db), id);
      await previewFile(systemAt(db), id);
      const row = await rowOf(publicId);
      // What is beyond its limits "could not be scanned": no answer is made up.
      expect(["clean", "infected", "error"], name).toContain(row.scan);
      expect(row, name).toMatchObject({ sha256: sha256(bytes), previewKey: null, locked: false });
      const wanted = { publicId, acknowledged: true, taken: true };
      expect(sha256(await contentOf(await openFile(as(db, triager), wanted))), name).toBe(sha256(bytes));
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
    // Sealed in whole chunks: nothing of what they would expand to was ever written.
    const kept = readdirSync(directory, { recursive: true, encoding: "utf8" }).map((path) =>
      statSync(join(directory, path)),
    );
    expect(Math.max(...kept.map(({ size }) => size))).toBeLessThan(8 * 1024 * 1024);
  }, 90_000);

  test("is asked by the portal itself alone", async () => {
    const { id } = await sent("a.txt", randomBytes(10));
    for (const attempt of [scanFile(as(db, ann), id), scanWaiting(as(db, triager)), previewFile(as(db, ann), id)]) {
      await expect(attempt).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
  });
});

describe("the preview of a picture", () => {
  test("lies sealed beside the original, for the readers of its report", async () => {
    const picture = await sharp({ create: { width: 40, height: 20, channels: 3, background: "#47708a" } })
      .withExif({ IFD0: { Artist: "CANARY-author" } })
      .jpeg()
      .toBuffer();
    const { publicId, id } = await sent("photo.jpg", picture);
    await expect(openPreview(as(db, triager), publicId)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await previewFile(systemAt(db), id);
    const seen = await contentOf(await openPreview(as(db, triager), publicId));
    expect(await sharp(seen).metadata()).toMatchObject({ format: "webp", width: 40, height: 20 });
    expect(seen.includes("CANARY")).toBe(false);
    expect(await contentOf(await openFile(as(db, ann), { publicId, acknowledged: false, taken: true }))).toEqual(
      picture,
    );
    const stranger = await newResearcher(db);
    await expect(openPreview(as(db, stranger), publicId)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("is not made of what is no picture; the file stays as it is", async () => {
    const { publicId, id } = await sent("broken.png", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"));
    await previewFile(systemAt(db), id);
    expect(await rowOf(publicId)).toMatchObject({ previewKey: null, finishedAt: expect.any(Date) });
  });
});

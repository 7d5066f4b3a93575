import { readdirSync } from "node:fs";
import { eq } from "drizzle-orm";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
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
import { submitReport } from "@/lib/reports/mutations/submit";
import { inTransaction } from "@/lib/request/transaction";
import { openFile } from "./mutations/open";
import { removeMetadata } from "./mutations/remove-metadata";
import { storeWhole } from "./mutations/store-whole";
import { listDraftFiles } from "./queries";
import { inPieces, ownFileStore, sha256, someText, upload } from "./uploads.test-data";

const { app: db } = await testDatabase();
let smile: TestProgram;
let ann: Actor;
const { directory } = ownFileStore();

beforeAll(async () => {
  ({ smile } = await openPortal(db));
  ann = await newResearcher(db);
});

function photograph(): Promise<Buffer> {
  const picture = sharp({ create: { width: 60, height: 40, channels: 3, background: "#47708a" } });
  return picture
    .withExif({ IFD0: { Artist: "CANARY-author" }, IFD3: { GPSLatitudeRef: "N", GPSLatitude: "43/1 38/1 30/1" } })
    .jpeg()
    .toBuffer();
}

async function contentOf(publicId: string): Promise<Buffer> {
  const file = await openFile(as(db, ann), { publicId, acknowledged: false, taken: true });
  const pieces: Uint8Array[] = [];
  for await (const piece of file.read({ start: 0, end: file.size })) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function storageKeyOf(publicId: string): Promise<string> {
  const [row] = await inTransaction(systemAt(db), (tx) =>
    tx.db.select().from(attachments).where(eq(attachments.publicId, publicId)),
  );
  return row?.storageKey ?? "";
}

const stored = () => readdirSync(directory, { recursive: true, encoding: "utf8" });

describe("a picture that tells where it was taken (UP-09, C45)", () => {
  test("is kept as it is and says so, and is written anew in its place when its reporter asks", async () => {
    const draft = await writeDraft(as(db, ann), smile.policy);
    const taken = await photograph();
    const publicId = await upload(as(db, ann), draft, "photo.jpg", taken);
    const [before] = await listDraftFiles(as(db, ann), draft);
    expect(before).toMatchObject({ tells: ["place", "person"], canRewrite: true, rewritten: false });
    expect((await contentOf(publicId)).equals(taken)).toBe(true);

    const original = await storageKeyOf(publicId);
    await removeMetadata(as(db, ann), { publicId });
    const [after] = await listDraftFiles(as(db, ann), draft);
    const content = await contentOf(publicId);
    expect(after).toMatchObject({ id: publicId, tells: [], rewritten: true, state: "ready", sha256: sha256(content) });
    expect(content.includes("CANARY-author")).toBe(false);
    expect(after?.size).toBe(content.length);
    // The original is gone from the disk at once.
    expect(stored().some((path) => path.endsWith(original))).toBe(false);

    const { reference } = await submitReport(as(db, ann), { draftPublicId: draft });
    expect((await receiptOf(as(db, ann), reference)).json).toContain(sha256(content));
    await expect(removeMetadata(as(db, ann), { publicId })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("sent as it is, is the reporter's choice: nothing of it is changed", async () => {
    const draft = await writeDraft(as(db, ann), smile.policy);
    const taken = await photograph();
    const { publicId } = await storeWhole(as(db, ann), {
      place: draft,
      name: "a.jpg",
      source: inPieces(taken),
    });
    expect(await listDraftFiles(as(db, ann), draft)).toMatchObject([{ tells: ["place", "person"] }]);
    await submitReport(as(db, ann), { draftPublicId: draft });
    expect((await contentOf(publicId)).equals(taken)).toBe(true);
  });

  test("is its reporter's alone; the second of two at once finds nothing left to do", async () => {
    const draft = await writeDraft(as(db, ann), smile.policy);
    const publicId = await upload(as(db, ann), draft, "photo.jpg", await photograph());
    const others: Actor[] = [await newResearcher(db), await newStaff(db, smile, "triager"), { kind: "anonymous" }];
    for (const actor of others) {
      await expect(removeMetadata(as(db, actor), { publicId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    const both = await Promise.allSettled([0, 1].map(() => removeMetadata(as(db, ann), { publicId })));
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await listDraftFiles(as(db, ann), draft)).toMatchObject([{ rewritten: true }]);
    expect((await sharp(await contentOf(publicId)).metadata()).exif).toBeUndefined();
  });

  test("that cannot be decoded stays as it is, and so does what is no picture", async () => {
    const draft = await writeDraft(as(db, ann), smile.policy);
    const broken = (await photograph()).subarray(0, -40);
    const publicId = await upload(as(db, ann), draft, "broken.jpg", broken);
    const text = await upload(as(db, ann), draft, "a.txt", someText(10));
    for (const [id, name] of [
      [publicId, "broken.jpg"],
      [text, "a.txt"],
    ] as const) {
      await expect(removeMetadata(as(db, ann), { publicId: id })).rejects.toMatchObject({
        code: "INVALID",
        message: `${name} cannot be written anew here: it is kept as it is, and you can remove it`,
      });
    }
    expect((await contentOf(publicId)).equals(broken)).toBe(true);
  });
});

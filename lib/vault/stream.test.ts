import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { IntegrityError, newDataKey } from "./seal";
import {
  CHUNK_BYTES,
  chunksOf,
  cut,
  openSpan,
  SEALED_CHUNK_BYTES,
  type StreamPlace,
  sealChunk,
  sealedSize,
  sealedSpan,
} from "./stream";

const key = newDataKey();
const place: StreamPlace = { fileId: "0192f0c0-0000-7000-8000-000000000001", purpose: "file" };

function sealWhole(content: Buffer, under = key, at = place): Buffer {
  const last = chunksOf(content.length) - 1;
  const chunks = Array.from({ length: last + 1 }, (_, index) =>
    sealChunk(
      under,
      at,
      { index, last: index === last },
      content.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES),
    ),
  );
  return Buffer.concat(chunks);
}

/** As a network or a disk gives them: in pieces of any length. */
async function* inPieces(bytes: Uint8Array, length = bytes.length || 1) {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function opened(
  sealed: Uint8Array,
  size: number,
  span?: { start: number; end: number },
  under = key,
  at = place,
) {
  const found: Buffer[] = [];
  for await (const bytes of openSpan(under, at, inPieces(sealed, 70_001), size, span)) found.push(bytes);
  return Buffer.concat(found);
}

const SIZES = [1, 2, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 3 * CHUNK_BYTES + 17];
const content = randomBytes(3 * CHUNK_BYTES + 17);
const sealed = sealWhole(content);
const chunk = (n: number) => sealed.subarray(n * SEALED_CHUNK_BYTES, (n + 1) * SEALED_CHUNK_BYTES);
const refused = (bytes: Uint8Array, size = content.length) =>
  expect(opened(bytes, size)).rejects.toBeInstanceOf(IntegrityError);

describe("content sealed in chunks", () => {
  test.each(SIZES)("of %i bytes comes back as it was, and takes the space it says", async (size) => {
    const whole = content.subarray(0, size);
    const bytes = sealWhole(whole);
    expect(bytes.length).toBe(sealedSize(size));
    expect((await opened(bytes, size)).equals(whole)).toBe(true);
  });

  test("shows nothing of it, and never the same bytes twice", () => {
    const zeros = Buffer.alloc(CHUNK_BYTES * 2);
    const [once, twice] = [sealWhole(zeros), sealWhole(zeros)];
    expect(once.equals(twice)).toBe(false);
    expect(once.includes(Buffer.alloc(24))).toBe(false);
  });

  test("any span of it opens from the chunks that it needs alone", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(content.length - 1), fc.nat(content.length - 1), async (a, b) => {
        const span = { start: Math.min(a, b), end: Math.max(a, b) + 1 };
        const needed = sealedSpan(span, content.length);
        const part = await opened(sealed.subarray(needed.start, needed.end), content.length, span);
        return part.equals(content.subarray(span.start, span.end));
      }),
      { numRuns: 60 },
    );
  });
});

describe("what was done to it is noticed", () => {
  test("one flipped bit, anywhere", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length - 1), fc.nat(7), async (at, bit) => {
        const changed = Buffer.from(sealed);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        await refused(changed);
      }),
      { numRuns: 60 },
    );
  });

  test("the end cut off, at a chunk's border too", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length - 1), async (length) => {
        await refused(sealed.subarray(0, length));
      }),
      { numRuns: 40 },
    );
    for (const chunks of [1, 2, 3]) {
      // Even where the row that says the size was changed along with it: the last chunk is marked.
      await refused(sealed.subarray(0, chunks * SEALED_CHUNK_BYTES), chunks * CHUNK_BYTES);
    }
  });

  test.each([
    ["two chunks swapped", () => [chunk(1), chunk(0), chunk(2), chunk(3)]],
    ["a chunk left out", () => [chunk(0), chunk(2), chunk(3)]],
    ["a chunk given twice", () => [chunk(0), chunk(1), chunk(1), chunk(3)]],
    ["something behind the end", () => [sealed, chunk(3)]],
    ["a byte behind the end", () => [sealed, Buffer.from([0])]],
    ["nothing", () => []],
  ])("%s", async (_what, parts) => refused(Buffer.concat(parts())));

  test("a chunk of another file, of its preview, or under another key", async () => {
    const other = sealWhole(content, key, { ...place, fileId: "0192f0c0-0000-7000-8000-000000000002" });
    const preview = sealWhole(content, key, { ...place, purpose: "preview" });
    for (const bytes of [other, preview, sealWhole(content, newDataKey())]) await refused(bytes);
    await refused(Buffer.concat([other.subarray(0, SEALED_CHUNK_BYTES), sealed.subarray(SEALED_CHUNK_BYTES)]));
  });

  test("what comes before a bad chunk is all that is given out", async () => {
    const changed = Buffer.concat([chunk(0), Buffer.alloc(SEALED_CHUNK_BYTES), chunk(2), chunk(3)]);
    const given: Buffer[] = [];
    await expect(async () => {
      for await (const bytes of openSpan(key, place, inPieces(changed), content.length)) given.push(bytes);
    }).rejects.toBeInstanceOf(IntegrityError);
    expect(Buffer.concat(given).equals(content.subarray(0, CHUNK_BYTES))).toBe(true);
  });
});

test("only the last chunk may be short, and none long", () => {
  const attempt = (last: boolean, length: number) => () =>
    sealChunk(key, place, { index: 0, last }, Buffer.alloc(length));
  expect(attempt(false, CHUNK_BYTES - 1)).toThrow(RangeError);
  expect(attempt(true, CHUNK_BYTES + 1)).toThrow(RangeError);
});

test("cutting keeps every byte, in pieces of one length and a last one", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 1, max: 50 }), async (bytes, step) => {
      const pieces: Buffer[] = [];
      for await (const piece of cut(inPieces(bytes, step), 16)) pieces.push(piece);
      expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
      expect(pieces.slice(0, -1).every(({ length }) => length === 16)).toBe(true);
      expect(bytes.length === 0 || (pieces.at(-1)?.length ?? 0) > 0).toBe(true);
    }),
  );
});

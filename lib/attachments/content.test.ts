import { deflateRawSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { isRaster, mismatchOf, realType, zipIsLocked } from "./content";

const text = (content: string) => new TextEncoder().encode(content);

describe("what the bytes say against what the name says (UP-02)", () => {
  test.each([
    ["png", "png", text(""), "png", null],
    ["jpg", "jpg", text(""), "jpg", null],
    ["HTML as a picture", null, text("\n <!DOCTYPE html><script>1</script>"), "png", "html"],
    ["SVG as a photograph", "xml", text('<?xml version="1.0"?><svg onload="x"/>'), "jpg", "svg"],
    ["a program as a text", "exe", text("MZ"), "txt", "exe"],
    ["a text as a picture", null, text("hello"), "png", "text"],
    ["bytes nobody knows as a film", null, new Uint8Array([0, 1, 2, 3]), "mp4", "something else"],
    ["bytes nobody knows as a text", null, new Uint8Array([0, 1, 2, 3]), "log", "something else"],
    ["a log", null, text("GET /export 200"), "log", null],
    ["a log in HTML is still a text", null, text("<html>"), "txt", null],
    ["an archive of traffic", null, text('{ "log": {} }'), "har", null],
    ["a word processor's zip", "docx", text("PK"), "zip", null],
    ["an archive that is none", "rar", text("Rar!"), "zip", "rar"],
    ["an encrypted message", "pgp", text(""), "asc", null],
    ["a binary message", null, new Uint8Array([0x85, 0, 1]), "gpg", null],
    ["a type that is not listed, which has a mark of its own", "exe", text("MZ"), "", null],
    ["a text cut within a character", null, text("é").subarray(0, 1), "txt", null],
  ] as const)("%s", (_what, magic, first, declared, looksLike) => {
    expect(mismatchOf(declared, realType(magic, first))).toBe(looksLike);
  });

  test("nothing is said before anything arrived", () => expect(mismatchOf("png", null)).toBeNull());
});

/** A local file header (APPNOTE 4.3.7) with its content. */
function entry(flags: number, name: string, content: string): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(flags, 6);
  header.writeUInt32LE(content.length, 18);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, Buffer.from(name), Buffer.from(content)]);
}

describe("a zip", () => {
  test.each([
    ["open", [entry(0, "a", "hello")], false],
    ["locked", [entry(1, "a", "hello")], true],
    ["locked from its second entry on", [entry(0, "folder/", ""), entry(1, "folder/a", "hello")], true],
    ["with sizes behind the content", [entry(8, "a", "")], false],
    ["cut in a header", [entry(1, "a", "").subarray(0, 20)], false],
    ["that is none", [Buffer.from("not a zip at all, and longer than a header")], false],
  ])("%s", (_what, entries, locked) => expect(zipIsLocked(Buffer.concat(entries))).toBe(locked));
});

test("an archive that would expand to much, is deep, full or leads elsewhere is read by its first headers alone (UP-06)", () => {
  const packed = deflateRawSync(Buffer.alloc(64 * 1024 * 1024));
  const bombs = [
    entry(0, "42", packed.toString("latin1")),
    Buffer.concat(Array.from({ length: 8000 }, () => entry(0, "", ""))),
    entry(0, "../../etc/passwd", "x"),
    Buffer.concat([entry(0, "a.zip", entry(0, "b.zip", "PK").toString("latin1"))]),
    gzipSync(Buffer.alloc(64 * 1024 * 1024)),
  ];
  for (const bomb of bombs) {
    const first = bomb.subarray(0, 256 * 1024);
    const from = process.cpuUsage();
    expect(zipIsLocked(first)).toBe(false);
    expect(["unknown", "text"]).toContain(realType(null, first));
    const { user, system } = process.cpuUsage(from);
    expect((user + system) / 1000).toBeLessThan(200);
  }
});

test("pictures that are previewed", () => {
  expect(["png", "jpg", "webp", "gif", "svg", "pdf", "html", null].filter(isRaster)).toEqual([
    "png",
    "jpg",
    "webp",
    "gif",
  ]);
});

import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { tellsOf } from "./metadata";
import { withoutMetadata } from "./preview";
import { isRewritten, type Tell, tellsInWords } from "./tells";

const asRead = (bytes: Buffer) => async (start: number, end: number) => bytes.subarray(start, end);
const tells = (real: string | null, bytes: Buffer) => tellsOf(real, bytes.length, asRead(bytes));

const plain = () => sharp({ create: { width: 60, height: 40, channels: 3, background: "#47708a" } });
const EXIF = {
  IFD0: { Artist: "CANARY-author", Make: "Example", Model: "Camera 1" },
  IFD3: { GPSLatitudeRef: "N", GPSLatitude: "43/1 38/1 30/1" },
};
const XMP = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="43,38.5N"/></rdf:RDF></x:xmpmeta>`;

describe("what a file tells besides its content (UP-09)", () => {
  test.each(["jpeg", "png", "webp"] as const)("a photograph as %s, and the same one written anew", async (format) => {
    const type = format === "jpeg" ? "jpg" : format;
    const taken = await plain().withExif(EXIF).toFormat(format).toBuffer();
    expect(await tells(type, taken)).toEqual(["place", "person", "device"] satisfies Tell[]);
    const placed = await plain().withXmp(XMP).toFormat(format).toBuffer();
    // In a PNG it lies packed.
    expect(await tells(type, placed)).toContain(format === "png" ? "other" : "place");

    const anew = await withoutMetadata(only(taken), type);
    expect(anew?.includes("CANARY-author")).toBe(false);
    expect(await tells(type, anew ?? taken)).toEqual([]);
    const seen = await sharp(anew ?? Buffer.alloc(0)).metadata();
    expect(seen).toMatchObject({ format, width: 60, height: 40 });
    expect([seen.exif, seen.xmp, seen.iptc]).toEqual([undefined, undefined, undefined]);
    expect(await tells(type, await plain().toFormat(format).toBuffer())).toEqual([]);
  });

  test("a picture that lay on its side stands upright afterwards, and a film of frames keeps them", async () => {
    const lying = await plain()
      .withExif({ IFD0: { Orientation: "6" } })
      .jpeg()
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const upright = await withoutMetadata(only(lying), "jpg");
    expect(await sharp(upright ?? lying).metadata()).toMatchObject({ width: 40, height: 60 });
    const frames = await sharp(Buffer.alloc(10 * 20 * 3, 9), {
      raw: { width: 10, height: 20, channels: 3, pageHeight: 10 },
    })
      .webp()
      .toBuffer();
    const kept = await withoutMetadata(only(frames), "webp");
    expect((await sharp(kept ?? Buffer.alloc(0)).metadata()).pages).toBe((await sharp(frames).metadata()).pages);
  });

  test.each([
    ["an author in the dictionary", "1 0 obj << /Author (Ann Example) /CreationDate (D:2026) >> endobj", ["person"]],
    ["an author in hexadecimal", "<< /Author <FEFF0041> >>", ["person"]],
    ["a creator in XMP", "<x:xmpmeta><dc:creator>Ann</dc:creator></x:xmpmeta>", ["person"]],
    ["nobody", "<< /Author () /Producer (Example 1) /CreationDate (D:2026) >>", []],
  ])("a document with %s", async (_what, text, expected) => {
    expect(await tells("pdf", Buffer.from(`%PDF-1.7\n${text}`))).toEqual(expected);
    // Also where a window of reading ends within the word.
    const far = Buffer.concat([Buffer.alloc(4 * 1024 * 1024 - 20, " "), Buffer.from(text)]);
    expect(await tells("pdf", far)).toEqual(expected);
  });

  test("what does not keep to its format says nothing and costs nothing", async () => {
    const jpeg = await plain().withExif(EXIF).jpeg().toBuffer();
    for (let at = 0; at < jpeg.length; at += 7) await tells("jpg", jpeg.subarray(0, at));
    for (let n = 0; n < 200; n += 1) {
      const broken = Buffer.from(jpeg);
      for (let k = 0; k < 5; k += 1) broken[(n * 31 + k * 97) % 400] = (n * 7 + k) % 256;
      await tells("jpg", broken);
      await tells("png", broken);
      await tells("webp", broken);
    }
    // Marks without an end, each as short as a mark can be.
    const endless = Buffer.alloc(1024 * 1024, Buffer.from([0xff, 0xe0, 0, 2]));
    const from = performance.now();
    expect(await tells("jpg", endless)).toEqual([]);
    expect(performance.now() - from).toBeLessThan(2000);
    expect(await tells(null, jpeg)).toEqual([]);
    expect(await tells("docx", Buffer.from("PK"))).toEqual([]);
  });
});

async function* only(bytes: Uint8Array) {
  yield bytes;
}

test("types that are written anew", () => {
  expect(["jpg", "png", "webp", "gif", "apng", "pdf", null].filter(isRewritten)).toEqual(["jpg", "png", "webp"]);
});

test.each([
  [[], null],
  [["place"], "This picture says where it was taken"],
  [["place", "person"], "This picture says where it was taken and who made it"],
  [["place", "device", "time"], "This picture says where it was taken, with which device and when it was made"],
] as const)("in words: %j", (given, sentence) => expect(tellsInWords(given, "picture")).toBe(sentence));

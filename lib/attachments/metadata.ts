import { TELLS, type Tell } from "./tells";

/** Bytes of a file from `start` (inclusive) to `end` (exclusive), fewer where it ends before. */
export type ReadSpan = (start: number, end: number) => Promise<Buffer>;

/** No picture needs more marks than this; one that has them is not looked through. */
const MARKS_AT_MOST = 20_000;
const NOTES_AT_MOST = 1024 * 1024;
/** Larger files are not looked through, nor written anew. */
export const LOOKED_THROUGH_BYTES = 50 * 1024 * 1024;

type Found = Set<Tell>;

/**
 * What the metadata of a JPEG, PNG, WebP or PDF tells, as far as its marks say; nothing is decoded or expanded. Empty
 * for any other type, and for a file that does not keep to its format.
 */
export async function tellsOf(real: string | null, size: number, read: ReadSpan): Promise<Tell[]> {
  const found: Found = new Set();
  if (size > LOOKED_THROUGH_BYTES) return [];
  if (real === "jpg") await ofJpeg(size, read, found);
  else if (real === "png" || real === "apng") await ofPng(size, read, found);
  else if (real === "webp") await ofWebp(size, read, found);
  else if (real === "pdf") await ofPdf(size, read, found);
  return TELLS.filter((tell) => found.has(tell));
}

/** Segments up to the start of the scan (ITU T.81 B.1.1.4); what follows them is the picture. */
async function ofJpeg(size: number, read: ReadSpan, found: Found): Promise<void> {
  let at = 2;
  for (let n = 0; n < MARKS_AT_MOST && at + 4 <= size; n += 1) {
    const head = await read(at, at + 4);
    if (head.length < 4 || head[0] !== 0xff) return;
    const marker = head.readUInt8(1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xda || marker === 0xd9) return;
    const length = head.readUInt16BE(2);
    if (length < 2) return;
    const body = () => read(at + 4, at + 2 + length);
    if (marker === 0xe1) ofApplication(await body(), found);
    else if (marker === 0xed && (await body()).includes("8BIM")) found.add("other");
    else if (marker === 0xfe && length > 2) found.add("other");
    at += 2 + length;
  }
}

function ofApplication(body: Buffer, found: Found): void {
  if (body.subarray(0, 6).equals(Buffer.from("Exif\0\0"))) ofExif(body.subarray(6), found);
  else if (body.subarray(0, 28).includes("http://ns.adobe.com/xap/")) ofXmp(body.toString("latin1"), found);
}

/** Chunks of PNG (W3C PNG 3rd edition, 5.3): length, type, data, check. */
async function ofPng(size: number, read: ReadSpan, found: Found): Promise<void> {
  let at = 8;
  for (let n = 0; n < MARKS_AT_MOST && at + 12 <= size; n += 1) {
    const head = await read(at, at + 8);
    if (head.length < 8) return;
    const length = head.readUInt32BE(0);
    const type = head.toString("latin1", 4, 8);
    const body = () => read(at + 8, at + 8 + Math.min(length, NOTES_AT_MOST));
    if (type === "eXIf") ofExif(await body(), found);
    else if (type === "tIME") found.add("time");
    else if (["tEXt", "zTXt", "iTXt"].includes(type)) ofPngText(type, (await body()).toString("latin1"), found);
    else if (type === "IEND") return;
    at += 12 + length;
  }
}

function ofPngText(type: string, text: string, found: Found): void {
  const [keyword = ""] = text.split("\0", 1);
  // What is packed is not unpacked here.
  const packed = type === "zTXt" || (type === "iTXt" && text.charCodeAt(keyword.length + 1) === 1);
  if (keyword === "XML:com.adobe.xmp" && !packed) ofXmp(text, found);
  else if (keyword === "Author" || keyword === "Copyright") found.add("person");
  else if (keyword === "Creation Time" || keyword.startsWith("date:")) found.add("time");
  else if (keyword === "Source") found.add("device");
  // Which program wrote it says nothing about a person.
  else if (keyword !== "Software") found.add("other");
}

/** Chunks of RIFF, each padded to an even length (WebP container specification). */
async function ofWebp(size: number, read: ReadSpan, found: Found): Promise<void> {
  let at = 12;
  for (let n = 0; n < MARKS_AT_MOST && at + 8 <= size; n += 1) {
    const head = await read(at, at + 8);
    if (head.length < 8) return;
    const type = head.toString("latin1", 0, 4);
    const length = head.readUInt32LE(4);
    const body = () => read(at + 8, at + 8 + Math.min(length, NOTES_AT_MOST));
    if (type === "EXIF") {
      const exif = await body();
      ofExif(exif.subarray(0, 6).equals(Buffer.from("Exif\0\0")) ? exif.subarray(6) : exif, found);
    } else if (type === "XMP ") ofXmp((await body()).toString("latin1"), found);
    at += 8 + length + (length % 2);
  }
}

/** Keys of the document information dictionary and XMP (ISO 32000-1 14.3) as far as they stand there readable. */
async function ofPdf(size: number, read: ReadSpan, found: Found): Promise<void> {
  const SPAN = 4 * 1024 * 1024;
  const OVERLAP = 512;
  for (let at = 0; at < size; at += SPAN) {
    const text = (await read(Math.max(0, at - OVERLAP), at + SPAN)).toString("latin1");
    // An empty string, () or <>, names nobody.
    if (/\/Author\s*(?:\([^)]|<(?!<)[0-9A-Fa-f]|\d)/.test(text)) found.add("person");
    ofXmp(text, found);
  }
  // Every document says when it was made; only a name is worth a warning.
  found.delete("time");
}

function ofXmp(text: string, found: Found): void {
  if (/exif:GPS|Iptc4xmpCore:Location|photoshop:(?:City|Country)/.test(text)) found.add("place");
  if (/dc:creator|photoshop:Credit|pdf:Author|dc:rights/.test(text)) found.add("person");
  if (/tiff:(?:Make|Model)|aux:(?:SerialNumber|Lens)/.test(text)) found.add("device");
  if (/(?:xmp:CreateDate|exif:DateTimeOriginal|photoshop:DateCreated)/.test(text)) found.add("time");
}

/** Tags of the first directory (Exif 3.0, 4.6): each says one thing about whoever took the picture. */
const TAGS: ReadonlyMap<number, Tell> = new Map([
  [0x8825, "place"],
  [0x013b, "person"],
  [0x8298, "person"],
  [0x010f, "device"],
  [0x0110, "device"],
  [0x013c, "device"],
  [0x0132, "time"],
]);

function ofExif(tiff: Buffer, found: Found): void {
  const order = tiff.toString("latin1", 0, 2);
  if (tiff.length < 8 || (order !== "II" && order !== "MM")) return;
  const short = (at: number) => (order === "II" ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const long = (at: number) => (order === "II" ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  const directory = long(4);
  if (directory + 2 > tiff.length) return;
  const entries = short(directory);
  for (let n = 0; n < entries; n += 1) {
    const at = directory + 2 + n * 12;
    if (at + 12 > tiff.length) return;
    const tell = TAGS.get(short(at));
    if (tell) found.add(tell);
  }
}

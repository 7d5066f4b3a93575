import type { Declared } from "./accepted";

/** What first bytes can tell of a text; everything else is told by the library of magic bytes. */
const TEXTS = ["html", "svg", "xml", "json", "text"] as const;

/** What a name may hold, by what its bytes say. Texts are recognised as `text` or as one of its kinds. */
const HOLDS: Record<Declared, readonly string[]> = {
  png: ["png", "apng"],
  jpg: ["jpg"],
  jpeg: ["jpg"],
  webp: ["webp"],
  gif: ["gif"],
  mp4: ["mp4", "m4v", "mov", "3gp"],
  webm: ["webm", "mkv"],
  mov: ["mov", "mp4"],
  txt: ["text", "json", "xml", "html", "svg"],
  md: ["text", "html", "json"],
  log: ["text", "json", "xml", "html"],
  json: ["json", "text"],
  xml: ["xml", "text", "svg", "html"],
  har: ["json", "text"],
  pcap: ["pcap", "pcapng"],
  pdf: ["pdf"],
  zip: ["zip"],
  asc: ["text", "pgp"],
  gpg: ["pgp", "text", "unknown"],
};

/** Formats that are zips inside: named by what they are, and still a zip. */
const ZIPS = ["docx", "xlsx", "pptx", "odt", "ods", "odp", "jar", "apk", "epub", "3mf", "vsdx"];

const TEXT_SAMPLE = 64 * 1024;

/**
 * What the first bytes say: the ending that the library of magic bytes found, or the kind of text, or `unknown`.
 * The library knows no HTML and no plain text, for they have no magic bytes.
 */
export function realType(magic: string | null, first: Uint8Array): string {
  if (magic !== null && magic !== "xml") return magic;
  return textKind(first) ?? magic ?? "unknown";
}

function textKind(first: Uint8Array): (typeof TEXTS)[number] | null {
  const sample = first.subarray(0, TEXT_SAMPLE);
  if (sample.includes(0)) return null;
  let text: string;
  try {
    // A cut may fall into a character: what follows is simply not there yet.
    text = new TextDecoder("utf-8", { fatal: true }).decode(sample, { stream: true });
  } catch {
    return null;
  }
  const start = text.slice(0, 4096).trimStart().toLowerCase();
  if (/<(?:!doctype html|html|script|body|iframe)\b/.test(start)) return "html";
  if (/<svg\b/.test(start)) return "svg";
  if (start.startsWith("<?xml")) return "xml";
  return /^[[{]/.test(start) ? "json" : "text";
}

/** What it looks like instead, in words for the mark on it; null when name and bytes agree, or the name says nothing. */
export function mismatchOf(declared: string, real: string | null): string | null {
  if (real === null || declared === "") return null;
  const holds: Readonly<Record<string, readonly string[]>> = HOLDS;
  const fits = holds[declared]?.includes(real) || (declared === "zip" && ZIPS.includes(real));
  if (fits) return null;
  return real === "unknown" ? "something else" : real;
}

const LOCAL_HEADER = 0x04034b50;
const ENCRYPTED = 0x0001;
/** Sizes stand behind the content then, and the next entry cannot be found without expanding. */
const SIZES_FOLLOW = 0x0008;

/**
 * Whether an entry of a zip opens with a password only, as far as the headers at its beginning say (APPNOTE 4.3.7
 * and 4.4.4). Nothing is expanded.
 */
export function zipIsLocked(first: Uint8Array): boolean {
  const view = new DataView(first.buffer, first.byteOffset, first.byteLength);
  let at = 0;
  while (at + 30 <= view.byteLength && view.getUint32(at, true) === LOCAL_HEADER) {
    const flags = view.getUint16(at + 6, true);
    if (flags & ENCRYPTED) return true;
    if (flags & SIZES_FOLLOW) return false;
    at += 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true) + view.getUint32(at + 18, true);
  }
  return false;
}

/** Pictures that a preview is made of. */
export function isRaster(real: string | null): boolean {
  return real !== null && ["png", "apng", "jpg", "webp", "gif"].includes(real);
}

/** Bytes above this are no policy: the longest known are under 200 kB. */
export const MAX_SOURCE_BYTES = 4 * 1024 * 1024;

export type Source = { ok: true; text: string } | { ok: false; reason: string };

const SIGNATURES: readonly (readonly [string, string])[] = [
  ["%PDF-", "This is a PDF: save its text as a plain text file and import that."],
  [
    "PK\u0003\u0004",
    "This is a zipped document, as word processors write: save it as plain text or HTML and import that.",
  ],
  ["{\\rtf", "This is a rich text file: save it as plain text or HTML and import that."],
  [
    "\u00D0\u00CF\u0011\u00E0",
    "This is an old word processor’s document: save it as plain text or HTML and import that.",
  ],
];

/** The text of a file, or in one sentence why it cannot be read. UTF-8, and UTF-16 with its mark, are understood. */
export function readSource(bytes: Uint8Array): Source {
  const refuse = (reason: string): Source => ({ ok: false, reason });
  if (bytes.length === 0) return refuse("The file is empty.");
  if (bytes.length > MAX_SOURCE_BYTES) return refuse("The file is larger than 4 MB: a policy is a few pages of text.");
  const start = Array.from(bytes.subarray(0, 8), (byte) => String.fromCharCode(byte)).join("");
  const known = SIGNATURES.find(([signature]) => start.startsWith(signature));
  if (known) return refuse(known[1]);
  const encoding = encodingOf(bytes);
  if (encoding === "utf-8" && bytes.includes(0)) return refuse("The file is binary: import text, Markdown or HTML.");
  const text = decode(bytes, encoding);
  if (text === null) {
    return refuse("The file is not encoded as UTF-8: save it again with that encoding and import that.");
  }
  const controls = Array.from(text.slice(0, 20_000)).filter((c) => isControl(c.charCodeAt(0))).length;
  if (text.includes("\0") || controls > 8) return refuse("The file is binary: import text, Markdown or HTML.");
  if (!/[\p{L}\p{N}]/u.test(text)) return refuse("The file has no words in it.");
  return { ok: true, text };
}

function encodingOf(bytes: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return "utf-8";
}

function decode(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function isControl(code: number): boolean {
  return code < 32 && code !== 9 && code !== 10 && code !== 12 && code !== 13;
}

/** Lines as an editor counts them. */
export function linesOf(text: string): string[] {
  return text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/);
}

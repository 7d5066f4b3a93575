const KB = 1024;
const MB = 1024 * KB;

/** What a file may be named (form.md §2, step 5): images, films, texts, captures, documents, archives, messages. */
export const ACCEPTED = [
  "png",
  "jpg",
  "jpeg",
  "webp",
  "gif",
  "mp4",
  "webm",
  "mov",
  "txt",
  "md",
  "log",
  "json",
  "xml",
  "har",
  "pcap",
  "pdf",
  "zip",
  "asc",
  "gpg",
] as const;
export type Declared = (typeof ACCEPTED)[number];

/** form.md §2 step 5 and security.md C16. Bytes unless the name says otherwise. */
export const UPLOAD_LIMITS = {
  files: 10,
  resumableBytes: 250 * MB,
  plainBytes: 25 * MB,
  totalBytes: 500 * MB,
} as const;

/** One request of a resumable upload, and how many files travel at a time. */
export const PART_BYTES = 5 * MB;
export const AT_A_TIME = 3;

/** For the file input; the server judges by itself. */
export const ACCEPT_ATTRIBUTE = ACCEPTED.map((type) => `.${type}`).join(",");

/** The type that a name declares; null for one outside the list. */
export function declaredType(name: string): Declared | null {
  const end = /\.([^./\\]+)$/.exec(name.trim())?.[1]?.toLowerCase();
  return ACCEPTED.find((type) => type === end) ?? null;
}

/** "14 MB", "1.5 MB", "700 kB", "12 bytes": 1 MB is 1024 × 1024 bytes, as file managers count. */
export function bytesInWords(bytes: number): string {
  if (bytes < KB) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  if (bytes < MB) return `${Math.round(bytes / KB)} kB`;
  const megabytes = bytes / MB;
  return `${megabytes < 10 ? Math.round(megabytes * 10) / 10 : Math.round(megabytes)} MB`;
}

/** Why a file cannot be taken, as a sentence that begins with its name; null when it can. */
export function refusalOf(
  file: { name: string; size: number },
  present: { files: number; bytes: number },
  way: "plain" | "resumable",
): string | null {
  if (present.files >= UPLOAD_LIMITS.files) return sentences.tooMany;
  if (declaredType(file.name) === null) return sentences.wrongType(file.name);
  if (file.size === 0) return sentences.empty(file.name);
  const most = way === "plain" ? UPLOAD_LIMITS.plainBytes : UPLOAD_LIMITS.resumableBytes;
  if (file.size > most) return sentences.tooLarge(file.name, way);
  if (present.bytes + file.size > UPLOAD_LIMITS.totalBytes) return sentences.tooMuch(file.name);
  return null;
}

/** The sentences of form.md §5. Names come in as they are shown. */
export const sentences = {
  none: "Select a file",
  tooMany: `You can attach only ${UPLOAD_LIMITS.files} files`,
  wrongType: (name: string) => `${name} must be one of: ${ACCEPTED.join(", ")}. Put anything else into a zip`,
  empty: (name: string) => `${name} is empty`,
  tooLarge: (name: string, way: "plain" | "resumable") =>
    way === "plain"
      ? `${name} must be smaller than 25 MB in this form; with JavaScript on, up to 250 MB`
      : `${name} must be smaller than 250 MB`,
  tooMuch: (name: string) => `${name} does not fit: all files together can have 500 MB`,
  failed: (name: string) => `${name} could not be uploaded – try again`,
  noRoom:
    "The portal has no room for files at the moment. Your text is safe and can be sent; try the files again later",
  dayFull: "You have uploaded as much as we take in a day (1 GB). Your text can be sent; add the files tomorrow",
  unfinished: (name: string) => `${name} is not uploaded completely. Wait for it or remove it, then send`,
  locked: "is password protected: we keep it, but cannot look inside",
  looksLike: (real: string, declared: string) => `is kept, marked “looks like ${real}, not ${declared}”`,
  infected: "is kept, marked by the virus scan; staff must confirm before opening it",
} as const;

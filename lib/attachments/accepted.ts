const KB = 1024;
const MB = 1024 * KB;

/**
 * The types a report usually brings (form.md §2, step 5): images, films, texts, captures, documents, archives, messages.
 * A file of another type is kept too, marked (decision 012).
 */
const LISTED = [
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
export type Declared = (typeof LISTED)[number];

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

/** The type that a name declares; null for one outside the list. */
export function declaredType(name: string): Declared | null {
  const end = /\.([^./\\]+)$/.exec(name.trim())?.[1]?.toLowerCase();
  return LISTED.find((type) => type === end) ?? null;
}

/** "14 MB", "1.5 MB", "700 kB", "12 bytes": 1 MB is 1024 × 1024 bytes, as file managers count. */
export function bytesInWords(bytes: number): string {
  if (bytes < KB) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  if (bytes < MB) return `${Math.round(bytes / KB)} kB`;
  const megabytes = bytes / MB;
  return `${megabytes < 10 ? Math.round(megabytes * 10) / 10 : Math.round(megabytes)} MB`;
}

/** Why a file is refused. A page without scripts carries it in its address, and says the sentence. */
export const REFUSALS = [
  "none",
  "many",
  "empty",
  "large",
  "large_plain",
  "much",
  "room",
  "day",
  "hour",
  "readable",
  "unwritable",
  "failed",
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** Why a file cannot be taken beside those that are there; null when it can. */
export function refusalOf(
  file: { name: string; size: number },
  present: { files: number; bytes: number },
  way: "plain" | "resumable",
): Refusal | null {
  if (present.files >= UPLOAD_LIMITS.files) return "many";
  if (file.size === 0) return "empty";
  if (way === "plain" && file.size > UPLOAD_LIMITS.plainBytes) return "large_plain";
  if (file.size > UPLOAD_LIMITS.resumableBytes) return "large";
  return present.bytes + file.size > UPLOAD_LIMITS.totalBytes ? "much" : null;
}

/** The sentences of form.md §5, each about a file by its name as it is shown. */
export function refusalSentence(refusal: Refusal, name: string): string {
  switch (refusal) {
    case "none":
      return "Select a file";
    case "many":
      return `You can attach only ${UPLOAD_LIMITS.files} files`;
    case "empty":
      return `${name} is empty`;
    case "large":
      return `${name} must be smaller than 250 MB`;
    case "large_plain":
      return `${name} must be smaller than 25 MB in this form; with JavaScript on, up to 250 MB`;
    case "much":
      return `${name} does not fit: all files together can have 500 MB`;
    case "room":
      return "The portal has no room for files at the moment. Your text is safe and can be sent; try the files again later";
    case "day":
      return "You have uploaded as much as we take in a day (1 GB). Your text can be sent; add the files tomorrow";
    case "hour":
      return "You have added as many files as we take in an hour. Your text can be sent; try the files again later";
    case "readable":
      return `${name} is not encrypted. Encrypt it to the team’s key, as your report is, and attach the .gpg or .asc`;
    case "unwritable":
      return `${name} cannot be written anew here: it is kept as it is, and you can remove it`;
    case "failed":
      return `${name} could not be uploaded – try again`;
  }
}

/** Said of a file that is kept. */
export const MARKS = {
  unlisted: "is kept, marked as a type that we do not open: for download only, saved with .bin at the end of its name",
  locked: "is password protected: we keep it, but cannot look inside",
  looksLike: (real: string, declared: string) => `is kept, marked “looks like ${real}, not ${declared}”`,
  rewritten: "was written anew by the portal, without what it said about place, time, device and people",
  infected: "is kept, marked by the virus scan; staff must confirm before opening it",
} as const;

/** Why a report cannot be sent yet. */
export function unfinishedSentence(name: string): string {
  return `${name} is not uploaded completely. Wait for it or remove it, then send`;
}

import { createHash } from "node:crypto";
import { type AddressObject, type Attachment, type ParsedMail, simpleParser } from "mailparser";
import { parseEmailAddress } from "../accounts/email-address";
import type { Signed } from "../pgp/signature";
import { keepBytes } from "../reports/text";
import { signedPartOf } from "./signed-part";

export type MailFile = { name: string; content: Buffer };

/** What a mail says, as far as anything here depends on it. Addresses are parsed and lower-cased. */
export type ReadMail = {
  messageId: string | null;
  /** Message-IDs it answers, the nearest first. */
  answers: string[];
  /** Null when it names no author, or more than one. */
  from: { address: string; name: string } | null;
  /** Whom its headers say it was sent or delivered to. */
  recipients: string[];
  subject: string;
  text: string;
  /** An OpenPGP message, armoured, as it came; nothing of it was decrypted. */
  encrypted: string | null;
  files: MailFile[];
  /** What an OpenPGP signature covers, not judged. */
  signed: Signed | null;
  signals: MailSignals;
  /** The status (RFC 3463) that a delivery report gives for good; null for any other mail. */
  failure: string | null;
};

/** What a mail says about being automatic. */
export type MailSignals = {
  /** RFC 3834 §5, lower-cased; null without the field. */
  autoSubmitted: string | null;
  /** Says in another way that it answers by itself: out of office and the like. */
  autoReply: boolean;
  /** Came over a list, or was sent to many. */
  bulk: boolean;
  /** A delivery report by its type. */
  report: boolean;
  /** How many servers it says it passed. */
  hops: number;
  /** Carries the mark of the portal's own mail. */
  ours: boolean;
};

/** On every mail that the portal sends: one that comes back with it is going in circles. */
export const LOOP_HEADER = "X-Safe-Harbour";

const PARSING = { skipImageLinks: true, skipTextToHtml: true, keepDeliveryStatus: true, checksumAlgo: "sha256" };

/** The mail that these bytes are; null when they cannot be taken apart within bounds. */
export async function readMail(raw: Buffer): Promise<ReadMail | null> {
  const parsed = await simpleParser(raw, PARSING).catch(() => null);
  if (raw.length === 0 || parsed === null) return null;
  const { encrypted, text, files } = contentOf(parsed);
  return {
    messageId: parsed.messageId ?? null,
    answers: answersOf(parsed),
    from: authorOf(parsed),
    recipients: recipientsIn(parsed),
    subject: (parsed.subject ?? "").slice(0, 1000),
    text,
    encrypted,
    files,
    signed: signedPartOf(raw, { contentType: parsed.headers.get("content-type") as Typed | undefined, text }),
    signals: signalsOf(parsed),
    failure: failureIn(parsed),
  };
}

/** A digest of what a mail says, whatever way it came: the same for each copy of it. Hex. */
export function contentDigest(mail: ReadMail): string {
  const files = mail.files.map(({ content }) => createHash("sha256").update(content).digest("hex"));
  const parts = [mail.from?.address ?? null, mail.subject, mail.text.trim(), mail.encrypted, files];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

function authorOf({ headerLines, from }: ParsedMail): ReadMail["from"] {
  const [author, ...others] = from?.value ?? [];
  if (headerLines.filter(({ key }) => key === "from").length !== 1 || others.length > 0) return null;
  const address = parseEmailAddress(author?.address ?? "");
  return address === null ? null : { address, name: (author?.name ?? "").slice(0, 200) };
}

function answersOf({ inReplyTo, references }: ParsedMail): string[] {
  const older = typeof references === "string" ? [references] : (references ?? []);
  return [...new Set([...(inReplyTo ? [inReplyTo] : []), ...older.reverse()])].slice(0, 100);
}

const DELIVERED = ["to", "cc", "delivered-to", "x-original-to", "envelope-to"];

function recipientsIn({ headers, headerLines }: ParsedMail): string[] {
  const found: string[] = [];
  for (const key of ["to", "cc"]) {
    const value = headers.get(key) as AddressObject | AddressObject[] | undefined;
    for (const list of value === undefined ? [] : [value].flat()) {
      found.push(
        ...list.value
          .flatMap(({ address, group }) => [address, ...(group ?? []).map((one) => one.address)])
          .filter((one) => one !== undefined),
      );
    }
  }
  for (const { key, line } of headerLines) {
    if (DELIVERED.includes(key))
      found.push(
        line
          .slice(line.indexOf(":") + 1)
          .trim()
          .replace(/^<|>$/g, ""),
      );
  }
  return [...new Set(found.flatMap((one) => parseEmailAddress(one) ?? []))].slice(0, 200);
}

function signalsOf({ headers, headerLines }: ParsedMail): MailSignals {
  const line = (key: string) => {
    const found = headerLines.find((one) => one.key === key)?.line;
    return found === undefined
      ? null
      : found
          .slice(found.indexOf(":") + 1)
          .trim()
          .toLowerCase();
  };
  const has = (...keys: string[]) => headerLines.some(({ key }) => keys.includes(key));
  const precedence = line("precedence");
  const type = headers.get("content-type");
  return {
    autoSubmitted: line("auto-submitted")?.split(/[;\s]/, 1)[0] ?? null,
    autoReply: has("x-autoreply", "x-autorespond", "x-auto-reply-from") || precedence === "auto_reply",
    bulk: has("list-id", "list-post") || ["bulk", "list", "junk"].includes(precedence ?? ""),
    report: isReport(type),
    hops: headerLines.filter(({ key }) => key === "received").length,
    ours: has(LOOP_HEADER.toLowerCase()),
  };
}

type Typed = { value?: string; params?: Record<string, string> };

const isReport = (type: unknown) => (type as Typed | undefined)?.value === "multipart/report";

/** The first permanent failure that a delivery report names (RFC 3464 §2.3). */
function failureIn(parsed: ParsedMail): string | null {
  if (!isReport(parsed.headers.get("content-type"))) return null;
  for (const { contentType, content } of parsed.attachments) {
    if (contentType !== "message/delivery-status") continue;
    const status = /^status:\s*(5\.\d{1,3}\.\d{1,3})/im.exec(content.toString("latin1"))?.[1];
    if (status) return status;
  }
  return null;
}

const BLOCK = /-----BEGIN PGP MESSAGE-----[\s\S]*?-----END PGP MESSAGE-----/;

function contentOf(parsed: ParsedMail): Pick<ReadMail, "encrypted" | "text" | "files"> {
  const type = parsed.headers.get("content-type") as Typed | undefined;
  const text = keepBytes(parsed.text ?? "").replaceAll("\0", "");
  const parts = parsed.attachments.filter(({ contentType }) => contentType !== "message/delivery-status");
  if (type?.value === "multipart/encrypted") {
    const sealed = parts.find(({ content }) => BLOCK.test(content.toString("latin1")));
    const encrypted = sealed ? (BLOCK.exec(sealed.content.toString("latin1"))?.[0] ?? null) : null;
    // RFC 3156 §4: exactly two parts. What anybody added around them is kept beside, and shown as what it is.
    const others = parts.filter((part) => part !== sealed && part.contentType !== "application/pgp-encrypted");
    return { encrypted, text, files: others.map(fileOf) };
  }
  const inline = BLOCK.exec(text)?.[0] ?? null;
  if (inline === null) return { encrypted: null, text, files: htmlBeside(parsed, parts.map(fileOf)) };
  return { encrypted: inline, text: text.replace(inline, "").trim(), files: parts.map(fileOf) };
}

/** HTML that could not be made text is kept as a file, so that nothing is lost with it. */
function htmlBeside(parsed: ParsedMail, files: MailFile[]): MailFile[] {
  const unread = (parsed.text ?? "").trim() === "" && (parsed.html || "").trim() !== "";
  return unread ? [...files, { name: "message.html", content: Buffer.from(parsed.html || "") }] : files;
}

const ENDINGS: Record<string, string> = {
  "message/rfc822": "eml",
  "application/pgp-signature": "asc",
  "application/pgp-keys": "asc",
  "text/plain": "txt",
  "text/html": "html",
  "image/png": "png",
  "image/jpeg": "jpg",
};

function fileOf({ filename, contentType, content }: Attachment, index: number): MailFile {
  return { name: filename?.trim() || `part-${index + 1}.${ENDINGS[contentType] ?? "bin"}`, content };
}

import { cleanText } from "../reports/text";

/** Lines that mail programs put above what they quote, in the languages that reporters write in. */
const ATTRIBUTION =
  /^\s*(?:on|am|le|el|il|op|den|em)\s.{1,200}\s(?:wrote|schrieb|écrit|escribió|scritto|schreef|skrev|escreveu)(?:\s.{0,120})?:\s*$/iu;
const isQuoted = (line: string) => /^\s*>/.test(line);

/**
 * A reply without the quotation that ends it, when nothing of the writer's own comes after. Whatever stands between or
 * below quoted lines is kept as it is, and so is a mail that is all quotation.
 */
export function withoutQuotedTail(text: string): string {
  const lines = text.split("\n");
  let end = lines.length;
  while (end > 0 && ((lines[end - 1] ?? "").trim() === "" || isQuoted(lines[end - 1] ?? ""))) end -= 1;
  if (!lines.slice(end).some(isQuoted)) return text;
  // An attribution may be broken into two lines.
  for (const count of [1, 2]) {
    if (ATTRIBUTION.test(lines.slice(Math.max(0, end - count), end).join(" "))) {
      end -= count;
      break;
    }
  }
  const own = lines.slice(0, Math.max(0, end)).join("\n").trimEnd();
  return own === "" ? text : own;
}

/** Without the secrets of our own mails that a quotation repeats: whoever reads a report must not hold its reporter's link. */
export function withoutOurSecrets(text: string): string {
  return text.replace(/([?&]token=)[A-Za-z0-9_-]{43}/g, "$1(removed)").replace(/\+[rb]\.[a-z2-7]{32}@/gi, "@");
}

/** What a line break means in a mail, where Markdown would join the lines; and text that looks like HTML stays text. */
export function mailAsMarkdown(text: string): string {
  let fenced = false;
  const lines = text.split("\n");
  return lines
    .map((line, index) => {
      if (/^\s{0,3}(```|~~~)/.test(line)) {
        fenced = !fenced;
        return line;
      }
      if (fenced || /^( {4}|\t)/.test(line) || line.trim() === "") return line;
      const shown = line.includes("`") ? line : line.replace(/<(?=[a-z/!?])(?!https?:|mailto:)/gi, "\\<");
      const next = lines[index + 1] ?? "";
      return next.trim() === "" || /^\s{0,3}(```|~~~)/.test(next) ? shown : `${shown.trimEnd()}  `;
    })
    .join("\n");
}

const FIRST_LINE = /[\p{L}\p{N}].{0,400}/u;

/** The title of a report that came by mail: its subject on one line, without what mail programs put before it. */
export function titleOf(subject: string, text: string, max: number): string {
  const bare = cleanText(subject.replace(/\s+/g, " "))
    .replace(/^((re|fwd?|aw|wg|tr)\s*:\s*)+/i, "")
    .trim();
  const title = bare || FIRST_LINE.exec(text)?.[0]?.trim() || "Report by mail";
  const symbols = [...title];
  return symbols.length <= max ? title : `${symbols.slice(0, max - 1).join("")}…`;
}

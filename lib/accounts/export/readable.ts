import type { ReportExport } from "../../reports/export/types";
import type { SummaryValue } from "../../reports/form/summary";
import { formatInstant } from "../../sla/words-of-time";
import type { AccountData, OwnReport, ReportEntry } from "./types";

/*
 * A copy that people read: Markdown with an index first. What somebody wrote stands as they wrote it, Markdown and all, in a
 * block that nothing in it can close.
 */

const when = (iso: string) => formatInstant(iso, "UTC");

/** The text between fences longer than any in it (CommonMark §4.5). */
export function asWritten(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(Math.max(3, longest + 1));
  return `${fence}\n${text}\n${fence}`;
}

/** One line of somebody's words inside a line of ours. */
function inline(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const ticks = "`".repeat(longest + 1);
  return line === "" ? "–" : `${ticks} ${line} ${ticks}`;
}

const paragraphs = (...parts: readonly (string | null)[]) => parts.filter((part) => part !== null).join("\n\n");
const bullets = (items: readonly string[]) => items.map((item) => `- ${item}`).join("\n");

export function readableHead(copy: {
  account: AccountData;
  drafts: readonly { program: string; savedAt: string; answers: object }[];
  index: readonly ReportEntry[];
  at: string;
}): string {
  const { account, drafts, index, at } = copy;
  const { displayName, group, title } = account.profile;
  return `${paragraphs(
    "# Your data",
    `Copied on ${when(at)}. What you and the team wrote stands as it was written, as Markdown source. The files of your reports are on their pages; here is the SHA-256 of each. The JSON copy holds the same, with salts and signed receipts.`,
    "## Index",
    bullets([
      "[Your account](#your-account)",
      `[Your drafts](#your-drafts): ${drafts.length}`,
      `[Your reports](#your-reports): ${index.length}`,
    ]),
    index.length === 0
      ? null
      : bullets(
          index.map(
            ({ reference, title: named, status, receivedAt }) =>
              `[${reference}](#${anchorOf(reference)}) ${inline(named)}: ${status}, sent ${when(receivedAt)}`,
          ),
        ),
    "## Your account",
    bullets([
      `E-mail address: ${inline(account.email)}`,
      `Name: ${inline(displayName)}`,
      `Group: ${inline(group)}`,
      `Title: ${inline(title)}`,
      `Opened: ${when(account.createdAt)}`,
    ]),
    account.credit === null ? null : paragraphs("Your credit:", asWritten(JSON.stringify(account.credit, null, 2))),
    account.pgpKey === null ? null : paragraphs("Your PGP key:", asWritten(account.pgpKey.trim())),
    "How you hear of what happens, where you chose:",
    asWritten(JSON.stringify(account.notifications, null, 2)),
    "## Your drafts",
    drafts.length === 0 ? "None." : null,
    ...drafts.map(({ program, savedAt, answers }) =>
      paragraphs(`To ${inline(program)}, saved ${when(savedAt)}:`, asWritten(JSON.stringify(answers, null, 2))),
    ),
    "## Your reports",
    index.length === 0 ? "None." : null,
  )}\n`;
}

export const anchorOf = (reference: string) => `report-${reference.toLowerCase()}`;

export function readableReport({ exported, sections, ownReference }: OwnReport): string {
  return `\n${paragraphs(
    `<a id="${anchorOf(exported.reference)}"></a>`,
    `### ${exported.reference}`,
    bullets([
      `Title: ${inline(exported.title)}`,
      `Program: ${inline(exported.program)}, policy version ${exported.policy.version}`,
      `Sent: ${when(exported.receivedAt)}`,
      `Status: ${exported.status}`,
      ...(ownReference === "" ? [] : [`Your own reference: ${inline(ownReference)}`]),
      ...(exported.splitFrom === null ? [] : [`Split from: ${exported.splitFrom}`]),
      ...(exported.splitInto.length === 0 ? [] : [`Split into: ${exported.splitInto.join(", ")}`]),
    ]),
    "#### What you sent",
    ...sections.flatMap(({ rows }) => rows.map(({ label, value }) => paragraphs(`**${label}**`, valueToRead(value)))),
    exported.additions.length === 0 ? null : "#### What you added",
    ...exported.additions.map(({ addedAt, value }) =>
      paragraphs(
        `**${when(addedAt)}**`,
        asWritten("text" in value ? value.text : JSON.stringify(value.answers, null, 2)),
      ),
    ),
    `#### Messages: ${exported.messages.length}`,
    ...exported.messages.map(({ from, sentAt, text }) =>
      paragraphs(`**${from === "you" ? "You" : "The team"}, ${when(sentAt)}**`, asWritten(text)),
    ),
    `#### Files: ${exported.attachments.length}`,
    exported.attachments.length === 0 ? null : bullets(exported.attachments.map(fileToRead)),
    "#### What happened",
    bullets(exported.timeline.map(({ at, sentence, by }) => `${when(at)}: ${inline(sentence)} (${inline(by)})`)),
  )}\n`;
}

const fileToRead = ({ name, size, sha256, message }: ReportExport["attachments"][number]) =>
  `${inline(name)}, ${size} bytes, SHA-256 ${sha256 ?? "not known"}${message === null ? "" : ", with a message"}`;

function valueToRead(value: SummaryValue): string {
  switch (value.kind) {
    case "blank":
      return "Not answered.";
    case "withheld":
      return "Withheld since.";
    case "list":
    case "addresses":
      return bullets(value.items.map(inline));
    default:
      return asWritten(value.text);
  }
}

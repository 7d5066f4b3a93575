import { follows, type Marker, markerOf } from "./markers";
import { ADDRESS_OF_PAGE, asMarkdown, EMAIL, isKeyAndValue, isLabel, isSentence, squeeze, words } from "./phrases";
import { linesOf } from "./source";
import type { Block } from "./types";

type Line = {
  number: number;
  text: string;
  indent: number;
  group: number;
  marker: Marker | null;
  /** It ends where its writer broke it: the first word of the next line would have found room. */
  broken: boolean;
};

const RULE = /^[\s=_*~+|:–—-]+$/;

function readLines(text: string): Line[] {
  const lines: Line[] = [];
  const decimals = /^\s*\d{1,2}\.\d{1,2}\s+\S/m.test(text);
  let group = 0;
  let blank = true;
  // "V." after "(a)" goes on with the capitals, not with the small letters.
  const previous: { upper: Marker | null; lower: Marker | null } = { upper: null, lower: null };
  for (const [index, raw] of linesOf(text).entries()) {
    const content = squeeze(raw);
    if (content === "") {
      blank = true;
      continue;
    }
    if (blank) group += 1;
    blank = false;
    const marker: Marker | null =
      markerOf(content, /^\(?[A-Z]/.test(content) ? previous.upper : previous.lower) ??
      (decimals ? bareNumber(content) : null);
    if (marker && /^[A-Z]/.test(marker.label)) previous.upper = marker;
    else if (marker && marker.style !== "bullet") previous.lower = marker;
    const indent = (/^[\s\u00A0]*/u.exec(raw)?.[0] ?? "").replaceAll("\t", "    ").length;
    lines.push({ number: index + 1, text: content, indent, group, marker, broken: true });
  }
  const width = Math.max(...lines.map((line) => line.indent + line.text.length));
  for (const [index, line] of lines.entries()) {
    const next = lines[index + 1]?.text.split(" ")[0] ?? "";
    line.broken = line.indent + line.text.length + 1 + next.length <= width * 0.8;
  }
  return lines;
}

/** "2 Duties" above "2.1 …": a number without a mark, in a text that counts its clauses with points. */
function bareNumber(content: string): Marker | null {
  const found = /^(\d{1,2})\s+(?=\p{Lu})/u.exec(content);
  const rest = found ? content.slice(found[0].length) : "";
  return found && isLabel(rest) ? { style: "decimals", label: found[1] ?? "", rest } : null;
}

/** Blocks of a plain text: its headings, paragraphs, list items and table rows. */
export function textBlocks(text: string): Block[] {
  const raw = linesOf(text);
  const lines = readLines(text);
  const blocks: Block[] = [];
  const open: { indent: number }[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at];
    if (!line) break;
    const next = lines[at + 1];
    if (next && next.group === line.group && /^(={3,}|-{3,})$/.test(next.text) && isLabel(line.text)) {
      const level = next.text.startsWith("=") ? 1 : 2;
      blocks.push({ ...asHeading(line), level, toLine: next.number });
      at += 1;
      continue;
    }
    if (RULE.test(line.text) && !/[\p{L}\p{N}]/u.test(line.text)) continue;
    const before = blocks.at(-1);
    const cells = cellsOf(raw[line.number - 1] ?? "", line, lines);
    if (cells) {
      blocks.push({ ...asParagraph(line), kind: "row", cells, text: cells.join(" | ") });
      continue;
    }
    if (isHeading(lines, at, blocks)) {
      open.length = 0;
      blocks.push(asHeading(line));
      continue;
    }
    if (line.marker && line.marker.style !== "section" && line.marker.style !== "decimals") {
      while ((open.at(-1)?.indent ?? -1) >= line.indent) open.pop();
      open.push({ indent: line.indent });
      blocks.push({ ...asParagraph(line), kind: "item", level: open.length - 1, marker: line.marker.label || null });
      continue;
    }
    if (!line.marker && before && before.group === line.group && continues(lines[at - 1], line, before)) {
      before.text = `${before.text} ${line.text}`;
      before.markdown = `${before.markdown} ${asMarkdown(line.text)}`;
      before.toLine = line.number;
      continue;
    }
    if (before?.kind === "item" && line.indent <= (open[0]?.indent ?? 0)) open.length = 0;
    blocks.push(asParagraph(line));
  }
  return blocks;
}

function asParagraph(line: Line): Block {
  const text = line.marker ? line.marker.rest : line.text;
  return {
    line: line.number,
    toLine: line.number,
    kind: "paragraph",
    level: 0,
    marker: line.marker?.label || null,
    text,
    markdown: asMarkdown(text),
    group: line.group,
  };
}

function asHeading(line: Line): Block {
  const text = line.marker?.rest || line.text;
  const level = line.marker && line.marker.style !== "bullet" ? line.marker.label.split(".").length : 0;
  return { ...asParagraph(line), kind: "heading", level, text: text.replace(/:$/, ""), markdown: asMarkdown(text) };
}

/** Hard-wrapped text: the line before is long, or this one goes on in the middle of a sentence. */
function continues(previous: Line | undefined, line: Line, before: Block): boolean {
  if (!previous || before.kind === "heading" || before.kind === "row") return false;
  if (isKeyAndValue(line.text) && /[.!?]$/.test(before.text)) return false;
  // Pasted from a page, every line that ends a sentence early ends its paragraph.
  if (previous.broken && /[.!?:;]$/.test(previous.text) && /^[\p{Lu}“"]/u.test(line.text)) return false;
  if (before.kind === "item" && line.indent > previous.indent) return true;
  return /^[\p{Ll}(]/u.test(line.text) || (previous.text.length >= 55 && !/[:]$/.test(previous.text));
}

function cellsOf(raw: string, line: Line, lines: readonly Line[]): string[] | null {
  if (/\s\|\s|^\|.*\|$/.test(line.text)) return split(line.text.replace(/^\|/, "").replace(/\|$/, ""), /\|/);
  if (line.marker) return null;
  const byColumn = /\S(?:\t+|\s{3,})\S/;
  if (!byColumn.test(raw.trim())) return null;
  const companions = lines.filter((other) => other.group === line.group).length;
  return companions >= 2 ? split(raw.trim(), /\t+|\s{3,}/) : null;
}

function split(text: string, by: RegExp): string[] {
  return text.split(by).map(squeeze);
}

function isHeading(lines: readonly Line[], at: number, blocks: readonly Block[]): boolean {
  const line = lines[at];
  if (!line) return false;
  const { marker, text, group } = line;
  const first = lines[at - 1]?.group !== group || blocks.at(-1)?.kind === "heading";
  if (marker?.style === "bullet") return false;
  if (marker?.style === "section") return isLabel(marker.rest || text);
  if (marker?.style === "decimals") return isLabel(marker.rest, 12);
  const next = lines[at + 1];
  if (marker?.style === "lettered") return isLabel(marker.rest) && next !== undefined && isProse(next);
  if (marker) return first && numberedHeading(lines, at);
  if (!next || !/^[\p{Lu}\p{N}[“"<{]/u.test(text) || !isLabel(text, 9)) return false;
  if (EMAIL.test(text) || ADDRESS_OF_PAGE.test(text) || isKeyAndValue(text) || METADATA.test(text)) return false;
  if (!first && !standsApart(lines, at)) return false;
  if (text.endsWith(":")) return words(text).length <= 4 && !/\b(?:are|is|will|not|do|following|to)\b/i.test(text);
  const opening = blocks.every(({ kind }) => kind === "heading") && (isLabel(next.text, 9) || METADATA.test(next.text));
  const alone = next.group !== group || opening;
  return alone || next.marker !== null || next.text.length >= 60 || (line.broken && isProse(next));
}

/** Pasted from a page, a heading has no blank line around it: it follows something finished, and a text follows it. */
function standsApart(lines: readonly Line[], at: number): boolean {
  const [before, line, next] = [lines[at - 1], lines[at], lines[at + 1]];
  if (!before || !line || !next || line.indent > before.indent) return false;
  const finished = /[.!?:;]["”’)]?$/.test(before.text) || (before.marker !== null && before.broken);
  const whole = !/\b(?:the|a|an|of|to|and|or|in|for|with|by|on|at|our|your)$/i.test(line.text);
  return finished && line.broken && whole && (next.marker !== null || isProse(next));
}

function isProse({ text, marker }: Line): boolean {
  return (
    marker === null && /^[\p{Lu}“"]/u.test(text) && (isSentence(text) || text.length >= 60 || /\s\S+:$/.test(text))
  );
}

const METADATA = /^(?:version|revision|rev|last|updated|effective|date|published|v\d)\b/i;

/** A single number before a short title: a heading, unless its neighbours count on as a list does. */
function numberedHeading(lines: readonly Line[], at: number): boolean {
  const line = lines[at];
  const marker = line?.marker;
  if (!line || !marker || /^[a-z]+$/.test(marker.label) || !isLabel(marker.rest, 10)) return false;
  const next = lines[at + 1];
  if (next && follows(next.marker, marker)) return false;
  const before = lines[at - 1];
  if (before?.marker && follows(marker, before.marker)) return false;
  return /^[\p{Lu}\p{N}[“"]/u.test(marker.rest) && (next !== undefined || !/[?]$/.test(marker.rest));
}

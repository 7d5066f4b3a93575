import { dateOf, monthOf } from "./durations";
import type { Notes } from "./notes";
import { FRONT_MATTER, isLabel, sentencesOf, shorten, squeeze, words } from "./phrases";
import type { PolicyDraft } from "./schema";
import type { Block } from "./types";

/** What a policy says of itself: title, version, dates, classification, for whom, by whom. */

const VERSION =
  /\b(?:version|revision|rev\.?)(?:\s+(?:no\.?|number))?\s*[:|]?\s*v?(\d{1,4}(?:\.\d{1,4}){0,2})(?![\d.]*\d|-)\b|^v(\d{1,4}\.\d{1,4}(?:\.\d{1,4})?)\b/i;
const ABOUT_DATES =
  /\b(?:revised|revision|updated|update|effective|modif\w+|changed|dated?|published|issued|reviewed|review|version|valid from|as of)\b/i;

export function readIdentity(blocks: readonly Block[], draft: PolicyDraft, notes: Notes): void {
  for (const block of blocks) {
    if (/^classification\s*[:|]/i.test(block.text) && readClass(block, draft, notes)) notes.place(block, "datum");
    // A numbered paragraph is a clause, whatever it names.
    if (block.kind === "paragraph" && block.marker?.includes(".")) continue;
    if (words(block.text).length > 18 || notes.isPlaced(block)) continue;
    if (!sentencesOf(block.text).every((sentence, index) => index === 0 || tells(sentence))) continue;
    const version = readVersion(block, draft, notes);
    const date = readDate(block, draft, notes);
    if (version || date) notes.place(block, "datum");
  }
  readHistory(blocks, draft, notes);
}

function tells(sentence: string): boolean {
  return VERSION.test(sentence) || (ABOUT_DATES.test(sentence) && dateOf(sentence) !== null);
}

/** Without a version or date of its own, a document has those of the latest row of its table of changes. */
function readHistory(blocks: readonly Block[], draft: PolicyDraft, notes: Notes): void {
  for (const [index, header] of blocks.entries()) {
    if (header.kind !== "row" || blocks[index - 1]?.group === header.group) continue;
    const column = (title: RegExp) => header.cells?.findIndex((cell) => title.test(cell)) ?? -1;
    const [versions, dates] = [column(/^(?:version|revision|rev)\b/i), column(/\bdates?\b/i)];
    if (versions < 0 || dates < 0) continue;
    const rows = blocks.slice(index + 1).filter((row) => row.kind === "row" && row.group === header.group);
    const changes = rows.flatMap((row) => {
      const said = /^v?(\d{1,4}(?:\.\d{1,4}){0,2})$/i.exec(row.cells?.[versions]?.trim() ?? "")?.[1];
      const date = dateOf(row.cells?.[dates] ?? "");
      return said && date && !date.ambiguous ? [{ row, said, date: date.date }] : [];
    });
    const last = changes.sort((a, b) => b.date.localeCompare(a.date))[0];
    if (!last) continue;
    if (draft.version === null) {
      draft.version = last.said.includes(".") ? last.said : `${last.said}.0`;
      notes.find("version", `version ${last.said}, the latest in a table of changes`, last.row, "likely");
    }
    if (draft.revisedOn === null) {
      draft.revisedOn = last.date;
      notes.find("date", `revised on ${last.date}, the latest in a table of changes`, last.row, "likely");
    }
    return;
  }
}

function readVersion(block: Block, draft: PolicyDraft, notes: Notes): boolean {
  const found = VERSION.exec(block.text);
  const said = found?.[1] ?? found?.[2];
  if (!said) {
    const letter = /\b(?:[Rr]evision|REV|[Rr]ev\.?|[Ii]ssue|[Vv]ersion)\s*:?\s*([A-Z])(?![\w.])/.exec(block.text)?.[1];
    if (letter) notes.find("version", `version ${letter}: give it a number, as a version has here`, block, "guess");
    return false;
  }
  if (draft.version !== null) {
    notes.find("version", `another version is named: ${said}`, block, "guess");
    return false;
  }
  const whole = !said.includes(".");
  draft.version = whole ? `${said}.0` : said;
  notes.find(
    "version",
    whole ? `version ${said}, written here as ${said}.0` : `version ${said}`,
    block,
    whole ? "likely" : "certain",
  );
  return true;
}

function readDate(block: Block, draft: PolicyDraft, notes: Notes): boolean {
  if (!ABOUT_DATES.test(block.text)) return false;
  const found = dateOf(block.text);
  if (!found) {
    const month = monthOf(block.text);
    if (month) notes.find("date", `${month}: a month without a day`, block, "guess");
    return false;
  }
  if (found.ambiguous) {
    notes.find("date", `${found.text} can be two dates: enter the one that is meant`, block, "guess");
    return false;
  }
  // A "review date" is as often the day of the next review as of the last.
  if (/\bnext\b|\bdue\b|\bexpir|\bvalid until\b|\breview (?:date|by|on)\b|\bto be reviewed\b/i.test(block.text)) {
    notes.find("date", `${found.date}: a date still to come, kept as a note`, block, "guess");
    return false;
  }
  const reviewed = /\breview(?:ed)?\b/i.test(block.text) && !/\b(?:revis|updat|version)/i.test(block.text);
  if (reviewed) draft.reviewedOn ??= found.date;
  else if (draft.revisedOn === null || /\b(?:revised|updated|modif\w+)\b/i.test(block.text))
    draft.revisedOn = found.date;
  notes.find("date", `${reviewed ? "reviewed" : "revised"} on ${found.date}`, block, "certain");
  return true;
}

/** Names a document; what heads a part of one is no title. */
const TITLE = /\b(?:polic(?:y|ies)|disclosure|security|vulnerabilit(?:y|ies)|program(?:me)?|bug bounty|reporting)\b/i;

/** The title; a heading that only names the document is taken out, one with text of its own stays a clause. */
export function readTitle(
  blocks: readonly Block[],
  everything: readonly Block[],
  draft: PolicyDraft,
  notes: Notes,
): void {
  const open = blocks.filter((block) => !notes.isPlaced(block));
  const first = open.findIndex((block) => block.kind === "heading" && block.marker === null);
  // A cover has the name of the organisation above the title: several headings, and no text between them.
  const cover = open.slice(Math.max(0, first));
  const size = cover.findIndex((block) => block.kind !== "heading" || block.marker !== null);
  const top = open.filter((block) => block.kind === "heading" && block.level === 1).length === 1;
  const heads = first >= 0 && first <= 2 ? cover.slice(0, size < 0 ? cover.length : Math.min(size, 4)) : [];
  const heading = heads.find((block) => TITLE.test(block.text)) ?? heads.find((block) => top && block.level === 1);
  if (heading) {
    const index = open.indexOf(heading);
    const next = open[index + 1];
    draft.title = shorten(heading.text, 300);
    notes.find("title", `title: ${heading.text}`, heading, TITLE.test(heading.text) ? "certain" : "likely");
    for (const block of heads.slice(0, heads.indexOf(heading)))
      notes.place(block, "unplaced", { why: "it stands above the title" });
    if (!next || next.kind === "heading" || next.marker?.includes(".")) notes.place(heading, "datum");
    return;
  }
  const line = open[0];
  if (line?.kind === "paragraph" && isLabel(line.text) && TITLE.test(line.text) && !line.text.endsWith(":")) {
    draft.title = shorten(line.text, 300);
    notes.find("title", `title: ${line.text}`, line, "likely");
    notes.place(line, "datum");
    return;
  }
  const named = everything.find(({ outside, text }) => outside === FRONT_MATTER && /^title:/i.test(text));
  if (named) {
    draft.title = shorten(named.text.replace(/^title:\s*/i, "").replace(/^["']|["']$/g, ""), 300);
    notes.find("title", `title of the file: ${draft.title}`, named, "likely");
    return;
  }
  const page = everything.find((block) => block.outside === "title of the page");
  if (!page) return;
  draft.title = shorten(page.text, 300);
  notes.find("title", `title of the page: ${page.text}`, page, "guess");
}

const CLASSES =
  /\bclassification\s*[:|]\s*["“*]*([a-z]+)|\b(?:considered|classified(?: as)?|classed as|marked(?: as)?)\s+(?:to be\s+)?["“*]*(public|internal|confidential|restricted)\b/i;
const PEOPLE =
  /\b(?:staff|employees?|clients?|customers?|contributors?|researchers?|finders?|public|partners?|contractors?|users?|entities|vendors?|suppliers?|everyone|anyone|community|patients?|visitors?|hackers?|students?|persons?|people)\b/i;
const AUDIENCE =
  /\b(?:policy|document|page|program(?:me)?|text)\b[^.]{0,30}\b(?:intended for|written for|addressed to|meant for|is for|applies to)\s+([^.]+)|^audience\s*[:|]\s*([^.]+)/i;

function readClass(block: Block, draft: PolicyDraft, notes: Notes): boolean {
  const named = CLASSES.exec(block.text);
  const word = (named?.[1] ?? named?.[2])?.toLowerCase();
  if (!word || draft.classification !== null) return false;
  const known = word === "public" || word === "internal";
  if (known) draft.classification = word;
  notes.find("classification", `classified as ${word}`, block, known ? "certain" : "guess");
  return known;
}

export function readCharacter(blocks: readonly Block[], draft: PolicyDraft, notes: Notes): void {
  for (const block of blocks) {
    readClass(block, draft, notes);
    const audience = AUDIENCE.exec(block.text);
    const names = splitNames(audience?.[1] ?? audience?.[2] ?? "");
    const listed = names.filter((name) => PEOPLE.test(name)).length * 2 >= names.length ? names : [];
    if (draft.audience.length === 0 && listed.length > 0) {
      draft.audience = listed.slice(0, 20).map((name) => shorten(name, 300));
      notes.find("audience", `for ${listed.join(", ")}`, block, "likely");
    }
    const owner =
      /\b(?:[Oo]ur |[Tt]he )((?:[A-Z][\p{L}-]+ )+(?:Team|Office|Officer|Group|Department))\s+(?:runs|owns|maintains|operates|manages|is responsible for)\b/u.exec(
        block.text,
      )?.[1];
    if (owner && draft.securityProgram.owner === null) {
      draft.securityProgram.owner = shorten(owner, 300);
      notes.find("organisation", `run by: ${owner}`, block, "likely");
    }
    readTradeName(block, draft, notes);
  }
}

function splitNames(text: string): string[] {
  return text
    .split(/\s*,\s*(?:and\s+)?|\s+and\s+(?=\S)|\s*;\s*/)
    .map((name) => squeeze(name).replace(/^(?:all|our|the)\s+/i, ""))
    .filter((name) => name !== "" && words(name).length <= 8);
}

const TRADING = /\b(?:doing business as|dba|d\/b\/a|trading as|t\/a)\s+([^).,;]+)/i;

function readTradeName(block: Block, draft: PolicyDraft, notes: Notes): void {
  const { organisation } = draft;
  const trade = TRADING.exec(block.text)?.[1];
  if (!trade || organisation.tradeName !== null) return;
  const name = squeeze(trade).split(/\s(?:and|is|are|will|has)\s/)[0] ?? trade;
  organisation.tradeName = shorten(name, 300);
  notes.find("organisation", `trades as ${name}`, block, "likely");
}

/** Copyright and trademark lines stand outside the policy, and still name the organisation. */
export function readOrganisation(blocks: readonly Block[], draft: PolicyDraft, notes: Notes): void {
  const { organisation } = draft;
  for (const block of blocks) {
    const holder = /(?:©|\(c\)|copyright)(?:\s*(?:©|\(c\)))?\s*\d{4}(?:\s*[-–]\s*\d{4})?,?\s+(?:by\s+)?(.+)$/i.exec(
      block.text,
    )?.[1];
    const name = holder ? squeeze(holder.split(/\(|\.?\s*all rights|\s[|·]\s/i)[0] ?? "") : "";
    if (name !== "" && words(name).length <= 8 && organisation.legalName === null) {
      organisation.legalName = shorten(name, 300);
      notes.find("organisation", `legal name: ${name}`, block, "likely");
      readTradeName(block, draft, notes);
      notes.place(block, "datum");
    }
    const notice = /\btrademarks?\b/i.test(block.text) && /\b(?:are|is|of|registered)\b/i.test(block.text);
    if (notice && block.text.length <= 500 && block.kind !== "heading" && organisation.trademarkNotice === null) {
      organisation.trademarkNotice = block.text;
      notes.find("organisation", "a trademark notice", block, "certain");
      notes.place(block, "datum");
    }
  }
}

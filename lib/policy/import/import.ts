import type { Making } from "./clause-lists";
import { makeClause } from "./clauses";
import { findDebris } from "./debris";
import { durationsOf } from "./durations";
import { headingKinds, type Kind, type Witness, witnessesOf } from "./evidence";
import { blocksOf, formatOf } from "./format";
import { readCharacter, readIdentity, readOrganisation, readTitle } from "./identity";
import { Notes } from "./notes";
import { shorten } from "./phrases";
import { type DraftClause, type PolicyDraft, policyDraftSchema } from "./schema";
import { type Section, sectionsOf } from "./sections";
import { linesOf } from "./source";
import { readPlaceholders, readStandards } from "./standards";
import type { Block, ImportResult, Placement, SourceFormat } from "./types";
import { completeClauses, considerations, missingIn, noteContradictions, readKeys } from "./whole";

/** As the schema has it. */
const MOST_CLAUSES = 200;

export type ImportInput = { text: string; programSlug: string; hint?: SourceFormat };

/**
 * Proposes a typed draft from a written policy. Nothing is invented: what the source does not say is null or
 * empty, and every line of it is in a clause, in a typed value, among the unplaced, or among the debris.
 */
export function importPolicy({ text, programSlug, hint }: ImportInput): ImportResult {
  // A file may be called Markdown and have no mark of it: its headings are then those of a plain text.
  const seen = formatOf(text);
  const format = hint === "markdown" && seen === "text" ? seen : (hint ?? seen);
  const blocks = blocksOf(text, format);
  const notes = new Notes();
  const draft = emptyDraft(programSlug);
  readOrganisation(blocks, draft, notes);
  for (const [block, why] of findDebris(blocks)) notes.place(block, "debris", { why });
  const kept = blocks.filter((block) => !notes.isPlaced(block));
  readIdentity(kept, draft, notes);
  readTitle(kept, blocks, draft, notes);
  const content = kept.filter((block) => !notes.isPlaced(block));
  const clauses = new Map<Block, string>();
  const sections = sectionsOf(content);
  const taken = new Set(sections.map((section) => section.key));
  let above = "";
  for (const section of sections) {
    above = section.heading?.text ?? above;
    draft.clauses.push(...clausesOf(section, above, taken, notes, clauses));
  }
  noteNumbering(sections, notes);
  const clauseOf = (block: Block) => clauses.get(block);
  readCharacter(content, draft, notes);
  readStandards(content, draft, notes, clauseOf);
  readPlaceholders(kept, notes, clauseOf);
  completeClauses({ draft, taken, notes, blocks: content, clauseOf });
  draft.clauses.splice(MOST_CLAUSES);
  noteContradictions(draft, notes);
  considerations(draft, notes, content, clauseOf);
  const hasKey = readKeys(content, notes, clauseOf);
  const held = new Set(draft.clauses.map(({ key }) => key));
  const beyond = (place: Placement): Placement =>
    place.where === "clause" && place.clause !== undefined && !held.has(place.clause)
      ? { ...place, where: "unplaced", why: `a policy holds no more than ${MOST_CLAUSES} clauses` }
      : place;
  const placements = [...notes.placements(blocks).map(beyond), ...leftOver(text, format, blocks)].sort(
    (a, b) => a.line - b.line,
  );
  const findings = notes.findings.sort((a, b) => a.line - b.line);
  return {
    format,
    draft: policyDraftSchema.parse(draft),
    findings,
    missing: missingIn(draft, hasKey),
    unplaced: placements
      .filter(({ where }) => where === "unplaced")
      .map(({ line, text: said, why }) => ({ line, text: said, why: why ?? "it belongs to no clause" })),
    debris: rangesOf(placements.filter(({ where, why }) => where === "debris" && why !== TAGS)),
    placements,
  };
}

function emptyDraft(program: string): PolicyDraft {
  return {
    format: "safe-harbour-policy/1",
    program,
    title: null,
    version: null,
    revisedOn: null,
    reviewedOn: null,
    classification: null,
    language: "en",
    audience: [],
    summary: null,
    organisation: { legalName: null, tradeName: null, offices: [], trademarkNotice: null, badges: [] },
    calendar: null,
    businessDayRule: null,
    clauses: [],
    securityProgram: { owner: null, statement: "", standards: [], certificates: [], faq: [] },
    demonstrationValues: [],
  };
}

/** One section becomes one clause, or, where it holds several kinds of things, a clause with sub-clauses. */
function clausesOf(
  section: Section,
  above: string,
  taken: Set<string>,
  notes: Notes,
  clauseOf: Map<Block, string>,
): DraftClause[] {
  const heading = section.heading?.text ?? null;
  const witnesses = witnessesOf(section, above);
  if (section.heading) {
    notes.place(section.heading, "clause", { clause: section.key });
    for (const { text } of durationsOf(section.heading.text))
      notes.find("time", `“${text}”: it stands in a heading`, section.heading, "guess", section.key);
  }
  const primary = primaryKind(witnesses, heading ?? above);
  const runs = runsOf(witnesses, primary);
  return runs.flatMap(({ kind, members }, index) => {
    const own = index === 0;
    const key = own ? section.key : freeKey(section.key, taken);
    const making: Making = {
      key,
      heading: own ? heading : null,
      kind,
      witnesses: members,
      notes,
      taken: new Set(),
      gone: new Map(),
      commitments: [],
    };
    const clause = makeClause(making);
    for (const block of [
      ...(own && section.heading ? [section.heading] : []),
      ...members.flatMap((one) => one.unit.blocks),
    ])
      clauseOf.set(block, key);
    const named = members.flatMap((one) => one.table?.products ?? []);
    if (kind === "exclusion" && named.length > 0) {
      const products = named.slice(0, 100).map(({ name }) => ({
        key: notes.name(name),
        name: shorten(name, 300),
        family: "Products",
        openSource: false,
      }));
      for (const { name, row } of named) notes.find("scope", `in scope: ${shorten(name, 80)}`, row, "certain", key);
      const scope: DraftClause = {
        kind: "scope",
        key: freeKey(section.key, taken),
        heading: null,
        body: "",
        mode: "products",
        products,
        statement: null,
      };
      return [clause, scope];
    }
    const empty = () => ({ key: freeKey(section.key, taken), heading: null, body: "" });
    const said: DraftClause[] = [clause];
    const { commitments } = making;
    if (kind !== "commitment" && kind !== "contact" && commitments.length > 0)
      said.push({ kind: "commitment", ...empty(), commitments });
    const limit = kind === "disclosure" ? null : limitOf(members);
    if (limit)
      said.push({
        kind: "disclosure",
        ...empty(),
        rule: "coordinated",
        limitDays: limit.days,
        cna: null,
        summary: limit.said,
      });
    return said;
  });
}

/** A time after which a finder may publish, named by what is mainly about something else. */
function limitOf(members: readonly Witness[]): { days: number; said: string } | null {
  for (const { sentence, found } of members.flatMap(({ times }) => [...times.values()].flat())) {
    for (const time of found)
      if (time.kind === "disclosure" && time.limitDays !== null)
        return { days: time.limitDays, said: shorten(sentence, 300) };
  }
  return null;
}

function primaryKind(witnesses: readonly Witness[], heading: string): Kind {
  const strong = witnesses.map(({ kind }) => kind).filter((kind) => kind !== null);
  const named = headingKinds(heading);
  const fitting = named.find((kind) => strong.includes(kind));
  if (fitting) return fitting;
  if (
    named.includes("contact") &&
    witnesses.length > 0 &&
    strong.every((kind) => kind === "commitment" || kind === "conduct")
  )
    return "contact";
  return strong[0] ?? "text";
}

type Run = { kind: Kind; members: Witness[] };

/** Units that say nothing typed stay with the primary kind; those of another kind go together, one clause each. */
function runsOf(witnesses: readonly Witness[], primary: Kind): Run[] {
  const main: Run = { kind: primary, members: [] };
  const others: Run[] = [];
  let last = main;
  for (const witness of witnesses) {
    const kind = witness.kind;
    const joins = kind === null || kind === primary || (primary === "contact" && kind === "commitment");
    if (joins) {
      const follows = kind === null && last !== main && witness.unit.items.length > 0 && witness.unit.lead === null;
      (follows ? last : main).members.push(witness);
      if (!follows) last = main;
      continue;
    }
    const run = others.find((other) => other.kind === kind) ?? { kind, members: [] };
    if (run.members.length === 0) others.push(run);
    run.members.push(witness);
    last = run;
  }
  return [main, ...others];
}

function freeKey(parent: string, taken: Set<string>): string {
  const base = parent.split(".").length < 5 ? parent : parent.split(".").slice(0, 4).join(".");
  for (let number = 1; number < 100; number += 1) {
    const key = `${base}.${number}`;
    const free = !taken.has(key) && ![...taken].some((other) => other.startsWith(`${key}.`));
    if (!free) continue;
    taken.add(key);
    return key;
  }
  return `${base}.99`;
}

function noteNumbering(sections: readonly Section[], notes: Notes): void {
  const bare = sections.filter((section) => !section.numbered);
  const first = bare[0]?.heading ?? bare[0]?.blocks[0];
  if (!first) return;
  const all = bare.length === sections.length;
  const what = all
    ? "the source numbers no clause: they are numbered in their order"
    : `${bare.length} clauses without a usable number got the next free one`;
  notes.find("numbering", what, first, "guess", bare[0]?.key);
}

/** Tags alone say nothing to a reader: such lines have their place, and are not listed. */
const TAGS = "tags without words";
const TAGS_ONLY = /^\s*(?:<[^<>]*>\s*)+$/;

/** Lines that no block covers: marks without words, and whatever a reader did not understand. */
function leftOver(text: string, format: SourceFormat, blocks: readonly Block[]): Placement[] {
  const covered = new Set(
    blocks.flatMap(({ line, toLine }) => Array.from({ length: toLine - line + 1 }, (_, index) => line + index)),
  );
  return linesOf(text).flatMap((raw, index): Placement[] => {
    const line = index + 1;
    if (raw.trim() === "" || covered.has(line)) return [];
    const place = { line, toLine: line, text: raw.trim() };
    if (format === "html")
      return [{ ...place, where: "debris", why: TAGS_ONLY.test(raw) ? TAGS : "what a page does not show" }];
    return [
      /[\p{L}\p{N}]/u.test(raw)
        ? { ...place, where: "unplaced", why: "it reads as no part of a text" }
        : { ...place, where: "debris", why: "marks without words" },
    ];
  });
}

function rangesOf(placements: readonly Placement[]): ImportResult["debris"] {
  const ranges: ImportResult["debris"] = [];
  for (const { line, toLine, why = "" } of placements) {
    const last = ranges.at(-1);
    if (last && last.why === why && line <= last.toLine + 2) last.toLine = Math.max(last.toLine, toLine);
    else ranges.push({ fromLine: line, toLine, why });
  }
  return ranges;
}

import type { Kind, Witness } from "./evidence";
import { proseExclusions } from "./evidence";
import { exclusionKind, isBanLead, isNegativeLead, isRuleSentence } from "./lists";
import type { Notes } from "./notes";
import { sentencesOf, shorten } from "./phrases";
import type { DraftClauseOf, DraftCommitment } from "./schema";
import { leadOf } from "./sections";
import type { Block } from "./types";

/** One clause in the making: its typed part takes blocks and sentences out of its body. */
export type Making = {
  key: string;
  heading: string | null;
  kind: Kind;
  witnesses: Witness[];
  notes: Notes;
  /** Blocks that became typed data as a whole. */
  taken: Set<Block>;
  /** Sentences that became typed data. */
  gone: Map<Block, string[]>;
  commitments: DraftCommitment[];
};

/** As the schema has it. */
const MOST_ITEMS = 60;

export const strip = (text: string) => text.replace(/[;,.]?\s*(?:\b(?:and|or)\b)?\s*$/i, "").trim();
const sentenceCase = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const lowerFirst = (text: string) =>
  /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;

export function exclusionsOf({
  witnesses,
  notes,
  key,
  taken,
  heading,
}: Making): DraftClauseOf<"exclusion">["exclusions"] {
  const exclusions: DraftClauseOf<"exclusion">["exclusions"] = [];
  // What is beyond the most that a clause holds stays in its text.
  const add = (text: string, about: string, block: Block, confidence: "certain" | "likely"): boolean => {
    if (exclusions.length >= MOST_ITEMS) return false;
    const label = shorten(strip(text.split(/[:(]|\s[–—-]\s/)[0] ?? text) || text, 60);
    exclusions.push({
      id: notes.name(label),
      kind: exclusionKind(text, about),
      label,
      text: shorten(sentenceCase(text), 1000),
      cwe: [],
      words: [],
    });
    notes.find("exclusion", `excluded: ${label}`, block, confidence, key);
    return true;
  };
  for (const { unit, list, table } of witnesses) {
    const about = `${heading ?? ""} ${leadOf(unit)}`;
    if (table) {
      const assets = /\b(?:domain|host|asset|target|system)/i.test(table.header.text) ? "assets" : about;
      const added = table.exclusions.filter(({ text, row }) => add(text, assets, row, "certain"));
      if (table.products.length === 0) for (const { row } of added) taken.add(row);
      if (table.products.length === 0 && added.length === table.exclusions.length) taken.add(table.header);
    } else if (list === "exclusion") {
      for (const { text, blocks } of outermost(unit.items)) {
        if (!add(text, about, blocks[0] ?? unit.items[0] ?? fail(), "certain")) break;
        for (const block of blocks) taken.add(block);
      }
    } else {
      for (const block of unit.blocks) {
        for (const sentence of sentencesOf(block.text)) {
          const parts = proseExclusions(sentence, heading ?? "");
          for (const part of parts) add(part, about, block, "likely");
        }
      }
    }
  }
  return exclusions;
}

export function fail(): never {
  throw new Error("a list has items");
}

/** Items with their sub-items in one text. */
export function outermost(items: readonly Block[]): { text: string; blocks: Block[] }[] {
  const least = Math.min(...items.map((item) => item.level));
  const merged: { text: string; blocks: Block[] }[] = [];
  for (const item of items) {
    const last = merged.at(-1);
    if (last && item.level > least) {
      last.text = `${last.text}${/[:;,.]$/.test(last.text) ? "" : ";"} ${item.text}`;
      last.blocks.push(item);
    } else merged.push({ text: item.text, blocks: [item] });
  }
  return merged;
}

export function rulesOf({ witnesses, notes, key, taken, gone }: Making): DraftClauseOf<"conduct">["rules"] {
  const rules: DraftClauseOf<"conduct">["rules"] = [];
  const add = (text: string, block: Block, confidence: "certain" | "likely"): boolean => {
    if (rules.length >= MOST_ITEMS) return false;
    rules.push({ id: notes.name(text.replace(/^do not /i, "no ")), text: shorten(sentenceCase(text), 1000) });
    notes.find("conduct", `rule of conduct: ${shorten(text, 80)}`, block, confidence, key);
    return true;
  };
  for (const { unit, list } of witnesses) {
    const lead = leadOf(unit);
    if (list === "conduct") {
      for (const { text, blocks } of outermost(unit.items)) {
        const commanded = /^(?:please\s+)?(?:do|don['’]t|never|not|avoid|refrain)\b/i.test(text);
        const doing = /^\p{L}+ing\b/u.test(text);
        const banned = isBanLead(lead) || (isNegativeLead(lead) && !commanded && doing);
        const said = banned
          ? `Not allowed: ${lowerFirst(text)}`
          : isNegativeLead(lead) && !commanded
            ? `Do not ${lowerFirst(text)}`
            : text;
        if (!add(said, blocks[0] ?? fail(), "certain")) break;
        for (const block of blocks) taken.add(block);
      }
      continue;
    }
    for (const block of unit.blocks) {
      const commands = sentencesOf(block.text)
        .filter(isRuleSentence)
        .filter((sentence) => add(sentence, block, "likely"));
      if (commands.length > 0) gone.set(block, [...(gone.get(block) ?? []), ...commands]);
    }
  }
  return rules;
}

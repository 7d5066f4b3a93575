import { labelValue, romanValue } from "./markers";
import { isLabel } from "./phrases";
import type { Block } from "./types";

/** One clause to be: a heading, or a numbered paragraph, and what stands under it. */
export type Section = { key: string; heading: Block | null; blocks: Block[]; numbered: boolean };

const DECIMALS = /^\d{1,2}(?:\.\d{1,2}){0,4}$/;

/** Cuts a text at its headings, and gives every clause the number the source gives it, or the next free one. */
export function sectionsOf(blocks: readonly Block[]): Section[] {
  const sections: Section[] = [];
  const numbers = new Numbers(depthOffset(blocks));
  for (const block of blocks) {
    const clause =
      block.kind === "heading" ||
      (block.kind === "paragraph" && DECIMALS.test(block.marker ?? "") && block.marker !== null);
    if (clause) {
      const heading = block.kind === "heading" ? block : null;
      const { key, numbered } = numbers.next(block);
      sections.push({ key, heading, blocks: heading ? [] : [block], numbered });
      continue;
    }
    const last = sections.at(-1);
    if (last) last.blocks.push(block);
    else sections.push({ key: numbers.next(null).key, heading: null, blocks: [block], numbered: false });
  }
  return sections;
}

/** Markdown often begins at `##`: the highest heading without a number becomes depth 1. */
function depthOffset(blocks: readonly Block[]): number {
  const levels = blocks.filter((block) => block.kind === "heading" && block.level > 0).map((block) => block.level);
  const [first, ...rest] = levels;
  if (first === undefined) return 0;
  const top = Math.min(...levels);
  // A single highest heading at the start is the title: what follows stands beside it.
  const beside = first === top && rest.length > 0 && rest.every((level) => level > top);
  return (beside ? Math.min(...rest) : top) - 1;
}

class Numbers {
  private readonly taken = new Set<string>();
  private readonly styles: string[] = [];
  private path: number[] = [];
  private decimal = false;

  constructor(private readonly offset: number) {}

  next(block: Block | null): { key: string; numbered: boolean } {
    const given = block?.marker ?? null;
    if (block && given !== null) {
      const path = this.fromLabel(given);
      const key = path?.join(".");
      if (path && key !== undefined && !this.taken.has(key)) return this.take(path, true);
    }
    return this.take(this.free(block), false);
  }

  private take(path: number[], numbered: boolean): { key: string; numbered: boolean } {
    const key = path.join(".");
    this.taken.add(key);
    this.path = path;
    return { key, numbered };
  }

  private fromLabel(label: string): number[] | null {
    if (DECIMALS.test(label)) {
      const path = label.split(".").map(Number);
      if (path.length > 1) this.decimal = true;
      if (path.length > 1 || this.styles.length === 0 || this.decimal) {
        if (!this.styles.includes("decimal")) this.styles.push("decimal");
        return path;
      }
    }
    const style = this.styleFor(label);
    const value = labelValue({ style, label });
    if (value === null || value > 99 || value < 1) return null;
    if (!this.styles.includes(style)) this.styles.push(style);
    const depth = this.styles.indexOf(style);
    return [...this.path.slice(0, depth), value].slice(-5);
  }

  /** "V" after "IV" is five, not the twenty-second letter. */
  private styleFor(label: string): ReturnType<typeof styleOf> {
    const roman = label === label.toUpperCase() ? "ROMAN" : "roman";
    const depth = this.styles.indexOf(roman);
    const value = romanValue(label);
    return depth >= 0 && value !== null && value === (this.path[depth] ?? 0) + 1 ? roman : styleOf(label);
  }

  private free(block: Block | null): number[] {
    const depth = this.depthOf(block);
    const parent = this.path.slice(0, depth - 1);
    while (parent.length < depth - 1) parent.push(1);
    for (let number = (this.path[depth - 1] ?? 0) + (this.path.length >= depth ? 1 : 1); number < 100; number += 1) {
      const path = [...parent, number];
      if (!this.taken.has(path.join("."))) return path;
    }
    return [...parent, 99, 99];
  }

  private depthOf(block: Block | null): number {
    if (!block || block.level === 0 || block.level === 6) {
      // Among numbered clauses a heading without a number belongs to the one before it.
      return this.styles.length > 0 && this.path.length > 0
        ? Math.min(5, this.path.length + (this.decimal ? 1 : 0))
        : 1;
    }
    return Math.min(5, Math.max(1, block.level - this.offset), this.path.length + 1);
  }
}

function styleOf(label: string): "decimal" | "ROMAN" | "ALPHA" | "roman" | "alpha" {
  if (/^\d+$/.test(label)) return "decimal";
  const upper = label === label.toUpperCase();
  const roman = romanValue(label) !== null && (label.length > 1 || /^i$/i.test(label));
  if (roman) return upper ? "ROMAN" : "roman";
  return upper ? "ALPHA" : "alpha";
}

/** A list with what introduces it, or one block by itself. */
export type Unit = { lead: Block | null; items: Block[]; blocks: Block[] };

export function unitsOf(blocks: readonly Block[]): Unit[] {
  const units: Unit[] = [];
  for (const block of blocks) {
    const last = units.at(-1);
    if (block.kind === "paragraph") {
      units.push({ lead: null, items: [], blocks: [block] });
    } else if (last && last.items[0]?.kind === block.kind) {
      last.items.push(block);
      last.blocks.push(block);
    } else if (last && last.items.length === 0 && introduces(last.blocks[0])) {
      last.lead = last.blocks[0] ?? null;
      last.items.push(block);
      last.blocks.push(block);
    } else units.push({ lead: null, items: [block], blocks: [block] });
  }
  return units;
}

function introduces(block: Block | undefined): boolean {
  return block !== undefined && (/:["”’)]?$/.test(block.text) || (isLabel(block.text) && !/[?]$/.test(block.text)));
}

/** What the list says of itself: the last sentence before it. */
export function leadOf(unit: Unit): string {
  return unit.lead?.text.match(/[^.!?]*(?:[.!?]?)$/)?.[0].trim() ?? "";
}

/** What a list declares: "We will not:" before each of its items. */
export function declaredBy({ lead, blocks }: Unit): string {
  const start = lead?.text.endsWith(":") ? lead.text.slice(0, -1) : null;
  return blocks.map((block) => (start === null || block === lead ? block.text : `${start} ${block.text}`)).join("\n");
}

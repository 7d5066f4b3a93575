import { keyOf } from "./phrases";
import type { DraftClause } from "./schema";
import type { Block, Confidence, Finding, Placement, Topic } from "./types";

/** What is gathered while a source is read: findings, where each block went, names already given. */
export class Notes {
  readonly findings: Finding[] = [];
  private readonly places = new Map<Block, Omit<Placement, "line" | "toLine" | "text">>();
  private readonly names = new Set<string>();

  find(
    topic: Topic,
    what: string,
    block: Block,
    confidence: Confidence,
    clause?: string,
    sourceText = block.text,
  ): void {
    this.findings.push({ topic, what, ...(clause ? { clause } : {}), line: block.line, sourceText, confidence });
  }

  /** Takes back what a later reading answers. */
  drop(fits: (finding: Finding) => boolean): void {
    this.findings.splice(0, this.findings.length, ...this.findings.filter((finding) => !fits(finding)));
  }

  /** The first word about a block stands: a block has one place. */
  place(block: Block, where: Placement["where"], more: { clause?: string; why?: string } = {}): void {
    if (!this.places.has(block)) this.places.set(block, { where, ...more });
  }

  isPlaced(block: Block): boolean {
    return this.places.has(block);
  }

  placements(blocks: readonly Block[]): Placement[] {
    return blocks.map((block) => ({
      line: block.line,
      toLine: block.toLine,
      text: block.text,
      ...(this.places.get(block) ?? { where: "unplaced", why: "it belongs to no clause" }),
    }));
  }

  /** An id that no other item of this policy has. */
  name(text: string): string {
    const name = keyOf(text, this.names);
    this.names.add(name);
    return name;
  }
}

/** Blocks as the Markdown body of a clause; `without` are sentences that became typed data. */
export function bodyOf(blocks: readonly Block[], without: ReadonlyMap<Block, readonly string[]>): string {
  const parts: { text: string; list: boolean }[] = [];
  for (const [index, block] of blocks.entries()) {
    const gone = without.get(block) ?? [];
    const text = gone.length > 0 ? rest(block, gone) : block.markdown;
    if (block.kind === "row" && block.cells) {
      const cells = block.cells.map((cell) => cell.replaceAll("|", "\\|"));
      const first = blocks[index - 1]?.kind !== "row";
      const rule = first ? `\n|${" --- |".repeat(cells.length)}` : "";
      parts.push({ text: `| ${cells.join(" | ")} |${rule}`, list: true });
    } else if (block.kind === "item") {
      const mark = block.marker !== null && /^\d+$/.test(block.marker) ? `${block.marker}.` : "-";
      parts.push({ text: `${"   ".repeat(block.level)}${mark} ${text}`, list: true });
    } else if (text !== "") parts.push({ text, list: false });
  }
  let body = "";
  for (const [index, part] of parts.entries()) {
    const before = parts[index - 1];
    body += `${before ? (before.list && part.list ? "\n" : "\n\n") : ""}${part.text}`;
  }
  return body;
}

function rest(block: Block, gone: readonly string[]): string {
  let { text } = block;
  for (const sentence of gone) text = text.replace(sentence, " ");
  return text.replace(/\s+/g, " ").trim();
}

/** Whether anything of a block is left once its typed sentences are taken out. */
export function leavesWords(block: Block, gone: readonly string[]): boolean {
  return /[\p{L}\p{N}]/u.test(rest(block, gone));
}

export const emptyBody = (clause: Pick<DraftClause, "body">): boolean => clause.body.trim() === "";

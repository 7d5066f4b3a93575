import type { PolicyDraft } from "./schema";

export type SourceFormat = "text" | "markdown" | "html";

export type Confidence = "certain" | "likely" | "guess";

export const TOPICS = [
  "title",
  "version",
  "date",
  "numbering",
  "commitment",
  "time",
  "exclusion",
  "scope",
  "conduct",
  "contact",
  "key",
  "reward",
  "safe harbour",
  "disclosure",
  "CNA",
  "governance",
  "classification",
  "audience",
  "standard",
  "certificate",
  "organisation",
  "placeholder",
] as const;
export type Topic = (typeof TOPICS)[number];

/** One thing that was recognised, or noticed, with the place it was read from. */
export type Finding = {
  topic: Topic;
  what: string;
  clause?: string;
  /** In the source, from 1. */
  line: number;
  sourceText: string;
  confidence: Confidence;
};

/** A run of source lines that reads as one thing. */
export type Block = {
  line: number;
  toLine: number;
  kind: "heading" | "paragraph" | "item" | "row";
  /** Depth of a heading from 1; depth of a list item from 0. */
  level: number;
  /** As the source numbers it: "2.3", "(a)", "IV". */
  marker: string | null;
  text: string;
  /** The same as Markdown. */
  markdown: string;
  /** Blocks that no blank line parts share one. */
  group: number;
  /** Cells of a table row. */
  cells?: string[];
  /** Why a page would not count it as its content. */
  outside?: string;
};

/** Where a block went. Each has exactly one place. */
export type Placement = {
  line: number;
  toLine: number;
  text: string;
  where: "clause" | "datum" | "unplaced" | "debris";
  clause?: string;
  why?: string;
};

export type ImportResult = {
  format: SourceFormat;
  draft: PolicyDraft;
  findings: Finding[];
  /** What a policy needs and this source does not say. */
  missing: string[];
  unplaced: { line: number; text: string; why: string }[];
  debris: { fromLine: number; toLine: number; why: string }[];
  placements: Placement[];
};

import { htmlBlocks } from "./html-blocks";
import { markdownBlocks } from "./markdown-blocks";
import { linesOf } from "./source";
import { textBlocks } from "./text-blocks";
import type { Block, SourceFormat } from "./types";

/** What a text is written in, by its own marks. */
export function formatOf(text: string): SourceFormat {
  if (/^\s*(?:<!doctype html|<html[\s>]|<\?xml)/i.test(text)) return "html";
  const tags = text.match(/<\/(?:p|h[1-6]|div|li|ul|ol|table|body|section|article)>/gi)?.length ?? 0;
  if (tags >= 3) return "html";
  const marks = linesOf(text).filter((line) => /^#{1,6}\s+\S|^\|?\s*:?-{3,}:?\s*\||^```/.test(line)).length;
  const inline = text.match(/\[[^\]\n]+\]\([^)\s]+\)|\*\*[^*\n]+\*\*/g)?.length ?? 0;
  return marks > 0 || inline >= 2 ? "markdown" : "text";
}

const READERS: Record<SourceFormat, (text: string) => Block[]> = {
  text: textBlocks,
  markdown: markdownBlocks,
  html: htmlBlocks,
};

export function blocksOf(text: string, format: SourceFormat): Block[] {
  return READERS[format](text);
}

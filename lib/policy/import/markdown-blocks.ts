import type { Nodes, PhrasingContent, Root } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { markerOf } from "./markers";
import { isKeyAndValue, isLabel, squeeze } from "./phrases";
import { linesOf } from "./source";
import type { Block } from "./types";

const parser = unified().use(remarkParse).use(remarkGfm, { singleTilde: false });

type Reading = { source: string; skipped: number; blocks: Block[]; group: number };

/** Blocks of a Markdown text, front matter included. */
export function markdownBlocks(text: string): Block[] {
  const lines = linesOf(text);
  const close = lines[0] === "---" ? lines.findIndex((line, index) => index > 0 && line === "---") : -1;
  const blocks: Block[] = [];
  for (const [index, line] of lines.slice(0, Math.max(0, close)).entries()) {
    if (index === 0 || line.trim() === "") continue;
    const text = squeeze(line.replaceAll("_", " "));
    const told = isKeyAndValue(text) && /^(?:version|revision|date|last|updated|effective|classification)/i.test(text);
    blocks.push(block({ line: index + 1, text, group: 0, ...(told ? {} : { outside: "front matter of the file" }) }));
  }
  const source = lines.slice(close + 1).join("\n");
  const reading: Reading = { source, skipped: close + 1, blocks, group: 0 };
  const tree: Root = parser.parse(source);
  for (const node of tree.children) {
    reading.group += 1;
    read(node, reading, -1);
  }
  return blocks;
}

function block(part: Pick<Block, "line" | "text" | "group"> & Partial<Block>): Block {
  return { toLine: part.line, kind: "paragraph", level: 0, marker: null, markdown: part.text, ...part };
}

function read(node: Nodes, reading: Reading, depth: number, marker: string | null = null): void {
  const { blocks, group, skipped } = reading;
  const line = (node.position?.start.line ?? 1) + skipped;
  const toLine = (node.position?.end.line ?? 1) + skipped;
  const text = squeeze(textOf(node));
  const place = { line, toLine, group };
  switch (node.type) {
    case "heading": {
      const number = markerOf(text, null);
      const title = number && number.style !== "bullet" ? number.rest || text : text;
      if (text === "") return;
      blocks.push(
        block({
          ...place,
          kind: "heading",
          level: node.depth,
          marker: number?.label || null,
          text: title,
          markdown: title,
        }),
      );
      return;
    }
    case "paragraph":
      paragraphs(node.children, place, reading, depth, marker);
      return;
    case "list":
      for (const [index, item] of node.children.entries()) {
        const label = node.ordered ? String((node.start ?? 1) + index) : null;
        for (const [part, child] of item.children.entries()) read(child, reading, depth + 1, part === 0 ? label : null);
      }
      return;
    case "table":
      for (const row of node.children) {
        const cells = row.children.map((cell) => squeeze(textOf(cell)));
        const at = (row.position?.start.line ?? 1) + skipped;
        blocks.push(block({ line: at, group, kind: "row", cells, text: cells.join(" | ") }));
      }
      return;
    case "blockquote":
      for (const child of node.children) read(child, reading, depth);
      return;
    case "html":
      if (text !== "")
        blocks.push(block({ ...place, text, outside: node.value.startsWith("<!--") ? "a comment" : undefined }));
      return;
    case "code":
      blocks.push(block({ ...place, text, markdown: slice(node, reading) }));
      return;
    case "thematicBreak":
    case "definition":
      return;
    default:
      if (text !== "") blocks.push(block({ ...place, text, markdown: slice(node, reading) }));
  }
}

/** Short lines of one paragraph ("Version: 2", "Owner: …") are read one by one; wrapped prose is one block. */
function paragraphs(
  children: readonly PhrasingContent[],
  place: Pick<Block, "line" | "toLine" | "group">,
  reading: Reading,
  depth: number,
  marker: string | null,
): void {
  const first = children[0];
  const raw = reading.source.slice(first?.position?.start.offset ?? 0, children.at(-1)?.position?.end.offset ?? 0);
  const base = {
    ...place,
    kind: depth >= 0 ? ("item" as const) : ("paragraph" as const),
    level: Math.max(0, depth),
    marker,
  };
  const text = squeeze(children.map(textOf).join(""));
  if (text === "") return;
  if (depth < 0 && children.length === 1 && first?.type === "strong" && isLabel(markerOf(text, null)?.rest ?? text)) {
    const number = markerOf(text, null);
    const title = (number?.rest || text).replace(/:$/, "");
    reading.blocks.push(
      block({ ...place, kind: "heading", level: 6, marker: number?.label || null, text: title, markdown: title }),
    );
    return;
  }
  const lines = raw.split("\n").map((line) => line.replace(/^\s*>\s?/, ""));
  if (depth < 0 && lines.length > 1 && lines.every((line) => isKeyAndValue(line.replace(/[*_\\]/g, "").trim()))) {
    for (const [index, line] of lines.entries()) {
      const value = squeeze(line.replace(/[*_\\]/g, ""));
      reading.blocks.push(block({ ...base, line: place.line + index, toLine: place.line + index, text: value }));
    }
    return;
  }
  const own = depth < 0 ? markerOf(text, null) : null;
  const numbered = own && (own.style === "decimals" || own.style === "section");
  const markdown = lines.map((line) => line.trim()).join("\n");
  reading.blocks.push(
    numbered
      ? block({
          ...base,
          marker: own.label,
          text: own.rest,
          markdown: markdown.slice(Math.max(0, markdown.indexOf(own.rest.slice(0, 8)))),
        })
      : block({ ...base, text, markdown }),
  );
}

function slice(node: Nodes, { source }: Reading): string {
  return source.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0);
}

function textOf(node: Nodes): string {
  if (node.type === "html") return node.value.replace(/<[^>]*>/g, " ");
  if (node.type === "break") return " ";
  if ("value" in node) return node.value;
  if (node.type === "image") return node.alt ?? "";
  if (!("children" in node)) return "";
  const inner = node.children.map(textOf).join("");
  if (node.type !== "link" || !node.url.startsWith("mailto:")) return inner;
  const address = node.url.slice("mailto:".length).split("?")[0] ?? "";
  return inner.includes(address) ? inner : `${inner} (${address})`;
}

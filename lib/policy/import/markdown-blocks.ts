import type { Nodes, PhrasingContent, Root } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { markerOf } from "./markers";
import { FRONT_MATTER, isKeyAndValue, isLabel, isSentence, sentencesOf, squeeze } from "./phrases";
import { linesOf } from "./source";
import type { Block } from "./types";

/** The level of a heading that is a line in bold. */
const BOLD = 6;

const parser = unified().use(remarkParse).use(remarkGfm, { singleTilde: false });

type Reading = {
  source: string;
  skipped: number;
  blocks: Block[];
  group: number;
};

/** Blocks of a Markdown text, front matter included. */
export function markdownBlocks(text: string): Block[] {
  const lines = linesOf(text);
  const close = lines[0] === "---" ? lines.findIndex((line, index) => index > 0 && line === "---") : -1;
  const blocks: Block[] = [];
  for (const [index, line] of lines.slice(0, Math.max(0, close)).entries()) {
    if (index === 0 || line.trim() === "") continue;
    const text = squeeze(line.replaceAll("_", " "));
    const told = isKeyAndValue(text) && /^(?:version|revision|date|last|updated|effective|classification)/i.test(text);
    blocks.push(block({ line: index + 1, text, group: 0, ...(told ? {} : { outside: FRONT_MATTER }) }));
  }
  const source = lines.slice(close + 1).join("\n");
  const tree: Root = parser.parse(source);
  const addresses = new Map(
    tree.children.flatMap((node) => (node.type === "definition" ? [[node.identifier, node.url] as const] : [])),
  );
  resolve(tree, addresses);
  const reading: Reading = { source, skipped: close + 1, blocks, group: 0 };
  for (const node of tree.children) {
    reading.group += 1;
    read(node, reading, -1);
  }
  // A line in bold with nothing under it signs the text.
  const last = blocks.findLast(({ outside }) => !outside);
  if (last?.kind === "heading" && last.level === BOLD && blocks.some((one) => one !== last && one.kind === "heading")) {
    last.kind = "paragraph";
    last.level = 0;
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
      // A rule under a paragraph makes a heading of it; a heading of several sentences is none.
      if (isSentence(text) && sentencesOf(text).length > 1) {
        blocks.push(block({ ...place, text, markdown: text }));
        return;
      }
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
      if (node.value.startsWith("<!--")) {
        blocks.push(block({ ...place, text: squeeze(node.value.replace(/^<!--|-->$/g, "")), outside: "a comment" }));
      } else if (text !== "") blocks.push(block({ ...place, text }));
      return;
    case "code":
      blocks.push(block({ ...place, text, markdown: slice(node, reading) }));
      return;
    case "thematicBreak":
      return;
    case "definition":
      blocks.push(block({ ...place, text: node.url, outside: "the address of a link, written where it is used" }));
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
  const raw = rawOf(children, reading).trim();
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
      block({ ...place, kind: "heading", level: BOLD, marker: number?.label || null, text: title, markdown: title }),
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
  // A mark that Markdown does not know begins a list all the same, and a line in bold above a text heads it.
  if (depth < 0 && lines.length > 1) {
    const [head, ...rest] = children;
    const title = head?.type === "strong" ? squeeze(textOf(head)) : "";
    if (head && rest.length > 0 && isLabel(title, 9) && /^\*\*[^*]+\*\*\s*$|^__[^_]+__\s*$/.test(lines[0] ?? "")) {
      const at = head.position?.end.line ?? place.line;
      paragraphs([head], { ...place, toLine: at + reading.skipped }, reading, depth, marker);
      paragraphs(afterBreak(rest), { ...place, line: at + reading.skipped + 1 }, reading, depth, marker);
      return;
    }
  }
  if (depth < 0 && BULLET.test(lines[0] ?? "")) {
    for (const [index, line] of lines.entries()) {
      const at = place.line + index;
      const last = reading.blocks.at(-1);
      if (BULLET.test(line)) {
        const markdown = line.replace(BULLET, "").trim();
        const said = squeeze(textOf(parser.parse(markdown)));
        reading.blocks.push(block({ ...place, line: at, toLine: at, kind: "item", text: said, markdown }));
      } else if (last) {
        last.text = squeeze(`${last.text} ${textOf(parser.parse(line))}`);
        last.markdown = `${last.markdown}\n${line.trim()}`;
        last.toLine = at;
      }
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

const BULLET = /^\s*[•‣◦▪●]\s+/u;

/** Links whose addresses stand apart become links with their addresses. */
function resolve(node: Nodes, addresses: ReadonlyMap<string, string>): void {
  if (node.type === "linkReference" && addresses.has(node.identifier))
    Object.assign(node, { type: "link", url: addresses.get(node.identifier) });
  if ("children" in node) for (const child of node.children) resolve(child, addresses);
}

/** What stands behind the line of a heading. */
function afterBreak([first, ...rest]: readonly PhrasingContent[]): PhrasingContent[] {
  if (first?.type === "break") return rest;
  return first?.type === "text"
    ? [{ ...first, value: first.value.replace(/^\s+/, "") }, ...rest]
    : first
      ? [first, ...rest]
      : [];
}

/** The source of some nodes without tags, and with the addresses of its links in place. */
function rawOf(nodes: readonly PhrasingContent[], { source }: Reading): string {
  const from = nodes[0]?.position?.start.offset ?? 0;
  const to = nodes.at(-1)?.position?.end.offset ?? from;
  let raw = "";
  let at = from;
  const visit = (node: Nodes) => {
    const [start, end] = [node.position?.start.offset ?? at, node.position?.end.offset ?? at];
    if (node.type === "html") {
      raw += source.slice(at, start);
      at = end;
    } else if (node.type === "link" && source[end - 1] === "]") {
      for (const child of node.children) visit(child);
      raw += `${source.slice(at, source.indexOf("]", at))}](${node.url})`;
      at = end;
    } else if ("children" in node) for (const child of node.children) visit(child);
  };
  for (const node of nodes) visit(node);
  return `${raw}${source.slice(at, to)}`;
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

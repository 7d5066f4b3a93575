import { markerOf } from "./markers";
import { asMarkdown, squeeze } from "./phrases";
import type { Block } from "./types";

/** A reduction, not a parser: words and block structure of a page, with lines; nothing of it is ever rendered. */

const TOKEN = /<!--[\s\S]*?(?:-->|$)|<(?:"[^"]*"|'[^']*'|[^<>"'])*>/g;
const HEADING = /^h([1-6])$/;
const BREAKS = new Set(
  "address article aside blockquote body br caption dd details div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody td tfoot th thead title tr ul".split(
    " ",
  ),
);
const SILENT = new Set(["script", "style", "template", "svg", "noscript", "select", "iframe", "textarea"]);
const LANDMARKS: Record<string, string> = {
  nav: "navigation of the page",
  footer: "footer of the page",
  aside: "aside of the page",
  form: "a form of the page",
  button: "a button of the page",
};
const ROLES: Record<string, string> = {
  navigation: "navigation of the page",
  contentinfo: "footer of the page",
  search: "a form of the page",
  dialog: "a dialog of the page",
};
const STYLED = /(?:^|[\s_-])(nav|navbar|menu|footer|breadcrumbs?|sidebar|cookies?|banner)(?:$|[\s_-])/i;
const NAMED: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  copy: "©",
  reg: "®",
  trade: "™",
  ndash: "–",
  mdash: "—",
  rsquo: "’",
  lsquo: "‘",
  ldquo: "“",
  rdquo: "”",
  bull: "•",
  hellip: "…",
  middot: "·",
  times: "×",
  check: "✓",
  cross: "✗",
};

export function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));?/gi, (whole, decimal, hex, name) => {
    if (name) return NAMED[String(name).toLowerCase()] ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 8 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : " ";
  });
}

type Open = { tag: string; outside: string | undefined };

function outsideOf(tag: string, token: string): string | undefined {
  const role = /\brole\s*=\s*["']?([a-z]+)/i.exec(token)?.[1]?.toLowerCase();
  if (role && ROLES[role]) return ROLES[role];
  if (LANDMARKS[tag]) return LANDMARKS[tag];
  const named = /\b(?:class|id)\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(token);
  const part = STYLED.exec(named?.[1] ?? named?.[2] ?? "")?.[1];
  if (part && /^(?:div|ul|section|header|span|p|ol)$/.test(tag)) return `${part.toLowerCase()} of the page`;
  return undefined;
}

export function htmlBlocks(source: string): Block[] {
  const text = source.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  const blocks: Block[] = [];
  const open: Open[] = [];
  let lists: { ordered: boolean; count: number }[] = [];
  let buffer = "";
  let from = 1;
  let line = 1;
  let group = 1;
  let cells: string[] | null = null;
  let rowLine = 1;
  let silent: string | null = null;
  let item = false;

  const outside = () => open.findLast((element) => element.outside)?.outside;
  const inside = (tag: string) => open.some((element) => element.tag === tag);
  const flush = (to: number) => {
    const content = squeeze(decodeEntities(buffer));
    buffer = "";
    if (!/[\p{L}\p{N}]/u.test(content)) return;
    const heading = open.map(({ tag }) => HEADING.exec(tag)?.[1]).find((level) => level !== undefined);
    const own = markerOf(content, null);
    const number =
      own && own.style !== "bullet" && (heading || own.style === "decimals" || own.style === "section") ? own : null;
    const title = inside("title");
    const kind = heading || title ? "heading" : lists.length > 0 ? "item" : "paragraph";
    const body = number && number.rest !== "" ? number.rest : content;
    const counter = lists.at(-1);
    const marker = number?.label || (kind === "item" && item && counter?.ordered ? String(counter.count) : null);
    if (kind !== "item") group += 1;
    item = false;
    const level = kind === "item" ? lists.length - 1 : title ? 1 : Number(heading ?? 0);
    const away = title ? "title of the page" : outside();
    blocks.push({
      line: from,
      toLine: to,
      kind,
      level,
      marker,
      text: body,
      markdown: asMarkdown(body),
      group,
      ...(away ? { outside: away } : {}),
    });
  };
  const add = (words: string) => {
    if (silent) return;
    if (buffer.trim() === "" && words.trim() !== "") {
      from = line + (/^\s*/.exec(words)?.[0].split("\n").length ?? 1) - 1;
    }
    buffer += words;
  };
  /** The line on which the text so far ends: trailing white space does not count. */
  const lastLine = () => Math.max(from, line - ((/\s*$/.exec(buffer)?.[0].split("\n").length ?? 1) - 1));

  let at = 0;
  for (const found of text.matchAll(TOKEN)) {
    const words = text.slice(at, found.index);
    add(words);
    line += words.split("\n").length - 1;
    at = found.index + found[0].length;
    const token = found[0];
    const [, slash, name] = /^<(\/?)([a-z][a-z0-9]*)/i.exec(token) ?? [];
    const tag = name?.toLowerCase() ?? "";
    if (silent) {
      if (slash && tag === silent) silent = null;
    } else if (SILENT.has(tag) && !slash) {
      if (!token.endsWith("/>")) silent = tag;
    } else if (tag === "td" || tag === "th") {
      if (slash && cells) {
        cells.push(squeeze(decodeEntities(buffer)));
        buffer = "";
      } else if (!slash && cells) buffer = "";
    } else if (cells && tag !== "tr" && tag !== "table") {
      if (BREAKS.has(tag)) buffer += " ";
    } else if (BREAKS.has(tag)) {
      if (cells?.some((cell) => cell !== "")) {
        group = blocks.at(-1)?.kind === "row" ? group : group + 1;
        const away = outside();
        blocks.push({
          line: rowLine,
          toLine: line,
          kind: "row",
          level: 0,
          marker: null,
          text: cells.join(" | "),
          markdown: "",
          group,
          cells,
          ...(away ? { outside: away } : {}),
        });
        buffer = "";
      } else flush(lastLine());
      cells = null;
      if (tag === "tr" && !slash) {
        cells = [];
        rowLine = line;
      }
      if (tag === "ul" || tag === "ol") {
        if (slash) lists = lists.slice(0, -1);
        else {
          if (lists.length === 0) group += 1;
          lists = [...lists, { ordered: tag === "ol", count: 0 }];
        }
      }
      const counter = lists.at(-1);
      if (tag === "li" && !slash && counter) {
        counter.count += 1;
        item = true;
      }
    }
    const address = tag === "a" && !slash ? /href\s*=\s*["']?mailto:([^"'?\s>]+)/i.exec(token)?.[1] : undefined;
    if (
      address &&
      !text
        .slice(at, at + 200)
        .split(/<\/a/i)[0]
        ?.includes(address)
    )
      add(` ${address} `);
    if (tag !== "" && !silent) {
      if (!slash && !/^(?:br|hr|img|input|meta|link|source|wbr|col)$/.test(tag) && !token.endsWith("/>")) {
        open.push({ tag, outside: outsideOf(tag, token) });
      } else if (slash) {
        const index = open.findLastIndex((element) => element.tag === tag);
        if (index >= 0) open.length = index;
      }
    }
    line += token.split("\n").length - 1;
  }
  add(text.slice(at));
  line += text.slice(at).split("\n").length - 1;
  flush(lastLine());
  return blocks;
}

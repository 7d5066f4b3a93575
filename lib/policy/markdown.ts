import rehypeSanitize, { defaultSchema, type Options as SanitizeSchema } from "rehype-sanitize";
import rehypeStringify from "rehype-stringify";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import { showInvisible } from "./invisible";
import { finish, footnotesAndTasksToText, imagesToText, lowerHeadings, revealInvisible } from "./markdown-tree";

/** `policy`: text of the organisation. `report`: text of strangers, with fewer liberties. */
export type MarkdownPreset = "policy" | "report";

const TAGS = [
  ...["p", "br", "hr", "blockquote", "strong", "em", "del", "code", "pre", "a", "ul", "ol", "li"],
  ...["h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"],
];

const schema: SanitizeSchema = {
  ...defaultSchema,
  tagNames: TAGS,
  // No class, id or name survives: nothing in a text can imitate or disturb the page around it.
  attributes: { a: ["href"], ol: ["start"], th: ["align"], td: ["align"] },
  protocols: { href: ["http", "https", "mailto"] },
  strip: ["script", "style"],
};

const base = () =>
  unified()
    .use(remarkParse)
    .use(remarkGfm, { singleTilde: false })
    .use(() => imagesToText)
    .use(() => footnotesAndTasksToText);

const PROCESSORS = {
  policy: base()
    .use(() => lowerHeadings(4))
    .use(remarkRehype)
    .use(rehypeSanitize, schema)
    .use(() => finish({ local: true }))
    .use(rehypeStringify)
    .freeze(),
  report: base()
    .use(() => lowerHeadings(3))
    .use(remarkRehype)
    .use(rehypeSanitize, schema)
    .use(() => finish({ local: false }))
    .use(() => revealInvisible)
    .use(rehypeStringify)
    .freeze(),
};

/**
 * Markdown to HTML that is safe to place in a page: no raw HTML, no images, links to http, https and mailto only.
 * Text that would take too long to parse comes out as written, in a `pre`.
 */
export function renderMarkdown(text: string, preset: MarkdownPreset): string {
  return preset === "policy" ? remembered(text) : render(text, preset);
}

function render(text: string, preset: MarkdownPreset): string {
  if (!isCheapToParse(text)) return asWritten(text, preset);
  try {
    return String(PROCESSORS[preset].processSync(text));
  } catch {
    return asWritten(text, preset);
  }
}

// Policies are few, public and the same for everybody. Text of a report is sealed at rest and never kept here.
const policyHtml = new Map<string, string>();
const POLICY_HTML_KEPT = 500;

function remembered(text: string): string {
  const known = policyHtml.get(text);
  if (known !== undefined) return known;
  const html = render(text, "policy");
  if (policyHtml.size >= POLICY_HTML_KEPT) policyHtml.clear();
  policyHtml.set(text, html);
  return html;
}

// Measured so that no text below these bounds takes the parser 250 ms (security.md C19); see markdown.test.ts.
const MAX_LENGTH = 60_000;
const MAX_LINES = 3_000;
const MAX_MARKS = 3_000;
const MAX_EMPHASIS = 800;
const MAX_INDENT = 40;
const MAX_NESTING = 20;
const NESTED = new RegExp(`^(?: {${MAX_INDENT},}|\\t{${MAX_INDENT / 4},})\\s*(?:[-*+>]|\\d+[.)])`, "m");

/** Parsing is quadratic in nesting and in unmatched marks; this bounds both in one cheap pass. */
function isCheapToParse(text: string): boolean {
  if (text.length > MAX_LENGTH || NESTED.test(text)) return false;
  let marks = 0;
  let emphasis = 0;
  let lines = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (character === 10) lines += 1;
    else if (EMPHASIS.has(character)) emphasis += 1;
    else if (MARKS.has(character)) marks += 1;
  }
  if (marks > MAX_MARKS || emphasis > MAX_EMPHASIS || lines > MAX_LINES) return false;
  return text.split("\n").every((line) => nesting(line) <= MAX_NESTING);
}

const EMPHASIS = new Set(Array.from("*_~", (mark) => mark.charCodeAt(0)));
const MARKS = new Set(Array.from("`[]<>|&\\#@!", (mark) => mark.charCodeAt(0)));

/** Quote and list marks at the start of a line. */
function nesting(line: string): number {
  let depth = 0;
  for (const character of line) {
    if (character === ">" || character === "-" || character === "+" || character === "*") depth += 1;
    else if (character !== " " && character !== "\t") break;
  }
  // A rule or a setext underline is one run of the same mark.
  return /^\s*([-*+])(?:\s*\1)*\s*$/.test(line) && line.length < 200 ? 1 : depth;
}

function asWritten(text: string, preset: MarkdownPreset): string {
  const shown = preset === "report" ? showInvisible(text) : text;
  return `<pre tabindex="0">${shown.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? "")}</pre>`;
}

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

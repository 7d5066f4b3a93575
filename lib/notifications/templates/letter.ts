/** A mail as data: one subject and blocks that become text and simple HTML from the same words. */
export type Block =
  | { kind: "text"; text: string }
  | { kind: "link"; label: string; url: string }
  | { kind: "list"; items: readonly string[] }
  /** Somebody's own words, line by line. */
  | { kind: "verbatim"; text: string };

export type Letter = { subject: string; blocks: readonly Block[] };

export const paragraph = (text: string): Block => ({ kind: "text", text });
export const link = (label: string, url: string): Block => ({ kind: "link", label, url });
export const verbatim = (text: string): Block => ({ kind: "verbatim", text });
export const list = (items: readonly string[]): Block => ({ kind: "list", items });

/** Lines of at most 76 characters; a link or word that is longer keeps its own line. */
function wrapped(text: string, indent = ""): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && indent.length + line.length + 1 + word.length > 76) {
      lines.push(indent + line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, indent + line].join("\n");
}

function blockText(block: Block): string {
  if (block.kind === "text") return wrapped(block.text);
  if (block.kind === "link") return `${block.label}:\n${block.url}`;
  if (block.kind === "verbatim") return block.text;
  return block.items.map((item) => `- ${wrapped(item, "  ").trimStart()}`).join("\n");
}

export function letterText({ blocks }: Letter): string {
  return `${blocks.map(blockText).join("\n\n")}\n`;
}

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string) => text.replace(/[&<>"']/g, (symbol) => ESCAPES[symbol] ?? symbol);

function blockHtml(block: Block): string {
  if (block.kind === "text") return `<p>${escaped(block.text)}</p>`;
  if (block.kind === "link") {
    return `<p>${escaped(block.label)}:<br><a href="${escaped(block.url)}">${escaped(block.url)}</a></p>`;
  }
  if (block.kind === "verbatim") return `<pre>${escaped(block.text)}</pre>`;
  return `<ul>${block.items.map((item) => `<li>${escaped(item)}</li>`).join("")}</ul>`;
}

export function letterHtml({ subject, blocks }: Letter): string {
  const body = blocks.map(blockHtml).join("\n");
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head>\n<body>\n${body}\n</body></html>\n`;
}

import type { Element, ElementContent, Root as HtmlRoot, RootContent } from "hast";
import type { Nodes, Root } from "mdast";
import { invisibleCharacters, showInvisible } from "./invisible";

/** Steps between Markdown and sanitised HTML. Each is a plain function over the tree. */

/** Images become their description: reading a page must never load something from elsewhere. */
export function imagesToText(tree: Root): void {
  replaceEach(tree, (node) => {
    if (node.type === "image" || node.type === "imageReference") return { type: "text", value: node.alt || "image" };
    return node;
  });
}

/** Footnotes would make ids that clash between two texts on one page; task boxes would be nameless inputs. */
export function footnotesAndTasksToText(tree: Root): void {
  replaceEach(tree, (node) => {
    if (node.type === "footnoteReference") return { type: "text", value: `[^${node.label ?? node.identifier}]` };
    if (node.type === "footnoteDefinition") return { type: "blockquote", children: node.children } as Nodes;
    if (node.type === "listItem" && typeof node.checked === "boolean") {
      const mark = { type: "text", value: node.checked ? "[x] " : "[ ] " } as const;
      const [first] = node.children;
      if (first?.type === "paragraph") first.children.unshift(mark);
      node.checked = null;
    }
    return node;
  });
}

function replaceEach(parent: Nodes, replace: (node: Nodes) => Nodes): void {
  if (!("children" in parent)) return;
  const children = parent.children as Nodes[];
  for (const [index, child] of children.entries()) {
    const next = replace(child);
    children[index] = next;
    replaceEach(next, replace);
  }
}

/** Moves headings below the page's own: the highest becomes `top`, none goes past h6. */
export function lowerHeadings(top: number): (tree: Root) => void {
  return (tree) =>
    replaceEach(tree, (node) => {
      if (node.type === "heading") node.depth = Math.min(6, node.depth + top - 1) as typeof node.depth;
      return node;
    });
}

const REL = ["noopener", "noreferrer", "nofollow", "ugc"];

type LinkRule = { local: boolean };

/** After the sanitiser: links get their `rel`, and what scrolls sideways can be reached by keyboard. */
export function finish({ local }: LinkRule): (tree: HtmlRoot) => void {
  return (tree) =>
    mapElements(tree, (element) => {
      if (element.tagName === "a") return finishLink(element, local);
      if (element.tagName === "pre") element.properties = { ...element.properties, tabIndex: 0 };
      if (element.tagName !== "table") return element;
      const properties = { className: ["overflow-x-auto"], role: "group", ariaLabel: "Table", tabIndex: 0 };
      return { type: "element", tagName: "div", properties, children: [element] };
    });
}

function finishLink(element: Element, local: boolean): Element {
  const href = element.properties.href;
  const outward = typeof href === "string" && /^(https?:\/\/|mailto:)/i.test(href);
  if (outward) {
    element.properties.rel = REL;
    // Where it leads is said in the open in texts of strangers.
    const host = local ? "" : hostHidden(element, href);
    if (host !== "") element.children = [...element.children, { type: "text", value: ` (${host})` }];
  } else if (!local || typeof href !== "string") return { ...element, tagName: "span", properties: {} };
  return element;
}

/** The host of an address that the words of its link do not say; "" when they do. */
function hostHidden(element: Element, href: string): string {
  const url = URL.parse(href);
  const host = url?.protocol === "mailto:" ? url.pathname : (url?.host ?? "");
  const words = textIn(element)
    .trim()
    .toLowerCase()
    .replace(/^(?:https?:\/\/|mailto:)/, "");
  const said = words.startsWith(host) && /^(?:$|[/?#])/.test(words.slice(host.length));
  return said ? "" : host;
}

function textIn(node: Element | ElementContent): string {
  if (node.type === "text") return node.value;
  return node.type === "element" ? node.children.map(textIn).join("") : "";
}

/** Characters that hide or reorder text are shown by their number, wherever they stand. */
export function revealInvisible(tree: HtmlRoot): void {
  const visit = (parent: HtmlRoot | Element) => {
    const children: (RootContent | ElementContent)[] = [];
    for (const child of parent.children) {
      if (child.type === "element") visit(child);
      if (child.type === "text" && invisibleCharacters(child.value).length > 0) {
        children.push({ type: "text", value: showInvisible(child.value) });
      } else children.push(child);
    }
    parent.children = children as ElementContent[];
  };
  visit(tree);
}

function mapElements(parent: HtmlRoot | Element, map: (element: Element) => Element): void {
  const children = parent.children as ElementContent[];
  for (const [index, child] of children.entries()) {
    if (child.type !== "element") continue;
    mapElements(child, map);
    children[index] = map(child);
  }
}

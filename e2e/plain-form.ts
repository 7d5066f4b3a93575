import { type APIRequestContext, type APIResponse, expect } from "@playwright/test";

export type Values = Readonly<Record<string, string | readonly string[]>>;
export type Page = { url: string; status: number; html: string };

const ENTITIES: Record<string, string> = { "&quot;": '"', "&#x27;": "'", "&lt;": "<", "&gt;": ">", "&amp;": "&" };
const decoded = (text: string) => text.replace(/&(?:quot|#x27|lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity);

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : decoded(value);
}

export async function pageOf(response: APIResponse): Promise<Page> {
  return { url: response.url(), status: response.status(), html: await response.text() };
}

export async function open(request: APIRequestContext, path: string): Promise<Page> {
  return pageOf(await request.get(path));
}

/** The hidden fields of the form that holds this text: what a browser without scripts would send besides what one types. */
export function hiddenFields(page: Page, text: string): [string, string][] {
  const html = page.html.replace(/<script\b.*?<\/script>/gs, "");
  const form = Array.from(html.matchAll(/<form\b.*?<\/form>/gs), ([found]) => found).find((found) =>
    found.replaceAll("<!-- -->", "").includes(text),
  );
  if (!form) throw new Error(`${page.url} (${page.status}) has no form with "${text}"`);
  return Array.from(form.matchAll(/<input\b[^>]*>/g), ([tag]) => tag)
    .filter((tag) => attribute(tag, "type") === "hidden")
    .map((tag) => [attribute(tag, "name") ?? "", attribute(tag, "value") ?? ""]);
}

/** The body of a form; what is given replaces a hidden field of that name. */
export function filled(page: Page, text: string, values: Values): FormData {
  const data = new FormData();
  for (const [name, value] of hiddenFields(page, text)) if (!(name in values)) data.append(name, value);
  for (const [name, given] of Object.entries(values)) for (const value of [given].flat()) data.append(name, value);
  return data;
}

/** Sends a form of a page as a browser without scripts does, and follows where it leads. */
export async function send(
  request: APIRequestContext,
  page: Page | string,
  text: string,
  values: Values = {},
): Promise<Page> {
  const from = typeof page === "string" ? await open(request, page) : page;
  return pageOf(
    await request.post(from.url, {
      multipart: filled(from, text, values),
      headers: { origin: new URL(from.url).origin },
    }),
  );
}

export function headingOf({ html }: Page): string {
  const heading = /<h1\b[^>]*>(.*?)<\/h1>/s.exec(html)?.[1] ?? "";
  return decoded(heading.replace(/<[^>]+>/g, "")).trim();
}

export function titleOf({ html }: Page): string {
  return decoded(/<title\b[^>]*>(.*?)<\/title>/s.exec(html)?.[1] ?? "");
}

const INNARDS =
  /node_modules|\.next\/server|\bat [^\n]{1,160}:\d+:\d+|PostgresError|ZodError|DrizzleQueryError|Failed query/;

/** Never a stack, a path of ours, a statement or a framework's own error text. */
export function expectNoInnards(text: string): void {
  expect(INNARDS.exec(text)?.[0]).toBeUndefined();
}

import { type APIRequestContext, expect } from "@playwright/test";
import type { Program } from "./people";
import { open, type Page, send, type Values } from "./plain-form";

export const STEPS = [
  "scope",
  "exposure",
  "product",
  "details",
  "repro",
  "impact",
  "contact",
  "credit",
  "agree",
] as const;
export type Step = (typeof STEPS)[number];
export type StepValues = Partial<Record<Step, Values>>;

export const DETAILS =
  "The export answers before it looks at the session. Anybody who knows the address of a list reads every entry of it.";

const USUAL: Record<Step, Values> = {
  scope: { productId: "not_sure", "outOfScope[]": ["none"] },
  exposure: { exposed: "no" },
  product: {},
  details: { title: "Export of a list needs no session", details: DETAILS },
  repro: {},
  impact: {},
  contact: { identity: "pseudonym", contactName: "quiet-otter" },
  credit: { creditWish: "later" },
  agree: { accepted: "yes", conduct: "followed" },
};

/** What every question page sends, with the required answers of this program. */
export function answersOf(program: Program, step: Step, own: StepValues = {}): Values {
  const once: Values = step === "details" && program === "cardihab" ? { onlyOne: "yes" } : {};
  return { ...USUAL[step], ...once, ...own[step] };
}

/** Starts a draft without a browser and answers its steps before `until`; the page it ends on. */
export async function writeDraft(
  request: APIRequestContext,
  program: Program,
  until: Step | "check",
  own: StepValues = {},
): Promise<Page> {
  const start = await open(request, `/report?program=${program}`);
  let page = await send(request, start, start.html.includes("Start a report") ? "Start a report" : GUEST_BUTTON);
  for (const step of STEPS) {
    expect(new URL(page.url).pathname).toMatch(new RegExp(`^/report/[0-9a-f]{32}/${step}$`));
    if (step === until) return page;
    page = await send(request, page, "Continue", answersOf(program, step, own));
  }
  expect(new URL(page.url).pathname).toMatch(/\/check$/);
  return page;
}

export const draftOf = (page: Page) => new URL(page.url).pathname.split("/")[2] ?? "";

/** Sends a whole report without a browser; its reference. */
export async function sendReport(request: APIRequestContext, program: Program, own: StepValues = {}): Promise<string> {
  const check = await writeDraft(request, program, "check", own);
  return referenceOf(await send(request, check, "Send report"));
}

const GUEST_BUTTON = "Start without an account";

/** A report sent without an account, without a browser, and what its sender was shown once. */
export async function sendAsGuest(
  request: APIRequestContext,
  program: Program,
  own: StepValues = {},
): Promise<{ reference: string; code: string }> {
  const sent = await send(request, await writeDraft(request, program, "check", own), "Send report");
  return shownOnce(sent);
}

/** Reference and receipt code in the one answer that holds them. */
export function shownOnce({ html, url }: Page): { reference: string; code: string } {
  const text = html.replace(/<script\b.*?<\/script>/gs, "").replace(/<[^>]+>/g, "");
  const code = /(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}/.exec(text)?.[0];
  const reference = /[A-Z]{3}-[0-9A-Z]{4}-[0-9A-Z]{4}(?!-)/.exec(text)?.[0];
  if (!code || !reference) throw new Error(`${url} shows no receipt code`);
  return { reference, code };
}

export function referenceOf(page: { url: string }): string {
  const reference = /\/reports\/([A-Z]{3}-[0-9A-Z*~$=]{4}-[0-9A-Z*~$=]{4})/.exec(decodeURIComponent(page.url))?.[1];
  if (!reference) throw new Error(`${page.url} is no page of a report`);
  return reference;
}

/** Makes a move of the staff without a browser. */
export async function makeMove(
  request: APIRequestContext,
  reference: string,
  move: string,
  label: string,
  values: Values = {},
): Promise<void> {
  const page = await open(request, `/staff/reports/${reference}`);
  const scoped = Object.fromEntries(Object.entries(values).map(([name, value]) => [`${move}-${name}`, value]));
  const after = await send(request, page, `${label}</button>`, scoped);
  expect(after.url).toContain(`done=${move}`);
}

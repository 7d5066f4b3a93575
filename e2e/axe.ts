import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type axe from "axe-core";
import type { RunOnly } from "axe-core";

/** The small one: it is parsed anew on each page. */
const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The rules whose verdict a colour scheme can change; the others read the same document in both. */
export const OF_COLOUR = ["color-contrast", "link-in-text-block"];

/** What axe finds on the page as it stands, a line each; of all rules of WCAG 2.2 AA, or of these. */
export async function violationsOf(page: Page, name: string, rules?: string[]): Promise<string[]> {
  // Once a document: its source is as large as the page.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source);
  const runOnly: RunOnly = rules ? { type: "rule", values: rules } : { type: "tag", values: TAGS };
  const violations = await page.evaluate(async (only) => {
    const { axe: here } = window as unknown as { axe: typeof axe };
    const { violations: found } = await here.run(document, { runOnly: only, resultTypes: ["violations"] });
    return found.map(({ id, nodes }) => ({
      id,
      nodes: nodes.map(({ target, failureSummary }) => ({ at: target.join(" "), why: failureSummary ?? "" })),
    }));
  }, runOnly);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ at, why }) => `${name}: ${id} at ${at}: ${why}`));
}

/** Colours that are on their way have arrived: what is judged is what a reader sees. */
export function endTransitions(page: Page): Promise<void> {
  return page.evaluate(() => {
    for (const each of document.getAnimations()) if (each instanceof CSSTransition) each.finish();
  });
}

/** Ids that several elements of the page carry: a label, a link or a summary of errors could lead to the wrong one. */
export function repeatedIds(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
  });
}

/** What has the focus when something else lies over it (WCAG 2.4.11); null when it can be seen. */
export function coveredFocus(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const box = element.getClientRects()[0];
    if (!box) return null;
    // A box taller than the window is looked at where both meet.
    const [top, bottom] = [Math.max(0, box.top), Math.min(window.innerHeight, box.bottom)];
    const over = document.elementFromPoint(box.x + box.width / 2, (top + bottom) / 2);
    return over && (element.contains(over) || over.contains(element)) ? null : element.outerHTML.slice(0, 120);
  });
}

/** Controls smaller than 24 by 24 px that stand in no sentence (WCAG 2.5.8). */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("a[href],button,input:not([type=hidden]),select,textarea,summary")].flatMap((one) => {
      const { width, height } = one.getBoundingClientRect();
      const unseen = width <= 1 || height <= 1 || !one.checkVisibility({ visibilityProperty: true });
      if (unseen || getComputedStyle(one).display === "inline" || (width >= 23.9 && height >= 23.9)) return [];
      return [`${Math.round(width)} × ${Math.round(height)}: ${one.outerHTML.slice(0, 100)}`];
    }),
  );
}

/** How wide the page is beyond its window, in CSS pixels (WCAG 1.4.10). */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth));
}

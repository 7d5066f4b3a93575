import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { PRIVATE_PATHS, robots } from "../robots.txt/rules";
import { sitemap } from "./pages";

const APP_URL = "https://disclosure.example.org";
const app = dirname(dirname(fileURLToPath(import.meta.url)));
const listed = (text: string) => Array.from(text.matchAll(/<loc>(.*?)<\/loc>/g), ([, url]) => url ?? "");
/** Whether a rule of the file keeps a crawler from the path (RFC 9309 §2.2.2, without wildcards). */
const disallowed = (path: string) => PRIVATE_PATHS.some((rule) => path.startsWith(rule));

describe("sitemap", () => {
  const text = sitemap(
    [
      { slug: "one", revisedOn: "2025-04-22" },
      { slug: "two", revisedOn: null },
    ],
    APP_URL,
  );

  test("lists the pages of each program, and of one without a policy only its own", () => {
    expect(listed(text)).toEqual([
      `${APP_URL}/`,
      `${APP_URL}/help`,
      `${APP_URL}/verify`,
      `${APP_URL}/weaknesses`,
      `${APP_URL}/programs/one`,
      `${APP_URL}/programs/one/policy`,
      `${APP_URL}/programs/one/policy/history`,
      `${APP_URL}/programs/one/scope`,
      `${APP_URL}/programs/one/security`,
      `${APP_URL}/programs/one/pgp`,
      `${APP_URL}/programs/one/response-times`,
      `${APP_URL}/programs/two`,
    ]);
    expect(text.match(/<lastmod>2025-04-22<\/lastmod>/g)).toHaveLength(7);
  });

  test("lists only pages that exist and that robots.txt leaves open", () => {
    for (const url of listed(text)) {
      const path = new URL(url).pathname;
      const folder = path.replace(/^\/programs\/(one|two)/, "/programs/[program]");
      expect(existsSync(join(app, "(public)", folder, "page.tsx")), path).toBe(true);
      expect(disallowed(path), path).toBe(false);
    }
  });

  test("escapes what XML reads as markup", () => {
    expect(sitemap([{ slug: "a&b", revisedOn: null }], APP_URL)).toContain("/programs/a&amp;b<");
  });
});

describe("robots", () => {
  test("names the sitemap by its whole address", () => {
    expect(robots(APP_URL)).toMatch(
      /^User-agent: \*\n(Disallow: \/\S+\n)+\nSitemap: https:\/\/disclosure\.example\.org\/sitemap\.xml\n$/,
    );
  });

  test("keeps crawlers off every page of accounts, reporters and staff", () => {
    const top = (group: string) =>
      readdirSync(join(app, group), { withFileTypes: true }).flatMap((entry) =>
        entry.isDirectory() ? [`/${entry.name}/x`] : [],
      );
    const paths = [
      ...top("(auth)"),
      ...top("(researcher)"),
      "/staff",
      "/staff/triage",
      "/api/reports/x",
      "/report?program=one",
    ];
    expect(paths.length).toBeGreaterThan(12);
    for (const path of paths) expect(disallowed(path), path).toBe(true);
  });

  test.each(["/programs/one/policy", "/.well-known/security.txt", "/verify", "/help", "/_next/static/x.css"])(
    "leaves %s open",
    (path) => expect(disallowed(path)).toBe(false),
  );
});

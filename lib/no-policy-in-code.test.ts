import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { cardihabPolicy } from "@/db/seed/policies/cardihab";
import { smileDigitalHealthPolicy } from "@/db/seed/policies/smile-digital-health";
import { commitmentsOf, conductRulesOf, contactOf, exclusionsOf, productsOf } from "@/lib/policy/document";
import type { PolicyDocument } from "@/lib/policy/schema";

/** One policy source, everything derived (product.md §5 item 3): what a policy says stands in no program text. */

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const policies = [smileDigitalHealthPolicy, cardihabPolicy("2026-01-05")];

const NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** Every name, id, label, address and promised time by which a policy could have leaked into code. */
function giveaways(policy: PolicyDocument): string[] {
  const { organisation, calendar } = policy;
  const times = commitmentsOf(policy).flatMap(({ amount, unit }) => {
    const words = unit.replace("_", " ");
    const written = [`${amount} ${words}`, `${NUMBERS[amount] ?? amount} ${words}`];
    // "1 week" and "one day" are everyday words of calendars and tests of them.
    return unit === "business_day" ? written : [];
  });
  const considered = [
    policy.program,
    policy.title,
    organisation.tradeName,
    organisation.legalName,
    ...organisation.offices.flatMap(({ email, phone }) => [email ?? "", phone?.tel ?? ""]),
    contactOf(policy)?.email ?? "",
    ...exclusionsOf(policy).flatMap(({ id, label, text }) => [id, label, text]),
    ...conductRulesOf(policy).flatMap(({ id, text }) => [id, text]),
    ...productsOf(policy).map(({ name }) => name),
    ...commitmentsOf(policy).map(({ wording }) => wording),
    ...times,
    calendar.zone,
    calendar.region,
  ];
  return considered.filter((word) => word !== "").map((word) => word.toLowerCase());
}

/** Product names that are words of everyday English, and zones that any program could have. */
const EVERYDAY = new Set([
  "website",
  "mobile app",
  "server or api",
  "server/api",
  "third-party",
  "third party",
  "web",
  "other",
]);
const words = [...new Set(policies.flatMap(giveaways))].filter((word) => !EVERYDAY.has(word));

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sources(path);
    const isSource = /\.(ts|tsx|mjs|css|json|md)$/.test(entry.name);
    const isTest = /\.(test|test-data)\.tsx?$/.test(entry.name);
    return isSource && !isTest ? [path] : [];
  });
}

/** Lines that say one of the words. Whole-line comments may give an example; imports of the seed may name its files. */
function findings(path: string): string[] {
  return readFileSync(join(root, path), "utf8")
    .split("\n")
    .flatMap((line, index) => {
      if (/^\s*(\/\/|\*|\/\*)|^import /.test(line)) return [];
      const text = line.toLowerCase();
      return words.filter((word) => text.includes(word)).map((word) => `${path}:${index + 1} says “${word}”`);
    });
}

describe("no policy in program text", () => {
  test.each(["app", "components", "lib"])("%s", (folder) => {
    const paths = sources(folder);
    expect(paths.length).toBeGreaterThan(5);
    expect(paths.flatMap(findings)).toEqual([]);
  });

  test("the same search finds each policy where it belongs", () => {
    const found = sources("db/seed").flatMap(findings).join("\n");
    for (const word of ["smile-digital-health", "cardihab", "cookie handling", "america/toronto"]) {
      expect(found, word).toContain(`says “${word}”`);
    }
    expect(words).toEqual(
      expect.arrayContaining(["2 business day", "two business day", "5 business day", "five business day"]),
    );
    expect(words.length).toBeGreaterThan(50);
  });
});

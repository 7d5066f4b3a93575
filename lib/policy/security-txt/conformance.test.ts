import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type SecurityTxtContent, serializeSecurityTxt } from "./serialize";
import { validateSecurityTxt } from "./validate";

/** The published cases of RFC 9116 (../shared/standards/rfc9116); their provenance and licence stand beside them. */

const folder = fileURLToPath(new URL("../../../../shared/standards/rfc9116/fixtures/", import.meta.url));
const NOW = new Date("2026-08-16T12:00:00Z");
const DAY = 86_400_000;
const days = (count: number, from = NOW) => new Date(from.getTime() + count * DAY);

const INSTANTS: Record<string, string> = {
  "{{within_one_year}}": days(180).toISOString(),
  "{{beyond_one_year}}": days(400).toISOString(),
  "{{beyond_one_year_lower_z}}": days(400).toISOString().replace("Z", "z"),
  "{{past}}": days(-1).toISOString(),
};

type Part = { text: string } | { repeat: string; count: number };
type Expected = { valid: boolean; errors: unknown; recommendations: unknown; notifications: unknown };
type Phase = "beyondOneYear" | "withinOneYear" | "afterExpiry";
type ParseCase = {
  name: string;
  input?: unknown;
  inputFile?: string;
  expected: Expected;
  expiresAt?: string;
  expiryPhases?: Record<Phase, Expected>;
};
type SerializeCase = { name: string; options: unknown; expected?: string; throws?: boolean };

/** Placeholders and repetitions of the cases written out. */
function expand(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/\{\{\w+\}\}/g, (name) => INSTANTS[name] ?? name);
  if (Array.isArray(value)) return value.map(expand);
  if (typeof value !== "object" || value === null) return value;
  if ("parts" in value) {
    return (value.parts as Part[])
      .map((part) => ("text" in part ? String(expand(part.text)) : part.repeat.repeat(part.count)))
      .join("");
  }
  if ("repeatArray" in value && "count" in value) return Array(Number(value.count)).fill(value.repeatArray);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, expand(inner)]));
}

const contentOf = ({ input, inputFile }: ParseCase) =>
  inputFile ? readFileSync(`${folder}${inputFile}`, "utf8") : String(expand(input));

describe("the conformance cases", () => {
  if (!existsSync(folder)) test.skip("are run only where ../shared/standards/rfc9116 is present");
  else {
    const cases = JSON.parse(readFileSync(`${folder}conformance.json`, "utf8")) as {
      parse: ParseCase[];
      serialize: SerializeCase[];
    };

    test("are all there", () => {
      expect([cases.parse.length, cases.serialize.length]).toEqual([49, 13]);
    });

    test.each(cases.parse.map((one) => [one.name, one] as const))("reading: %s", (_name, one) => {
      expect(validateSecurityTxt(contentOf(one), NOW)).toMatchObject(expand(one.expected) as object);
    });

    const moved = cases.parse.flatMap((one) =>
      one.expiresAt && one.expiryPhases ? [[one.name, one, one.expiresAt, one.expiryPhases] as const] : [],
    );
    test.each(moved)("reading as time passes: %s", (_name, one, expiresAt, phases) => {
      const expires = new Date(expiresAt);
      const text = contentOf(one);
      expect(validateSecurityTxt(text, days(-400, expires))).toMatchObject(phases.beyondOneYear);
      expect(validateSecurityTxt(text, days(-100, expires))).toMatchObject(phases.withinOneYear);
      expect(validateSecurityTxt(text, days(1, expires))).toMatchObject(phases.afterExpiry);
    });

    test.each(cases.serialize.map((one) => [one.name, one] as const))("writing: %s", (_name, one) => {
      // The cases also hold what the type forbids.
      const write = () => serializeSecurityTxt(expand(one.options) as SecurityTxtContent, NOW);
      if (one.throws) expect(write).toThrow(TypeError);
      else expect(write()).toBe(expand(one.expected));
    });
  }
});

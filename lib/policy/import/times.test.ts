import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CommitmentClock, Rigidity, Unit } from "@/lib/sla/vocabulary";
import { durationsOf } from "./durations";
import { importPolicy } from "./import";
import type { ImportResult, SourceFormat } from "./types";

/** Every time a source names is a promise, a limit on disclosure, a review or listed; none is made up. */

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const here = folder("./fixtures/");
const seeds = folder("../../../../shared/seeds/");
const texts = [here, ...(existsSync(seeds) ? [seeds] : [])].flatMap((path) =>
  readdirSync(path)
    .filter((name) => /\.(?:txt|md|html)$/.test(name))
    .map((name) => [name, readFileSync(path + name, "utf8")] as const),
);
const read = (text: string, hint?: SourceFormat) =>
  importPolicy({ text, programSlug: "example", ...(hint ? { hint } : {}) });

/** Times of the text that no finding speaks of. */
function unspoken({ placements, findings }: ImportResult): string[] {
  const spoken = findings.filter(({ topic }) => /^(?:commitment|disclosure|governance|time)$/.test(topic));
  return placements
    .filter(({ where }) => where === "clause")
    .flatMap(({ line, text }) => durationsOf(text).map((duration) => ({ line, said: duration.text })))
    .filter(({ line, said }) => !spoken.some((one) => one.line === line && one.sourceText.includes(said)))
    .map(({ line, said }) => `line ${line}: ${said}`);
}

describe.each(texts)("%s", (_name, text) => {
  const result = read(text);

  test("every time is spoken of", () => expect(unspoken(result)).toEqual([]));

  test("every promised time stands in the line it is read from", () => {
    for (const { topic, what, sourceText } of result.findings) {
      if (topic !== "commitment" || what.startsWith("a table")) continue;
      const said = /within (\d+ [a-z ]+?)s?,/.exec(what)?.[1];
      const named = durationsOf(sourceText).map(({ amount, unit }) => `${amount} ${unit.replace("_", " ")}`);
      expect(named, sourceText).toContain(said);
    }
  });
});

const UNITS: [string, Unit][] = [
  ["hours", "hour"],
  ["days", "day"],
  ["working days", "business_day"],
  ["weeks", "week"],
];
const ACTS: [string, CommitmentClock][] = [
  ["acknowledge your report", "acknowledge"],
  ["answer you", "first_response"],
  ["validate the report", "verify"],
  ["fix what you found", "fix"],
];
const FIRM: [string, Rigidity][] = [
  ["will", "MUST"],
  ["aim to", "BEST_EFFORT"],
  ["will usually", "TYPICAL"],
  ["should", "SHOULD"],
];
/** Sentences that name a time and promise none. */
const ELSE = [
  (time: string) => `We will keep you informed of the fix every ${time}.`,
  (time: string) => `You may ask how the triage goes once every ${time}.`,
  (time: string) => `Each release gets patches for ${time}.`,
  (time: string) => `We tell distributors ${time} before a release that fixes a flaw.`,
  (time: string) => `We cannot promise to answer within ${time}.`,
  (time: string) => `If you have had no answer within ${time}, please write again.`,
  (time: string) => `Please confirm your report within ${time}.`,
  (time: string) => `We do not answer reports older than ${time}.`,
  (time: string) => `Triage takes more than ${time} in a hard case.`,
  (time: string) => `The vendor has ${time} to respond to us.`,
  (time: string) => `If a vendor answers within ${time}, the details stay closed.`,
  (time: string) => `We do not always respond within ${time}.`,
];

const time = fc.tuple(fc.integer({ min: 2, max: 99 }), fc.constantFrom(...UNITS));
const promise = fc
  .tuple(fc.constantFrom(...ACTS), fc.constantFrom(...FIRM), time)
  .map(([[act, clock], [firm, rigidity], [amount, [word, unit]]]) => ({
    sentence: `We ${firm} ${act} within ${amount} ${word}.`,
    promised: { clock, amount, unit, rigidity },
  }));
const mention = fc.tuple(fc.constantFrom(...ELSE), time).map(([say, [amount, [word]]]) => ({
  sentence: say(`${amount} ${word}`),
  promised: null,
}));
const written: [SourceFormat, (sentences: string[]) => string][] = [
  ["text", (sentences) => sentences.join("\n\n")],
  ["text", (sentences) => `Handling\n\n${sentences.map((one) => `- ${one}`).join("\n")}`],
  ["markdown", (sentences) => `# Policy\n\n${sentences.join("\n\n")}`],
  ["markdown", (sentences) => `# Policy\n\n${sentences.join(" ")}`],
  ["html", (sentences) => `<h1>Policy</h1>${sentences.map((one) => `<p>${one}</p>`).join("\n")}`],
];

test("what is promised is found as it is said, and what is only mentioned never becomes a promise", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(promise, mention), { minLength: 1, maxLength: 8 }),
      fc.constantFrom(...written),
      (said, [hint, write]) => {
        const result = read(write(said.map(({ sentence }) => sentence)), hint);
        const found = result.draft.clauses.flatMap((clause) =>
          clause.kind === "commitment" || clause.kind === "contact" ? (clause.commitments ?? []) : [],
        );
        const line = (one: { clock: string; amount: number; unit: string; rigidity: string | null }) =>
          `${one.clock} ${one.amount} ${one.unit} ${one.rigidity}`;
        const expected = said.flatMap(({ promised }) => (promised ? [line(promised)] : []));
        expect(found.map(line).sort()).toEqual(expected.sort());
        expect(unspoken(result)).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});

test("nothing that is called certain is contradicted by another certain thing", () => {
  fc.assert(
    fc.property(fc.array(promise, { minLength: 2, maxLength: 6 }), (said) => {
      const { findings } = read(`# Policy\n\n${said.map(({ sentence }) => sentence).join("\n\n")}`, "markdown");
      const certain = findings.filter(({ topic, confidence }) => topic === "commitment" && confidence === "certain");
      for (const [, clock] of ACTS) {
        const times = certain.filter(({ what }) => what.startsWith(`${clock.replace("_", " ")} `));
        expect(new Set(times.map(({ what }) => what.split(",")[0])).size).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: 150 },
  );
});

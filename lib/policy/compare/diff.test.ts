import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cardihabPolicy } from "@/db/seed/policies/cardihab";
import { smileDigitalHealthPolicy as smile } from "@/db/seed/policies/smile-digital-health";
import { clausesOf } from "../document";
import type { PolicyDocument } from "../schema";
import { comparePolicies, isUnchanged } from "./diff";
import { compareWords, countWords, foldUnchanged, sameWords } from "./words";

function edited(edit: (copy: PolicyDocument) => void): PolicyDocument {
  const copy = structuredClone(smile);
  edit(copy);
  return copy;
}

const part = (before: PolicyDocument, after: PolicyDocument, key: string) =>
  comparePolicies(before, after).find((clause) => clause.key === key);

describe("comparing two versions", () => {
  test("a version with itself, and with one of another number and date alone, has no changes", () => {
    const later = edited((copy) => {
      copy.version = "1.3";
      copy.revisedOn = "2026-01-05";
    });
    for (const other of [smile, later]) {
      const compared = comparePolicies(smile, other);
      expect(isUnchanged(compared)).toBe(true);
      expect(compared.filter(({ numbered }) => numbered).map(({ key }) => key)).toEqual(
        smile.clauses.map(({ key }) => key),
      );
    }
  });

  test("a longer promise is said as data, and its words are marked", () => {
    const slower = edited((copy) => {
      for (const clause of clausesOf(copy, "contact"))
        for (const commitment of clause.commitments ?? []) commitment.amount = 3;
    });
    expect(part(smile, slower, "2.3.1")).toMatchObject({
      change: "changed",
      typed: ["Acknowledge: 2 business days → 3 business days"],
      words: expect.arrayContaining([
        { kind: "removed", text: "2" },
        { kind: "added", text: "3" },
      ]),
    });
    expect(comparePolicies(smile, slower).filter(({ change }) => change !== "same")).toHaveLength(1);
  });

  test("a clause that came and one that went stand where they stood, with all their words", () => {
    const other = edited((copy) => {
      copy.clauses = copy.clauses.filter(({ key }) => key !== "1.4");
      copy.clauses.splice(6, 0, { key: "2.1.1", heading: "New", kind: "text", body: "A new clause." });
    });
    const compared = comparePolicies(smile, other);
    const keys = compared.map(({ key }) => key);
    expect(keys[keys.indexOf("1.3") + 1]).toBe("1.4");
    expect(keys[keys.indexOf("2.1") + 1]).toBe("2.1.1");
    const gone = compared.find(({ key }) => key === "1.4");
    expect(gone?.change).toBe("removed");
    expect(gone?.words.map(({ kind }) => kind)).toEqual(["removed"]);
    const came = compared.find(({ key }) => key === "2.1.1");
    expect(came).toMatchObject({ change: "added", words: [{ kind: "added", text: "A new clause." }] });
  });

  test("each kind of data has its sentence", () => {
    const other = edited((copy) => {
      for (const clause of copy.clauses) {
        if (clause.kind === "scope") clause.products.shift();
        if (clause.kind === "exclusion") clause.exclusions.pop();
        if (clause.kind === "conduct") clause.rules.pop();
        if (clause.kind === "safe_harbour") clause.promises = ["no_legal_action"];
        if (clause.kind === "disclosure") clause.limitDays = 90;
        if (clause.kind === "reward") clause.bounty = true;
        if (clause.kind === "contact") clause.email = null;
        if (clause.kind === "governance") clause.approver = "Board";
      }
      copy.calendar.zone = "America/Halifax";
    });
    const typed = Object.fromEntries(comparePolicies(smile, other).map((clause) => [clause.key, clause.typed]));
    expect(typed).toMatchObject({
      "2.1": ["Product removed: Health Data Platform"],
      "1.2": ["Exclusion removed: Social engineering"],
      "2.3": ["Conduct rule removed: Share everything relevant that you found."],
      "2.2": [
        "Safe harbour removed: No complaint to law enforcement",
        "Safe harbour removed: All legal rights reserved if the rules are broken",
      ],
      "2.3.4": ["Time limit of disclosure: none stated → 90 days"],
      "2.2.1": ["Bounty: none → yes"],
      "2.3.1": ["E-mail: security@smiledigitalhealth.com → none published"],
      "1.3": ["Major revisions approved by: Chief Executive Officer → Board"],
      "business-days": ["Time zone: America/Toronto → America/Halifax"],
    });
  });

  test("two different policies compare without an end of words, in both directions", () => {
    const other = cardihabPolicy("2026-11-22");
    for (const [one, two] of [
      [smile, other],
      [other, smile],
    ] as const) {
      const compared = comparePolicies(one, two);
      expect(new Set(compared.map(({ key }) => key)).size).toBe(compared.length);
      expect(compared.filter(({ change }) => change === "removed").length).toBeGreaterThan(0);
    }
  });
});

describe("words", () => {
  const squeezed = (text: string) => text.replace(/\s+/gu, " ").trim();
  const sentence = fc
    .array(fc.constantFrom("we", "take", "no", "legal", "action", "report", "day.", "(two)", "\n\n"), { maxLength: 40 })
    .map((words) => words.join(" "));

  test("what stayed and came is the new text; what stayed and went is the old one", () => {
    fc.assert(
      fc.property(sentence, sentence, (before, after) => {
        const runs = compareWords(before, after);
        const text = (without: string) =>
          squeezed(
            runs
              .filter(({ kind }) => kind !== without)
              .map((run) => run.text)
              .join(""),
          );
        expect(text("removed")).toBe(squeezed(after));
        expect(text("added").replaceAll(" ", "")).toBe(squeezed(before).replaceAll(" ", ""));
      }),
    );
  });

  test("long unchanged runs are folded and nothing of them is lost", () => {
    const long = Array.from({ length: 80 }, (_, index) => `word${index}`).join(" ");
    const runs = compareWords(`${long} old ${long}`, `${long} new ${long}`);
    const folded = foldUnchanged(runs);
    expect(folded.map(({ kind }) => kind)).toEqual(["folded", "same", "removed", "added", "same", "folded"]);
    expect(folded.map((run) => (run.kind === "folded" ? run.words : 0)).filter((words) => words > 0)).toEqual([68, 68]);
    expect(folded.map(({ text }) => text).join("")).toBe(runs.map(({ text }) => text).join(""));
    expect(foldUnchanged([{ kind: "same", text: "few words" }])).toEqual([{ kind: "same", text: "few words" }]);
  });

  test("two long texts without a word in common are compared in bounded time", () => {
    const text = (word: string) => Array.from({ length: 4000 }, (_, index) => `${word}${index}`).join(" ");
    expect(compareWords(text("a"), text("b")).map(({ kind }) => kind)).toEqual(["removed", "added"]);
  });

  test("case and punctuation do not make other words", () => {
    expect(sameWords("Do not break any law.", "DO NOT – break any law!")).toBe(true);
    expect(sameWords("Do not break any law.", "Do break any law.")).toBe(false);
    expect(countWords(" one  two\n")).toBe(2);
  });
});

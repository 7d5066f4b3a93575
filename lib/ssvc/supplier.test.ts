import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { SSVC_OUTCOMES, SSVC_POINTS, SSVC_VALUES, type SsvcAnswers } from "./points";
import { SSVC_POINT_WORDS, SUPPLIER_TABLE, supplierOutcomes, supplierSentence } from "./supplier";

const UNKNOWN: SsvcAnswers = {
  exploitation: null,
  utility: null,
  technicalImpact: null,
  publicSafetyImpact: null,
};

/** The table as it is published (../shared/standards/ssvc); its licence stands beside it. */
const published = fileURLToPath(
  new URL("../../../shared/standards/ssvc/csv/ssvc/supplier_patch_development_priority_1_0_0.csv", import.meta.url),
);
const WORDS: Record<string, string> = {
  none: "N",
  "public poc": "P",
  active: "A",
  laborious: "L",
  efficient: "E",
  "super effective": "S",
  partial: "P",
  total: "T",
  minimal: "M",
  significant: "S",
  defer: "D",
  scheduled: "S",
  "out-of-cycle": "O",
  immediate: "I",
};

describe("the published rows", () => {
  if (!existsSync(published)) test.skip("are compared only where ../shared/standards/ssvc is present");
  else {
    const rows = readFileSync(published, "utf8").trim().split("\n").slice(1);
    test("are 36", () => expect(rows).toHaveLength(36));
    test.each(rows)("%s", (line) => {
      const [exploitation, utility, technicalImpact, publicSafetyImpact, outcome] = line
        .split(",")
        .slice(1)
        .map((word) => WORDS[word]);
      expect(supplierOutcomes({ exploitation, utility, technicalImpact, publicSafetyImpact } as SsvcAnswers)).toEqual([
        outcome,
      ]);
    });
  }
});

test("each combination has one outcome, and each value words of its own", () => {
  let rows = 0;
  for (const exploitation of SSVC_VALUES.exploitation)
    for (const utility of SSVC_VALUES.utility)
      for (const technicalImpact of SSVC_VALUES.technicalImpact)
        for (const publicSafetyImpact of SSVC_VALUES.publicSafetyImpact) {
          rows += 1;
          expect(supplierOutcomes({ exploitation, utility, technicalImpact, publicSafetyImpact })).toHaveLength(1);
        }
  expect(rows).toBe(36);
  for (const point of SSVC_POINTS) {
    expect(Object.keys(SSVC_POINT_WORDS[point].values).sort()).toEqual([...SSVC_VALUES[point]].sort());
  }
  expect(SUPPLIER_TABLE).toBe("ssvc:DT_SP:1.0.0");
});

describe("what is not known keeps a range", () => {
  test.each<[Partial<SsvcAnswers>, string[]]>([
    [{}, [...SSVC_OUTCOMES]],
    [{ exploitation: "N", utility: "L", technicalImpact: "P" }, ["D", "S"]],
    [{ exploitation: "A", utility: "S", technicalImpact: "T" }, ["I"]],
  ])("%o gives %o", (known, outcomes) => expect(supplierOutcomes({ ...UNKNOWN, ...known })).toEqual(outcomes));

  test("and says so", () => {
    expect(supplierSentence(UNKNOWN)).toBe(
      "Between Defer and Immediate, because exploitation not known, utility not known, technical impact not known and public safety impact not known.",
    );
    expect(supplierSentence({ exploitation: "N", utility: "L", technicalImpact: "P", publicSafetyImpact: "M" })).toBe(
      "Defer, because exploitation none, utility laborious, technical impact partial and public safety impact minimal.",
    );
  });
});

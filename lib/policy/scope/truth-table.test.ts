import { describe, expect, test } from "vitest";
import { cardihabPolicy } from "@/db/seed/policies/cardihab";
import { smileDigitalHealthPolicy } from "@/db/seed/policies/smile-digital-health";
import { productsOf } from "../document";
import type { PolicyDocument } from "../schema";
import { NO_PERMISSION, type ScopeQuestion, scopeAnswer } from "./answer";
import type { ScopeVerdict } from "./vocabulary";

/*
 * Every product × activity × class of both programs. What is expected is written here from the two policies' own
 * words, not computed by the rules that are tested.
 */

type Facts = {
  document: PolicyDocument;
  /** Exclusions by id, each with the CWE numbers that its clause names. */
  excluded: Record<string, number[]>;
  exclusionClause: string;
  permittedBy: string[];
  doubtfulBy: string[];
};

const PROGRAMS: Record<string, Facts> = {
  "Smile Digital Health": {
    document: smileDigitalHealthPolicy,
    excluded: {
      "denial-of-service": [400, 405, 406, 409, 770, 1333],
      "physical-testing": [1263],
      "social-engineering": [],
    },
    exclusionClause: "1.2",
    permittedBy: ["1.2", "2.1", "2.2", "2.3"],
    doubtfulBy: ["1.2", "2.1", "2.3"],
  },
  Cardihab: {
    document: cardihabPolicy("2026-11-22"),
    excluded: {
      "denial-of-service": [400, 405, 406, 409, 770, 1333],
      "mitm-or-physical-access": [300, 1263],
      "third-party": [1395],
      "cookie-handling": [315, 539, 565, 614, 784, 1004, 1275],
      "spam-or-social-engineering": [],
      "email-spoofing": [],
    },
    exclusionClause: "2.4",
    permittedBy: ["2", "2.3", "2.4", "2.5"],
    doubtfulBy: ["2", "2.3", "2.4"],
  },
};

/** Weaknesses that neither policy names. */
const ORDINARY = [null, 79, 89, 200, 862];

const ask = (question: Partial<ScopeQuestion>): ScopeQuestion => ({
  productId: null,
  other: "",
  exclusions: [],
  noneExcluded: false,
  words: "",
  cwe: null,
  ...question,
});

describe.each(Object.entries(PROGRAMS))("the whole truth table of %s", (_name, facts) => {
  const { document, excluded, exclusionClause, permittedBy, doubtfulBy } = facts;
  const products = [...productsOf(document).map(({ key }) => key), null];
  const activities: Partial<ScopeQuestion>[] = [
    { noneExcluded: true },
    {},
    { words: "look around" },
    ...Object.keys(excluded).map((id) => ({ exclusions: [id] })),
  ];
  const classes = [...ORDINARY, ...new Set(Object.values(excluded).flat())];

  test("the policy's own exclusions are the ones that are written here", () => {
    const stated = document.clauses.flatMap((clause) => (clause.kind === "exclusion" ? clause.exclusions : []));
    expect(Object.fromEntries(stated.map(({ id, cwe }) => [id, cwe]))).toEqual(excluded);
  });

  const rows = products.flatMap((productId) =>
    activities.flatMap((activity) => classes.map((cwe) => ({ productId, activity, cwe }))),
  );

  test(`has an answer with its clauses in each of its ${rows.length} rows, and permission only where nothing is in doubt`, () => {
    const counts: Record<ScopeVerdict, number> = { permitted: 0, not_permitted: 0, no_permission_stated: 0 };
    for (const { productId, activity, cwe } of rows) {
      const asked = ask({
        productId,
        cwe,
        ...activity,
        ...(productId === null ? { other: "Something of theirs" } : {}),
      });
      const chosen = (activity.exclusions ?? []).length > 0;
      const named = cwe !== null && Object.values(excluded).some((numbers) => numbers.includes(cwe));
      const expected: ScopeVerdict =
        chosen || named
          ? "not_permitted"
          : productId !== null && activity.noneExcluded === true
            ? "permitted"
            : "no_permission_stated";
      const { verdict, clauses, sentences } = scopeAnswer(document, asked);
      const row = JSON.stringify({ productId, activity, cwe });
      expect(verdict, row).toBe(expected);
      counts[verdict] += 1;
      const keys = { not_permitted: [exclusionClause], permitted: permittedBy, no_permission_stated: doubtfulBy }[
        verdict
      ];
      expect(clauses.map(({ key }) => key).sort(), row).toEqual(keys);
      expect(sentences.includes(NO_PERMISSION), row).toBe(verdict !== "permitted");
    }
    // One activity of all, each named product, each weakness that no exclusion names.
    expect(counts.permitted).toBe((products.length - 1) * ORDINARY.length);
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ontarioCalendar } from "@/db/seed/calendars/ontario";
import { cardihabPolicy } from "@/db/seed/policies/cardihab";
import { smileDigitalHealthPolicy as smile } from "@/db/seed/policies/smile-digital-health";
import { clausesOf, commitmentsOf } from "../document";
import type { Clause, ClauseOf, Commitment, PolicyDocument } from "../schema";
import { CLASSIFICATION_RULES } from "./change";
import { classificationRuleWords, classifyRevision } from "./classify";
import { mayTakeLonger } from "./promises";

const cardihab = cardihabPolicy("2026-11-22");

function edited(document: PolicyDocument, edit: (copy: PolicyDocument) => void): PolicyDocument {
  const copy = structuredClone(document);
  edit(copy);
  return copy;
}

function only<K extends Clause["kind"]>(document: PolicyDocument, kind: K): ClauseOf<K> {
  const [clause] = clausesOf(document, kind);
  if (!clause) throw new Error(`no clause of kind ${kind}`);
  return clause;
}

function promise(document: PolicyDocument, clock: Commitment["clock"]): Commitment {
  const found = document.clauses
    .flatMap((clause) => (clause.kind === "commitment" || clause.kind === "contact" ? (clause.commitments ?? []) : []))
    .find((commitment) => commitment.clock === clock);
  if (!found) throw new Error(`no promise for ${clock}`);
  return found;
}

/** Each takes something from a finder; told backwards it gives, unless its words alone changed. */
const SHRINKING: [what: string, policy: PolicyDocument, edit: (copy: PolicyDocument) => void, reason: unknown][] = [
  [
    "a longer acknowledgement",
    smile,
    (copy) => {
      promise(copy, "acknowledge").amount = 3;
    },
    { clause: "2.3.1", rule: "clock_lengthened", sentence: "Acknowledge: 2 business days → 3 business days" },
  ],
  [
    "a time in a longer unit",
    smile,
    (copy) => {
      Object.assign(promise(copy, "verify"), { amount: 10, unit: "day" });
    },
    { clause: "2.3.3", rule: "clock_lengthened", sentence: "Verify: 1 week → 10 days" },
  ],
  [
    "a weaker promise",
    smile,
    (copy) => {
      promise(copy, "acknowledge").rigidity = "SHOULD";
    },
    { clause: "2.3.1", rule: "promise_weakened", sentence: "Acknowledge: “We will” → “We aim to”" },
  ],
  [
    "a promise taken back",
    smile,
    (copy) => {
      delete only(copy, "contact").commitments;
    },
    { clause: "2.3.1", rule: "promise_removed", sentence: "Acknowledge: 2 business days → no published target" },
  ],
  [
    "a product that is gone",
    cardihab,
    (copy) => {
      only(copy, "scope").products.pop();
    },
    { clause: "2", rule: "scope_shrinks", sentence: "Product removed: Website" },
  ],
  [
    "a scope that is closed",
    smile,
    (copy) => {
      only(copy, "scope").mode = "products";
    },
    { clause: "2.1", rule: "scope_shrinks" },
  ],
  [
    "another exclusion",
    smile,
    (copy) => {
      only(copy, "exclusion").exclusions.push({
        id: "scanners",
        kind: "activity",
        label: "Scanners",
        text: "Automated scanners are out of scope.",
        cwe: [],
        words: [],
      });
    },
    { clause: "1.2", rule: "exclusion_added", sentence: "Exclusion added: Scanners" },
  ],
  [
    "an exclusion with another weakness",
    cardihab,
    (copy) => {
      only(copy, "exclusion").exclusions[3]?.cwe.push(79);
    },
    { clause: "2.4", rule: "exclusion_widened", sentence: "Exclusion “Cookie handling”: now also covers CWE-79" },
  ],
  [
    "an exclusion with another word",
    cardihab,
    (copy) => {
      only(copy, "exclusion").exclusions[3]?.words.push("token");
    },
    { clause: "2.4", rule: "exclusion_widened", sentence: "Exclusion “Cookie handling”: now also warns at “token”" },
  ],
  [
    "another conduct rule",
    smile,
    (copy) => {
      only(copy, "conduct").rules.push({ id: "ask", text: "Ask before you test." });
    },
    { clause: "2.3", rule: "conduct_added", sentence: "Conduct rule added: Ask before you test." },
  ],
  [
    "a safe harbour with one promise less",
    smile,
    (copy) => {
      only(copy, "safe_harbour").promises = ["no_legal_action", "rights_reserved_on_breach"];
    },
    { clause: "2.2", rule: "safe_harbour_shrinks", sentence: "Safe harbour removed: No complaint to law enforcement" },
  ],
  [
    "a safe harbour that reserves rights",
    cardihab,
    (copy) => {
      only(copy, "safe_harbour").promises.push("rights_reserved_on_breach");
    },
    { clause: "2.5", rule: "safe_harbour_shrinks" },
  ],
  [
    "an authorisation that becomes a promise",
    cardihab,
    (copy) => {
      only(copy, "safe_harbour").model = "promissory";
    },
    { clause: "2.5", rule: "safe_harbour_shrinks", sentence: "Safe harbour: an authorisation → a promise" },
  ],
  [
    "a safe harbour that is gone",
    cardihab,
    (copy) => {
      copy.clauses = copy.clauses.filter(({ kind }) => kind !== "safe_harbour");
    },
    { clause: "2.5", rule: "safe_harbour_shrinks" },
  ],
  [
    "a CVE Numbering Authority that is none any more",
    edited(smile, (copy) => {
      const { cna } = only(copy, "disclosure");
      if (cna) cna.contactFirst = false;
    }),
    (copy) => {
      only(copy, "disclosure").cna = null;
    },
    { clause: "2.3.4", rule: "promise_removed" },
  ],
  [
    "a reward that is gone",
    edited(smile, (copy) => {
      only(copy, "reward").bounty = true;
    }),
    (copy) => {
      only(copy, "reward").bounty = false;
    },
    { clause: "2.2.1", rule: "reward_removed", sentence: "Bounty: yes → none" },
  ],
  [
    "a place of credit that is gone",
    smile,
    (copy) => {
      only(copy, "reward").creditIn = ["advisory"];
    },
    { clause: "2.2.1", rule: "credit_removed" },
  ],
  [
    "an address that is gone",
    cardihab,
    (copy) => {
      only(copy, "contact").email = null;
    },
    { clause: "2.1", rule: "contact_removed", sentence: "E-mail: security@cardihab.example → none published" },
  ],
  [
    "rarer reviews",
    smile,
    (copy) => {
      only(copy, "governance").reviewEvery.amount = 2;
    },
    { clause: "1.3", rule: "review_lengthened", sentence: "Reviewed every year → every 2 years" },
  ],
  [
    "a major revision that nobody approves",
    smile,
    (copy) => {
      only(copy, "governance").approver = null;
    },
    { clause: "1.3", rule: "governance_weakened" },
  ],
  [
    "a longer time until disclosure",
    edited(smile, (copy) => {
      only(copy, "disclosure").limitDays = 90;
    }),
    (copy) => {
      only(copy, "disclosure").limitDays = 120;
    },
    { clause: "2.3.4", rule: "disclosure_restricted", sentence: "Time limit of disclosure: 90 days → 120 days" },
  ],
  [
    "a disclosure without a time limit",
    edited(smile, (copy) => {
      only(copy, "disclosure").limitDays = 90;
    }),
    (copy) => {
      only(copy, "disclosure").limitDays = null;
    },
    { clause: "2.3.4", rule: "disclosure_restricted" },
  ],
  [
    "a disclosure that needs consent",
    edited(cardihab, (copy) => {
      only(copy, "disclosure").rule = "coordinated";
    }),
    (copy) => {
      only(copy, "disclosure").rule = "consent_required";
    },
    { clause: "2.6", rule: "disclosure_restricted" },
  ],
  [
    "a policy that is no longer public",
    smile,
    (copy) => {
      copy.classification = "internal";
    },
    { clause: "opening", rule: "publicity_removed" },
  ],
];

/** The words of a rule are the rule: in both directions major, because no machine can tell wider from narrower. */
const WORDS_OF_RULES: [what: string, edit: (copy: PolicyDocument) => void, rule: string][] = [
  [
    "an exclusion",
    (copy) => {
      Object.assign(only(copy, "exclusion").exclusions[0] ?? {}, { text: "Every kind of test is out of scope." });
    },
    "exclusion_widened",
  ],
  [
    "a conduct rule",
    (copy) => {
      Object.assign(only(copy, "conduct").rules[1] ?? {}, { text: "Do not access our data, systems or networks." });
    },
    "conduct_changed",
  ],
  [
    "the scope",
    (copy) => {
      only(copy, "scope").statement = "The product HAPI FHIR alone.";
    },
    "scope_shrinks",
  ],
  [
    "a promise",
    (copy) => {
      promise(copy, "acknowledge").wording = "We may acknowledge your message within {time}.";
    },
    "promise_weakened",
  ],
  [
    "safe harbour",
    (copy) => {
      only(copy, "safe_harbour").summary[0] = "If you act in good faith, we usually take no legal action.";
    },
    "safe_harbour_shrinks",
  ],
  [
    "the counting of business days",
    (copy) => {
      copy.businessDayRule = "Business days are every second Tuesday.";
    },
    "clock_lengthened",
  ],
];

const WORDING_ONLY: [what: string, edit: (copy: PolicyDocument) => void][] = [
  [
    "the text of clauses",
    (copy) => {
      for (const clause of copy.clauses) clause.body = `${clause.body}\n\nSaid with other words.`;
    },
  ],
  [
    "a heading",
    (copy) => {
      only(copy, "conduct").heading = "Rules";
    },
  ],
  [
    "the title and the introduction",
    (copy) => {
      copy.title = "Coordinated Disclosure Policy";
      copy.summary = "Another introduction.";
    },
  ],
  [
    "case and punctuation of a rule",
    (copy) => {
      for (const rule of only(copy, "conduct").rules) rule.text = `${rule.text.toUpperCase()}!`;
    },
  ],
  [
    "the label of an exclusion",
    (copy) => {
      Object.assign(only(copy, "exclusion").exclusions[0] ?? {}, { label: "DoS" });
    },
  ],
  [
    "another address",
    (copy) => {
      only(copy, "contact").email = "report@example.org";
    },
  ],
  [
    "number, dates and calendar version",
    (copy) => {
      copy.version = "1.3";
      copy.revisedOn = "2026-11-22";
      copy.reviewedOn = "2026-11-22";
      copy.calendar.version = 2;
    },
  ],
  [
    "a question more",
    (copy) => {
      copy.securityProgram.faq.push({ id: "new", question: "New?", answer: "Yes." });
    },
  ],
];

describe("a revision that takes something away is major", () => {
  test.each(SHRINKING)("$0", (_what, policy, edit, reason) => {
    const { class: verdict, reasons } = classifyRevision(policy, edited(policy, edit));
    expect(verdict).toBe("major");
    expect(reasons).toContainEqual(expect.objectContaining(reason));
    for (const { sentence } of reasons) expect(sentence).not.toContain("undefined");
  });

  test.each(SHRINKING)("and backwards, a strengthening alone, it is minor: $0", (_what, policy, edit) => {
    expect(classifyRevision(edited(policy, edit), policy)).toEqual({ class: "minor", reasons: [] });
  });

  test.each(WORDS_OF_RULES)("other words of %s, in both directions", (_what, edit, rule) => {
    const other = edited(smile, edit);
    expect(classifyRevision(smile, other).reasons.map((reason) => reason.rule)).toEqual([rule]);
    expect(classifyRevision(other, smile).reasons.map((reason) => reason.rule)).toEqual([rule]);
  });

  test("other calendars: a working day less, an earlier cut-off; holidays of a new year do not count", () => {
    const withCalendar = (change: Partial<typeof ontarioCalendar>) =>
      classifyRevision(smile, smile, { before: ontarioCalendar, after: { ...ontarioCalendar, ...change } });
    expect(withCalendar({ workingDays: [1, 2, 3, 4] }).reasons[0]?.sentence).toBe("Working days a week: 5 → 4");
    expect(withCalendar({ cutOff: "15:00" }).reasons[0]?.sentence).toBe("Cut-off hour: none → 15:00");
    expect(
      withCalendar({ holidays: [...ontarioCalendar.holidays, { date: "2031-01-01", name: "New Year's Day" }] }).class,
    ).toBe("minor");
  });
});

describe("a revision of the wording is minor", () => {
  test.each(WORDING_ONLY)("%s", (_what, edit) => {
    const other = edited(smile, edit);
    expect(classifyRevision(smile, other)).toEqual({ class: "minor", reasons: [] });
    expect(classifyRevision(other, smile)).toEqual({ class: "minor", reasons: [] });
  });

  test("what only moved to another clause is neither lost nor new", () => {
    const moved = edited(smile, (copy) => {
      const exclusions = only(copy, "exclusion");
      exclusions.key = "2.4";
      copy.clauses = [...copy.clauses.filter((clause) => clause !== exclusions), exclusions];
    });
    expect(classifyRevision(smile, moved)).toEqual({ class: "minor", reasons: [] });
  });
});

describe("properties", () => {
  const someOf = <T>(list: readonly T[]) => fc.subarray([...list], { minLength: 1 });
  const smileOnly = SHRINKING.filter(([, policy]) => policy === smile);

  test("one shrinking edit among others of any kind keeps it major, and nothing can hide it", () => {
    fc.assert(
      fc.property(someOf(smileOnly), fc.subarray([...WORDING_ONLY]), (shrinking, wording) => {
        const other = edited(smile, (copy) => {
          // The lost commitments first: an edit of one needs it to be there.
          for (const [what, , edit] of shrinking) if (what !== "a promise taken back") edit(copy);
          for (const [, edit] of wording) edit(copy);
        });
        const kept = shrinking.some(([what]) => what !== "a promise taken back");
        expect(classifyRevision(smile, other).class).toBe(kept ? "major" : "minor");
        expect(classifyRevision(other, smile).class).toBe("minor");
      }),
      { numRuns: 60 },
    );
  });

  test("a clock is longer exactly when its amount of the same unit is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 400 }), (was, is) => {
        const at = (amount: number) =>
          edited(smile, (copy) => {
            promise(copy, "acknowledge").amount = amount;
          });
        expect(classifyRevision(at(was), at(is)).class).toBe(is > was ? "major" : "minor");
      }),
      { numRuns: 60 },
    );
  });

  test("of two different times at least one direction may take longer", () => {
    const time = fc.record({
      amount: fc.integer({ min: 1, max: 60 }),
      unit: fc.constantFrom("hour", "day", "week", "year", "business_day"),
    });
    fc.assert(
      fc.property(time, time, (one, other) => {
        fc.pre(one.amount !== other.amount || one.unit !== other.unit);
        const same = !mayTakeLonger(one, other) && !mayTakeLonger(other, one);
        // Seven days and a week are one time.
        const inDays = ({ amount, unit }: typeof one) => amount * (unit === "week" ? 7 : 1);
        const calendarDays = [one.unit, other.unit].every((unit) => unit === "day" || unit === "week");
        expect(same).toBe(calendarDays && inDays(one) === inDays(other));
      }),
    );
  });
});

test.each([
  [{ amount: 5, unit: "business_day" }, { amount: 5, unit: "day" }, true],
  [{ amount: 5, unit: "business_day" }, { amount: 3, unit: "day" }, false],
  [{ amount: 1, unit: "week" }, { amount: 7, unit: "day" }, false],
  [{ amount: 7, unit: "day" }, { amount: 1, unit: "week" }, false],
  [{ amount: 72, unit: "hour" }, { amount: 3, unit: "day" }, true],
  [{ amount: 4, unit: "day" }, { amount: 72, unit: "hour" }, false],
  [{ amount: 1, unit: "week" }, { amount: 5, unit: "business_day" }, true],
  [{ amount: 30, unit: "day" }, { amount: 1, unit: "business_day" }, true],
  [{ amount: 1, unit: "year" }, { amount: 300, unit: "day" }, false],
] as const)("%j to %j may take longer: %s", (before, after, longer) => {
  expect(mayTakeLonger(before, after)).toBe(longer);
});

test("every rule has its words, and the promises of both programs can be compared", () => {
  for (const rule of CLASSIFICATION_RULES) expect(classificationRuleWords(rule)).toMatch(/^[a-z].+[a-z]$/);
  expect(commitmentsOf(smile).length + commitmentsOf(cardihab).length).toBe(3);
  expect(classifyRevision(smile, smile)).toEqual({ class: "minor", reasons: [] });
});

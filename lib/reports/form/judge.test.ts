import { describe, expect, it } from "vitest";
import { cardihabPolicy } from "@/db/seed/policies/cardihab";
import { smileDigitalHealthPolicy } from "@/db/seed/policies/smile-digital-health";
import { type Answers, isListAnswer, type RawAnswers, type Step } from "./answers";
import type { Field, TextField } from "./fields";
import type { Lookups } from "./formats";
import { asTyped, judge } from "./judge";
import { reportForm, stepForm } from "./report-form";
import { stepSchema } from "./schema";

const cardihab = cardihabPolicy("2026-11-02");
const smile = smileDigitalHealthPolicy;

const lookups: Lookups = {
  today: "2026-11-22",
  readVector: () => ({ ok: true, band: "high", score: 8.1 }),
  findWeakness: (text) =>
    text === "CWE-99999" ? { ok: false, message: "CWE-99999 isn't in the list" } : { ok: true, id: text },
};

function verdict(step: Step, raw: RawAnswers, policy = cardihab) {
  return judge(stepForm(policy, step).fields, raw, lookups);
}

function messages(step: Step, raw: RawAnswers, policy = cardihab): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const { field, message } of verdict(step, raw, policy).problems)
    found[field] = [...(found[field] ?? []), message];
  return found;
}

const GOOD: Record<Step, RawAnswers> = {
  scope: { productId: "website", outOfScope: ["none"] },
  exposure: { exposed: "no" },
  product: {},
  details: { title: "SQL injection in /export", details: "x".repeat(50), onlyOne: "yes" },
  repro: {},
  impact: {},
  contact: { identity: "none" },
  credit: {},
  agree: { policyVersion: "1.0", accepted: "yes", conduct: "followed" },
};

const VECTOR = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N";

describe("the smallest report", () => {
  it("needs nine answers where the policy asks for one vulnerability per report, eight where it does not", () => {
    const required = (policy: typeof smile) => {
      const keys = reportForm(policy).flatMap(({ fields }) =>
        judge(fields, {}, lookups).problems.map(({ field }) => field),
      );
      return keys.filter((key) => key !== "policyVersion");
    };
    expect(required(cardihab)).toEqual([
      "productId",
      "outOfScope",
      "exposed",
      "title",
      "details",
      "onlyOne",
      "identity",
      "accepted",
      "conduct",
    ]);
    expect(required(smile)).toEqual(required(cardihab).filter((key) => key !== "onlyOne"));
  });

  it.each(Object.entries(GOOD) as [Step, RawAnswers][])("passes %s", (step, raw) => {
    expect(verdict(step, raw)).toMatchObject({ problems: [], notices: [], answers: raw });
  });
});

const textFields = reportForm(cardihab).flatMap(({ step, fields }) =>
  fields
    .filter((field): field is TextField => field.kind === "text")
    .map((field) => [field.name, step, field] as const),
);
const prefixes: Partial<Record<Field["name"], (length: number) => string>> = {
  email: (length) => `${"a".repeat(length - "@example.com".length)}@example.com`,
  pgpKey: (length) => `${BEGIN_KEY}${"a".repeat(length - BEGIN_KEY.length)}`,
  creditUrl: (length) => `https://example.com/${"a".repeat(length - "https://example.com/".length)}`,
};
const BEGIN_KEY = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
const FIXED = ["cvss", "cveId", "plansDate", "plansTime", "plansZone"];

/** Makes every conditional question asked. */
function asked(step: Step, field: Field): RawAnswers {
  const raw: RawAnswers = { ...GOOD[step] };
  if (field.when) raw[field.when.field] = isListAnswer(field.when.field) ? [field.when.in[0] ?? ""] : field.when.in[0];
  return raw;
}

describe("limits", () => {
  it.each(textFields.filter(([name]) => !FIXED.includes(name)))(
    "%s holds its limit and not one more",
    (name, step, field) => {
      // An astral character counts once: limits are code points.
      const fill = prefixes[name] ?? ((length: number) => "😀".repeat(length));
      const at = verdict(step, { ...asked(step, field), [name]: fill(field.max) });
      expect(at.problems.filter((problem) => problem.field === name)).toEqual([]);
      expect(at.answers[name]).toBe(fill(field.max));
      const over = messages(step, { ...asked(step, field), [name]: fill(field.max + 7) })[name];
      expect(over).toEqual([name === "title" ? field.error : "Shorten by 7 characters"]);
    },
  );

  it.each(textFields.filter(([, , field]) => field.min > 1))(
    "%s holds its least length and not one less",
    (name, step, field) => {
      const text = (length: number) => ({ ...asked(step, field), [name]: `  ${"é".repeat(length)}  ` });
      expect(messages(step, text(field.min))[name]).toBeUndefined();
      expect(messages(step, text(field.min - 1))[name]).toEqual([field.error]);
    },
  );

  it("says how much to take away", () => {
    expect(messages("details", { ...GOOD.details, summary: "x".repeat(1120) })).toEqual({
      summary: ["Shorten by 120 characters"],
    });
  });

  it.each([
    ["urls", "product", 20],
    ["references", "details", 10],
  ] as const)("%s holds its number of lines", (name, step, max) => {
    const urls = (count: number) => Array.from({ length: count }, (_, i) => `https://example.com/${i}`).join("\r\n");
    expect(verdict(step, { ...GOOD[step], [name]: urls(max) }).answers[name]).toHaveLength(max);
    expect(messages(step, { ...GOOD[step], [name]: urls(max + 1) })[name]).toEqual([
      `Remove lines until only ${max} are left`,
    ]);
  });
});

const everyField = reportForm(cardihab).flatMap(({ step, fields }) =>
  fields.map((field) => [field.name, step, field] as const),
);

describe("hostile input", () => {
  it.each(everyField)("%s refuses NUL and lone surrogates (IN-04)", (name, step, field) => {
    const inCode = field.kind === "text" && field.shape === "raw";
    for (const bad of inCode ? ["a\ud800b", "\udc00"] : ["a\0b", "a\ud800b", "\udc00"]) {
      const value = isListAnswer(name) ? [bad] : bad;
      expect(messages(step, { ...asked(step, field), [name]: value })[name]).toEqual([
        "Remove the invisible characters that cannot be stored",
      ]);
    }
  });

  it.each(everyField.filter(([, , { kind }]) => kind === "choice" || kind === "choices" || kind === "tick"))(
    "%s refuses a value that it does not offer",
    (name, step, field) => {
      const value = isListAnswer(name) ? ["nonsense"] : "nonsense";
      expect(messages(step, { ...asked(step, field), [name]: value })[name]).toEqual([
        field.kind === "hidden" ? "" : "error" in field ? field.error : "",
      ]);
    },
  );

  it("keeps 50 kB of script as it was typed (MD-09)", () => {
    const poc = `  <script>alert("‮")</script>\tЖ\n${"<script>".repeat(6240)}\n`;
    const typed = poc.replaceAll("\n", "\r\n");
    expect(verdict("repro", { poc: typed }).answers.poc).toBe(poc);
  });

  it("refuses unknown fields, lists where one answer belongs, and objects", () => {
    const schema = stepSchema(stepForm(cardihab, "details"), lookups);
    expect(schema.safeParse(GOOD.details).success).toBe(true);
    for (const bad of [{ extra: "1" }, { title: ["a", "b"] }, { title: { a: 1 } }, { references: [["x"]] }])
      expect(schema.safeParse({ ...GOOD.details, ...bad }).success).toBe(false);
  });

  it("stores prose as NFC without control characters, and one-line answers on one line", () => {
    const { answers } = verdict("details", {
      ...GOOD.details,
      title: " Cafe\u0301 leak\r\nin\t/export\u0007 ",
      summary: "a\r\nb",
    });
    expect(answers).toMatchObject({ title: "Café leak in /export", summary: "a\nb" });
  });
});

describe("scope", () => {
  it("asks for the product and for the exclusions in the words of the form", () => {
    expect(messages("scope", {})).toEqual({
      productId: ["Select the product, “Something else” or “Not sure”"],
      outOfScope: ["Select at least one, or “None of these”"],
    });
  });
  it("does not mix an exclusion with none", () => {
    expect(messages("scope", { productId: "not_sure", outOfScope: ["none", "third-party"] }).outOfScope).toEqual([
      `“None of these” can’t be combined`,
    ]);
  });
  it("asks for the reason once an exclusion is ticked, and drops it again with none", () => {
    expect(messages("scope", { productId: "not_sure", outOfScope: ["third-party"] })).toEqual({
      scopeRationale: ["Tell us why it matters (20 characters or more)"],
    });
    const none = verdict("scope", { productId: "not_sure", outOfScope: ["none"], scopeRationale: "x".repeat(30) });
    expect(none.answers).toEqual({ productId: "not_sure", outOfScope: ["none"] });
  });
  it("asks for the name of another product", () => {
    expect(messages("scope", { productId: "something_else", outOfScope: ["none"] })).toEqual({
      productOther: ["Enter the product name"],
    });
  });
});

describe("exposure", () => {
  it.each(["yes", "not_sure"])("asks more when it is %s", (exposed) => {
    expect(Object.keys(messages("exposure", { exposed }))).toEqual([
      "exposureKinds",
      "exposureOngoing",
      "exposureHeld",
    ]);
  });
});

describe("addresses (IN-08)", () => {
  const cases: [string, string[] | string][] = [
    ["https://example.com/a?b#c", ["https://example.com/a?b#c"]],
    ["https://example.com\n\ngit://example.com/x.git", ["https://example.com", "git://example.com/x.git"]],
    ["https://a.example\nhttps://b.example\nexample.com", "Line 3 is not a full address — start with https://"],
    ["javascript:alert(1)", "Line 1 is not a full address — start with https://"],
    ["javascript://example.com/%0aalert(1)", "Line 1 is not a full address — start with https://"],
    [" javascript:alert(1)", "Line 1 is not a full address — start with https://"],
    ["java\tscript:alert(1)", "Line 1 is not a full address — start with https://"],
    ["data:text/html,<script>alert(1)</script>", "Line 1 is not a full address — start with https://"],
    ["//evil.example", "Line 1 is not a full address — start with https://"],
    ["https:example.com", "Line 1 is not a full address — start with https://"],
    ["https://exa mple.com", "Line 1 is not a full address — start with https://"],
    [`https://example.com/${"a".repeat(2048 - 20)}`, [`https://example.com/${"a".repeat(2048 - 20)}`]],
    [`https://example.com/${"a".repeat(2049 - 20)}`, "Line 1 is too long: shorten by 1 characters"],
  ];
  it.each(cases)("%s", (urls, expected) => {
    const judged = verdict("product", { urls });
    if (typeof expected === "string") expect(judged.problems).toEqual([{ field: "urls", message: expected }]);
    else expect(judged.answers.urls).toEqual(expected);
  });
  it.each([
    ["https://ann:s3cret@example.com/x@y", "https://example.com/x@y"],
    ["https://ann@example.com", "https://example.com"],
    ["https://a@b:c@example.com/", "https://example.com/"],
    ["ssh://git:pw@example.com/x.git", "ssh://git@example.com/x.git"],
  ])("takes secrets out of %s and says so", (typed, kept) => {
    const judged = verdict("product", { urls: typed });
    expect(judged.answers.urls).toEqual([kept]);
    expect(judged.notices).toEqual([
      { field: "urls", message: "We removed the user name or password from the address in line 1" },
    ]);
  });
});

describe("single rules", () => {
  const cases: [Step, RawAnswers, Record<string, string[]>][] = [
    [
      "product",
      { productVersion: "1", productVersionUnknown: "yes" },
      { productVersion: [`Clear the version or untick “I don’t know”`] },
    ],
    [
      "repro",
      { conditions: "x", conditionsNone: "yes" },
      { conditions: ["Clear the conditions or untick “None that I know”"] },
    ],
    ["repro", { stepsUnreliable: "yes" }, { stepsUnreliableWhy: ["Tell us what happens when you try"] }],
    ["details", { ...GOOD.details, title: "Too short" }, { title: ["Enter a title of 10 to 150 characters"] }],
    [
      "details",
      { ...GOOD.details, details: "short" },
      { details: ["Describe the vulnerability in 50 characters or more"] },
    ],
    ["details", { ...GOOD.details, onlyOne: "" }, { onlyOne: ["Confirm this is one vulnerability"] }],
    [
      "details",
      { ...GOOD.details, cweChoice: "yes", cweIds: "CWE-99999" },
      { cweIds: ["CWE-99999 isn't in the list"] },
    ],
    ["details", { ...GOOD.details, cweChoice: "yes", cweIds: "" }, { cweIds: ["Enter a CWE number like CWE-79"] }],
    ["details", { ...GOOD.details, cweChoice: "help", cweIds: "" }, {}],
    [
      "details",
      { ...GOOD.details, cweChoice: "yes", cweIds: "1\n2\n3\n4" },
      { cweIds: ["Remove lines until only 3 are left"] },
    ],
    ["impact", { cvss: VECTOR.replace("AC:L/", "") }, { cvss: ["This vector is missing AC"] }],
    ["impact", { cvss: "AV:N/AC:L" }, { cvss: ["A vector starts with CVSS:4.0/ or CVSS:3.1/"] }],
    [
      "impact",
      { cvss: VECTOR, severity: "low" },
      { severity: ["Your vector scores 8.1, which is high. Change one of the two"] },
    ],
    ["impact", { cvss: VECTOR, severity: "high" }, {}],
    ["impact", { cvss: VECTOR, severity: "not_sure" }, {}],
    ["impact", { cvss: `${VECTOR}/AV:L` }, { cvss: ["AV is given twice"] }],
    ["impact", { alreadyPublic: "yes" }, { alreadyPublicUrls: ["Enter where it is public"] }],
    ["contact", {}, { identity: ["Select one"] }],
    [
      "contact",
      { identity: "details" },
      { contactName: ["Enter a name"], email: ["Enter an address like name@example.com"] },
    ],
    ["contact", { identity: "pseudonym", contactName: "夜" }, {}],
    [
      "contact",
      { identity: "details", contactName: "A", email: "a@b" },
      { email: ["Enter an address like name@example.com"] },
    ],
    ["credit", { creditWish: "name" }, { creditText: ["Enter the text to print"] }],
    [
      "credit",
      { creditWish: "alias", creditText: "<b>x" },
      { creditText: ["Use plain text without HTML: remove < > and entities"] },
    ],
    ["credit", { creditWish: "alias", creditText: "ab\u202ecd" }, { creditText: ["Remove the invisible characters"] }],
    [
      "credit",
      { creditWish: "name", creditText: "A", creditUrl: "http://a.example" },
      { creditUrl: ["Enter an address that starts with https://"] },
    ],
    ["credit", { cveRequested: "yes", cveId: "CVE-26-1" }, { cveId: ["Enter an id like CVE-2026-12345"] }],
    ["credit", { plans: "talk", plansDate: "2026-11-22" }, { plansDate: ["Date must be in the future"] }],
    ["credit", { plans: "talk", plansDate: "2027-02-30" }, { plansDate: ["Enter a date like 2027-03-31"] }],
    [
      "credit",
      { plans: "talk", plansDate: "2026-11-23", plansTime: "25:00" },
      { plansTime: ["Enter a time like 14:30"] },
    ],
    ["credit", { plans: "talk", plansZone: "Mars/Base" }, { plansZone: ["Enter a time zone like Europe/Berlin"] }],
    [
      "credit",
      { coFinders: "Ann, ann@example.org\nBob\n, x@y.org" },
      { coFinders: ["Line 3 needs a name of 1 to 100 characters"] },
    ],
    [
      "agree",
      { ...GOOD.agree, policyVersion: "0.9" },
      { policyVersion: ["The policy changed while you were writing — read what changed"] },
    ],
    ["agree", { ...GOOD.agree, accepted: "" }, { accepted: ["Confirm you have read the policy"] }],
    [
      "agree",
      { ...GOOD.agree, conduct: "differently" },
      { conductNote: ["Tell us what happened (20 characters or more)"] },
    ],
  ];
  it.each(cases)("%s %j", (step, raw, expected) => {
    expect(messages(step, raw)).toEqual(expected);
  });

  it.each([
    ["79", "CWE-79"],
    ["cwe-0079", "CWE-79"],
  ])("reads the weakness %s", (typed, id) => {
    expect(verdict("details", { ...GOOD.details, cweChoice: "yes", cweIds: typed }).answers.cweIds).toEqual([id]);
  });
});

describe("as typed", () => {
  it("keeps every field of the page, blank ones too, so that its step counts as seen", () => {
    const { fields } = stepForm(cardihab, "product");
    const typed = asTyped(fields, { urls: "not an address\r\n", productVersion: "  1 " });
    expect(typed.urls).toEqual(["not an address", ""]);
    expect(typed.productVersion).toBe("  1 ");
    expect(Object.keys(typed).sort()).toEqual(fields.map(({ name }) => name).sort());
    const blank: Answers = asTyped(fields, {});
    expect(blank.platform).toBe("");
  });
});

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { creditTextHash } from "./consent";
import { creditLine, creditSurfaces, cveCredits, cveCreditsPreview } from "./line";
import { CREDIT_ROLE_LABELS, CREDIT_ROLES, cveCreditType, isCreditRole } from "./roles";
import { creditDisplayInputSchema, creditDisplaySchema, creditSchema, defaultCreditSchema } from "./schema";
import { creditOrganisationProblem, creditProblems, creditTextProblem, creditUrlProblem } from "./text";

const jane = { text: "Jane Doe", roles: ["finder"] } as const;
const full = {
  text: "Jane Doe",
  organisation: "Example Labs",
  url: "https://jane.example",
  roles: ["finder", "remediation_verifier"],
} as const;

describe("lines", () => {
  test("print exactly the text, the organisation, the roles and the address", () => {
    expect(creditLine(jane)).toBe("Credit: Jane Doe (finder)");
    expect(creditLine(full)).toBe(
      "Credit: Jane Doe, Example Labs (finder, remediation verifier), https://jane.example",
    );
    expect(creditLine({ text: "Jane Doe", organisation: "", url: "", roles: [] })).toBe("Credit: Jane Doe");
  });

  test("give one CVE entry a role", () => {
    expect(cveCredits(full)).toEqual([
      { lang: "en", value: "Jane Doe, Example Labs", type: "finder" },
      { lang: "en", value: "Jane Doe, Example Labs", type: "remediation verifier" },
    ]);
    expect(JSON.parse(cveCreditsPreview(jane))).toEqual({
      credits: [{ lang: "en", value: "Jane Doe", type: "finder" }],
    });
    expect(creditSurfaces(jane).map(({ surface, line }) => [surface, line])).toEqual([
      ["advisory", "Credit: Jane Doe (finder)"],
      ["cve", cveCreditsPreview(jane)],
    ]);
  });

  test("are agreed to by the hash of what is printed", () => {
    expect(creditTextHash(jane)).toBe(createHash("sha256").update("Credit: Jane Doe (finder)").digest("hex"));
    const hashes = [
      jane,
      full,
      { ...full, url: "" },
      { ...full, roles: ["finder"] as const },
      { ...full, organisation: "" },
    ];
    expect(new Set(hashes.map(creditTextHash)).size).toBe(5);
  });
});

describe("credit text", () => {
  test.each([
    "Jane Doe",
    "山田太郎",
    "José Ñúñez",
    "محمد علي",
    "@jane@social.example",
    "r00t_42",
    "O'Neil & Sons",
    "AT&T research",
    "😀",
    "a".repeat(120),
    "😀".repeat(120),
  ])("takes %j", (text) => {
    expect(creditTextProblem(text)).toBeNull();
  });

  test.each([
    ["", "Enter the text to print"],
    [" \u00a0", "Enter the text to print"],
    ["a".repeat(121), "Shorten by 1 character"],
    ["😀".repeat(140), "Shorten by 20 characters"],
    ["<b>Jane</b>", "Use plain text without HTML: remove < > and entities"],
    ["Jane &lt;3", "Use plain text without HTML: remove < > and entities"],
    ["Jane &#x202e;", "Use plain text without HTML: remove < > and entities"],
    ["jane@lab.example", "Remove the e-mail address: credit lines are public"],
    ["Jane (jane.doe+cve@lab.example)", "Remove the e-mail address: credit lines are public"],
    ["Jane\nDoe", "Remove the invisible characters"],
    ["Jane\u202eDoe", "Remove the invisible characters"],
    ["Jane\u2066Doe", "Remove the invisible characters"],
    ["Jane\u200bDoe", "Remove the invisible characters"],
    ["Jane\u200dDoe", "Remove the invisible characters"],
    ["Jane\ufeffDoe", "Remove the invisible characters"],
    ["Jane\u00adDoe", "Remove the invisible characters"],
    ["Jane\u{e0041}Doe", "Remove the invisible characters"],
    ["Jane\u2028Doe", "Remove the invisible characters"],
    ["\u3164", "Remove the invisible characters"],
    ["Jane\u0000Doe", "Remove the invisible characters"],
    ["Jane\ud800Doe", "Remove the invisible characters"],
  ])("refuses %j", (text, sentence) => {
    expect(creditTextProblem(text)).toBe(sentence);
  });

  test("what passes never holds markup, hidden characters or more than 120 code points", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 140 }), (text) => {
        if (creditTextProblem(text) !== null) return;
        expect([...text].length).toBeLessThanOrEqual(120);
        expect(text).not.toMatch(/[<>\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  test("a long hostile text is judged at once", () => {
    const started = performance.now();
    creditTextProblem("a.".repeat(500_000));
    creditTextProblem(`${"a".repeat(59)}@${"a-".repeat(30)}`);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe("organisation and address", () => {
  test("may be empty", () => {
    expect(creditOrganisationProblem("")).toBeNull();
    expect(creditUrlProblem("")).toBeNull();
  });

  test.each([
    "http://a.example",
    "javascript:alert(1)",
    "https:a.example",
    "https://",
    "https://a.example/ b",
    'https://a.example/"onload',
    `https://a.example/${"a".repeat(2048)}`,
  ])("refuses the address %j", (url) => {
    expect(creditUrlProblem(url)).toBe("Enter an address that starts with https://");
  });

  test("refuses a password in the address", () => {
    expect(creditUrlProblem("https://jane:secret@a.example")).toBe(
      "Remove the user name and password from the address",
    );
  });
});

describe("creditSchema", () => {
  test("stores what will be printed: NFC, trimmed, roles once and in their order", () => {
    expect(creditSchema.parse({ text: " Jose\u0301 ", roles: ["analyst", "finder", "analyst"] })).toEqual({
      text: "José",
      organisation: "",
      url: "",
      roles: ["finder", "analyst"],
    });
  });

  test("says what is wrong at each field", () => {
    const parsed = creditSchema.safeParse({ text: "", organisation: "<i>", url: "ftp://a", roles: [] });
    const messages = parsed.error?.issues.map((issue) => [issue.path[0], issue.message]);
    expect(messages).toEqual([
      ["text", "Enter the text to print"],
      ["organisation", "Use plain text without HTML: remove < > and entities"],
      ["url", "Enter an address that starts with https://"],
      ["roles", "Select at least one role"],
    ]);
    expect(creditSchema.safeParse({ text: "Jane", roles: ["hero"] }).error?.issues[0]?.message).toBe(
      "Select a role from the list",
    );
  });
});

describe("displays", () => {
  test("are read as stored, whatever today's rules say of them", () => {
    const stored = { text: "<b>", organisation: "", url: "ftp://a" };
    expect(creditDisplaySchema.parse(stored)).toEqual(stored);
    expect(defaultCreditSchema.parse({ wish: "alias", display: stored })).toEqual({ wish: "alias", display: stored });
    expect(creditProblems(stored)).toEqual({
      text: ["Use plain text without HTML: remove < > and entities"],
      url: ["Enter an address that starts with https://"],
    });
    expect(creditProblems({ text: "Jane", organisation: "", url: "" })).toBeNull();
  });

  test("may be given without a text, but not with a wrong one", () => {
    expect(creditDisplayInputSchema.parse({ text: " " })).toEqual({ text: "", organisation: "", url: "" });
    expect(creditDisplayInputSchema.safeParse({ text: "<b>" }).success).toBe(false);
  });
});

/** The reference copies beside the checkout; not part of the product. */
const mapping = fileURLToPath(new URL("../../../shared/standards/cve/credit-mapping.json", import.meta.url));

describe("roles", () => {
  test("have a label and a CVE type each", () => {
    for (const role of CREDIT_ROLES) {
      expect(cveCreditType(role)).toBe(role.replaceAll("_", " "));
      expect(CREDIT_ROLE_LABELS[role].toLowerCase()).toBe(cveCreditType(role));
      expect(isCreditRole(role)).toBe(true);
    }
    expect(isCreditRole("hero")).toBe(false);
    expect(cveCreditType("hero")).toBe("other");
  });

  if (!existsSync(mapping)) test.skip("are compared only where ../shared/standards/cve is present");
  else
    test("are those of the CVE record format", () => {
      const { map } = JSON.parse(readFileSync(mapping, "utf8")) as { map: { cve: string }[] };
      expect(CREDIT_ROLES.map((role) => cveCreditType(role) as string)).toEqual(map.map(({ cve }) => cve));
    });
});

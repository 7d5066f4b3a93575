import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { cardihabPolicy } from "@/db/seed/policies/cardihab";
import { smileDigitalHealthPolicy as smile } from "@/db/seed/policies/smile-digital-health";
import { as, newStaff, openPortal } from "@/db/testing/factories";
import type { StaffRole } from "@/lib/auth/policy";
import { startPolicyDraft } from "@/lib/policy/drafts/mutations";
import { getPolicyDraft } from "@/lib/policy/drafts/queries";
import { giveReason } from "@/lib/policy/edit/mutations";
import { sendToReview } from "@/lib/policy/governance/mutations";
import { FLAWLESS } from "@/lib/policy/lint/flawless.test-data";
import type { Finding } from "@/lib/policy/lint/types";
import { publishDraft, signDraft } from "@/lib/policy/signing/mutations";
import { dataDir, db, type, typeForJson } from "../command-line.test-data";

let portal: Awaited<ReturnType<typeof openPortal>>;

beforeAll(async () => {
  portal = await openPortal(db);
});

const file = (name: string, content: unknown) => {
  const path = join(dataDir, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
};
const lint = async (...words: string[]) => {
  const { code, json } = await typeForJson("policy", "lint", ...words);
  return { code, findings: json as Finding[] };
};
const worse = (findings: readonly Finding[]) =>
  findings.filter(({ severity }) => severity !== "note").map(({ rule, clause }) => [rule, clause]);

describe("policy lint --program", () => {
  test("lists the findings of the published policy, each with rule, severity, clause and message", async () => {
    const { code, findings } = await lint("--program", "cardihab");
    expect(code).toBe(1);
    expect(worse(findings)).toEqual([
      ["standard-superseded", "1.1"],
      // Its policy prefers encrypted mail, and this installation has no key yet.
      ["key-missing", "2.1"],
      ["bod-20-01-c-iii", "2.6"],
    ]);
    for (const finding of findings) {
      expect(Object.keys(finding).sort()).toEqual(["advice", "clause", "message", "rule", "severity"]);
    }
  });

  test("knows that the yearly review of the other one is overdue", async () => {
    const { code, out } = await type("policy", "lint", "--program", "smile-digital-health");
    expect(code).toBe(1);
    expect(out).toMatch(/^warning review-overdue in clause 1\.3: The review is overdue since 2026-04-22,/);
    expect(out).toMatch(/\n2 warnings, 5 notes\n$/);
  });

  test("says why a warning stands that was published with a reason", async () => {
    const reason = "Legal counsel looks at it in spring.";
    const { smile: program } = portal;
    const staff = async (role: StaffRole) => as(db, { ...(await newStaff(db, program, role)), steppedUp: true });
    const [writer, owner] = [await staff("coordinator"), await staff("policy_owner")];
    const { publicId } = await startPolicyDraft(writer, { programSlug: program.slug, source: "current" });
    for (const { key, severity } of (await getPolicyDraft(writer, publicId)).findings) {
      if (severity === "warning") await giveReason(writer, publicId, { key, reason });
    }
    await sendToReview(writer, publicId);
    const { hashToSign } = await getPolicyDraft(owner, publicId);
    await signDraft(owner, publicId, { hash: hashToSign, typedName: "Pat Example", typedRole: "CPSO", note: "" });
    await publishDraft(owner, publicId, { hash: hashToSign });
    const { findings } = await lint("--program", program.slug);
    expect(findings.filter(({ severity }) => severity === "warning")).toEqual([
      expect.objectContaining({ rule: "bod-20-01-c-iii", reason }),
    ]);
    expect((await type("policy", "lint", "--program", program.slug)).out).toContain(`    Stands, because: ${reason}`);
  });

  test("refuses a program that is not there", async () => {
    const { code, complaint } = await type("policy", "lint", "--program", "nowhere");
    expect(code).toBe(2);
    expect(complaint).toContain("There is no program nowhere with a published policy.");
  });
});

describe("policy lint FILE", () => {
  test("answers 0 where only notes are left", async () => {
    // Reviewed today, whenever this test runs; whether it has a key is not looked at.
    const today = new Date().toISOString().slice(0, 10);
    const certificates = FLAWLESS.securityProgram.certificates.map((one) => ({ ...one, validTo: null }));
    const securityProgram = { ...FLAWLESS.securityProgram, certificates };
    const path = file("good.json", { ...FLAWLESS, reviewedOn: today, securityProgram });
    const { code, findings } = await lint(path);
    expect({ code, rules: findings.map(({ rule, severity }) => [rule, severity]) }).toEqual({
      code: 0,
      rules: [["key-missing", "note"]],
    });
  });

  test("takes a draft with gaps, bare or as the importer prints it", async () => {
    const draft = { ...cardihabPolicy("2026-11-22"), version: null, revisedOn: null, reviewedOn: null, calendar: null };
    const gaps = [
      ["version-missing", null],
      ["date-missing", null],
      ["business-day-undefined", "2.2"],
      ["standard-superseded", "1.1"],
      ["bod-20-01-c-iii", "2.6"],
    ];
    for (const content of [draft, { format: "markdown", draft, unplaced: [] }]) {
      const { code, findings } = await lint(file("draft.json", content));
      expect({ code, worse: worse(findings) }).toEqual({ code: 1, worse: gaps });
    }
  });

  test.each([
    ["a list", [], "At /: "],
    ["clauses that are none", { ...smile, clauses: 5 }, "At /clauses: "],
    ["a field that does not exist", { ...smile, colour: "blue" }, "colour"],
    [
      "a clock that does not exist",
      { ...smile, clauses: [{ ...smile.clauses[0], kind: "song" }] },
      "At /clauses/0/kind: ",
    ],
  ])("finds what cannot be read: %s", async (_name, content, words) => {
    const { code, findings } = await lint(file("odd.json", content));
    expect(code).toBe(1);
    expect(findings[0]).toMatchObject({ rule: "format-invalid", severity: "error", clause: null });
    expect(findings[0]?.message).toContain(words);
  });

  test.each([
    [["policy.json"], "The file policy.json cannot be read."],
    [[], "FILE is missing"],
    [["--program", ""], "FILE is missing"],
    [["x.json", "--program", "cardihab"], "Give either FILE or --program, not both."],
  ])("cannot be done with %j", async (words, complaint) => {
    const answer = await type("policy", "lint", ...words);
    expect(answer).toMatchObject({ code: 2, out: "" });
    expect(answer.complaint).toContain(complaint);
    expect(answer.complaint).toContain("policy lint FILE | --program SLUG");
  });

  test("says how to lint a written policy", async () => {
    const { code, complaint } = await type("policy", "lint", file("policy.md", "# Our policy"));
    expect(code).toBe(2);
    expect(complaint).toContain("is not JSON. To lint a written policy, make a draft of it with policy import first.");
  });
});

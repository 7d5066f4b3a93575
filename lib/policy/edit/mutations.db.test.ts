import { beforeAll, describe, expect, test } from "vitest";
import { as, newResearcher, newStaff, openPortal, type TestProgram } from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor, StaffRole } from "@/lib/auth/policy";
import { startPolicyDraft } from "../drafts/mutations";
import { getPolicyDraft } from "../drafts/queries";
import { readSection, sectionMark } from "./document";
import { itemsName } from "./fields";
import { itemOperation } from "./items";
import { changeClauses, giveReason, saveSection } from "./mutations";
import { draftForEditing } from "./queries";
import { sectionOf } from "./sections";

const database = await testDatabase();
const db = database.app;

const ROLES: StaffRole[] = [
  "triager",
  "coordinator",
  "policy_owner",
  "executive",
  "privacy_officer",
  "auditor",
  "admin",
];
const people = {} as Record<StaffRole, Actor>;
let smile: TestProgram;
let cardihab: TestProgram;
let strangers: Actor[];

beforeAll(async () => {
  ({ smile, cardihab } = await openPortal(db));
  for (const role of ROLES) people[role] = await newStaff(db, smile, role);
  strangers = [
    { kind: "anonymous" },
    await newResearcher(db),
    await newStaff(db, cardihab, "policy_owner"),
    { kind: "pending", accountId: (people.coordinator as { accountId: string }).accountId },
  ];
});

const coordinator = () => as(db, people.coordinator);
const begin = () => startPolicyDraft(coordinator(), { programSlug: smile.slug, source: "current" });

/** A section as its form would be filled. */
async function open(publicId: string, id: string) {
  const { document } = await draftForEditing(coordinator(), publicId);
  const section = sectionOf(document, id);
  if (!section) throw new Error(`no section ${id}`);
  return { publicId, section: id, mark: sectionMark(document, section), values: readSection(document, section) };
}

const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => "done",
    ({ code }: { code?: string }) => code,
  );

describe("a section", () => {
  test("is saved, and what was saved is read again", async () => {
    const { publicId } = await begin();
    const form = await open(publicId, "2.3.1");
    const answer = await saveSection(coordinator(), {
      ...form,
      values: { ...form.values, "commitments.1.amount": "3", heading: "How to reach us" },
    });
    const after = await open(publicId, "2.3.1");
    expect(answer).toMatchObject({ outcome: "saved", mark: after.mark });
    expect(after.values).toMatchObject({ "commitments.1.amount": "3", heading: "How to reach us" });
    const view = await getPolicyDraft(coordinator(), publicId);
    expect(view.classification?.reasons.map(({ rule }) => rule)).toEqual(["clock_lengthened"]);
  });

  test("what cannot be a value is told at its field, and nothing is saved", async () => {
    const { publicId } = await begin();
    const form = await open(publicId, "2.3.1");
    const values = { ...form.values, "commitments.1.amount": "soon" };
    await expect(saveSection(coordinator(), { ...form, values })).rejects.toMatchObject({
      code: "INVALID",
      fieldErrors: { "commitments.1.amount": [expect.stringContaining("whole number")] },
    });
    expect((await open(publicId, "2.3.1")).mark).toBe(form.mark);
  });

  test("two people in two sections do not meet; in one section the second is shown both", async () => {
    const { publicId } = await begin();
    const [rules, contact, same] = await Promise.all(["2.3", "2.3.1", "2.3"].map((id) => open(publicId, id)));
    if (!rules || !contact || !same) throw new Error("three forms");
    const owner = as(db, people.policy_owner);
    await saveSection(coordinator(), { ...rules, values: { ...rules.values, heading: "Theirs" } });
    const other = { ...contact.values, heading: "Apart" };
    expect(await saveSection(owner, { ...contact, values: other })).toMatchObject({ outcome: "saved" });
    const yours = { ...same.values, heading: "Yours", body: "Mine" };
    const answer = await saveSection(owner, { ...same, values: yours });
    if (answer.outcome !== "stale") throw new Error("the second was not told");
    expect(answer.theirs).toMatchObject({ heading: "Theirs" });
    const resolved = await saveSection(owner, {
      ...same,
      mark: answer.mark,
      values: { ...yours, "take.heading": "theirs", "take.body": "mine" },
    });
    expect(resolved).toMatchObject({ outcome: "saved", values: { heading: "Theirs", body: "Mine" } });
    expect((await open(publicId, "2.3")).values).toMatchObject({ heading: "Theirs", body: "Mine" });
  });

  test("of several saves of one section at once, one is kept and the others are told", async () => {
    const { publicId } = await begin();
    const form = await open(publicId, "1.1");
    const answers = await Promise.all(
      ["one", "two", "three"].map((body) => saveSection(coordinator(), { ...form, values: { ...form.values, body } })),
    );
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(["saved", "stale", "stale"]);
  });

  test("saves of different sections at once are all kept", async () => {
    const { publicId } = await begin();
    const forms = await Promise.all(["1.1", "1.2", "1.3"].map((id) => open(publicId, id)));
    await Promise.all(
      forms.map((form) => saveSection(coordinator(), { ...form, values: { ...form.values, body: form.section } })),
    );
    const { document } = await draftForEditing(coordinator(), publicId);
    const bodies = document.clauses?.filter(({ key }) => /^1\.[123]$/.test(key ?? "")).map(({ body }) => body);
    expect(bodies).toEqual(["1.1", "1.2", "1.3"]);
  });

  test("a button of a list works without a script, and a new item never takes the id of a published one", async () => {
    const { publicId } = await begin();
    const form = await open(publicId, "2.3");
    const answer = await saveSection(coordinator(), { ...form, operation: itemOperation("add", "rules") });
    if (answer.outcome !== "saved") throw new Error("not saved");
    const rules = answer.values?.[itemsName("rules")] as string[];
    expect(rules).toHaveLength(9);
    expect(rules.at(-1)).toMatch(/^rule-\d+$/);
  });
});

describe("clauses", () => {
  test("are added, moved, renumbered, changed in kind and removed", async () => {
    const { publicId } = await begin();
    const change = (input: Parameters<typeof changeClauses>[2]) => changeClauses(coordinator(), publicId, input);
    expect(await change({ change: "add", kind: "text", place: "2.3/" })).toEqual({ key: "2.3.5" });
    await change({ change: "up", clause: "2.3.5" });
    expect(await change({ change: "renumber", clause: "2.3.5", number: "2.3.9" })).toEqual({ key: "2.3.9" });
    await change({ change: "kind", clause: "2.3.9", kind: "conduct" });
    const form = await open(publicId, "2.3.9");
    expect(form.values[itemsName("rules")]).toEqual([]);
    await saveSection(coordinator(), { ...form, values: { ...form.values, heading: "Newer" } });
    await expect(change({ change: "remove", clause: "2.3.9", mark: form.mark })).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("Somebody changed clause 2.3.9"),
    });
    await change({ change: "remove", clause: "2.3.9", mark: (await open(publicId, "2.3.9")).mark });
    const { document } = await draftForEditing(coordinator(), publicId);
    expect(document.clauses).toEqual(smile.policy.clauses);
  });

  test("one that is gone or a number that is taken is told in a sentence", async () => {
    const { publicId } = await begin();
    const change = (input: Parameters<typeof changeClauses>[2]) => changeClauses(coordinator(), publicId, input);
    await expect(change({ change: "up", clause: "9" })).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(change({ change: "renumber", clause: "2.1", number: "2.2" })).rejects.toMatchObject({
      code: "INVALID",
      fieldErrors: { number: ["There is a clause 2.2 already. Choose a free number."] },
    });
    await expect(saveSection(coordinator(), { publicId, section: "9", mark: "", values: {} })).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });
});

describe("a reason for a warning", () => {
  test("is kept with the warning, and can be taken back", async () => {
    const { publicId } = await begin();
    const warning = (await getPolicyDraft(coordinator(), publicId)).findings.find(
      ({ severity }) => severity === "warning",
    );
    if (!warning) throw new Error("no warning");
    const reason = "The board decides on this in spring.";
    await giveReason(coordinator(), publicId, { key: warning.key, reason });
    const judged = async () =>
      (await getPolicyDraft(coordinator(), publicId)).findings.find(({ key }) => key === warning.key)?.reason;
    expect(await judged()).toBe(reason);
    await giveReason(coordinator(), publicId, { key: warning.key, reason: null });
    expect(await judged()).toBeNull();
    await expect(giveReason(coordinator(), publicId, { key: "none", reason })).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });
});

describe("who may", () => {
  const attempts = async (actor: Actor) => {
    const { publicId } = await begin();
    const ctx = as(db, actor);
    const form = await open(publicId, "1.1");
    const { findings } = await getPolicyDraft(coordinator(), publicId);
    const key = findings.find(({ severity }) => severity === "warning")?.key ?? "";
    return Promise.all([
      codeOf(draftForEditing(ctx, publicId)),
      codeOf(saveSection(ctx, form)),
      codeOf(saveSection(ctx, { ...form, mark: "another" })),
      codeOf(changeClauses(ctx, publicId, { change: "down", clause: "1" })),
      codeOf(giveReason(ctx, publicId, { key, reason: "Because it has to stay." })),
    ]);
  };

  test.each(ROLES)("%s", async (role) => {
    const answers = await attempts(people[role]);
    const may = ["coordinator", "policy_owner"].includes(role);
    const reads = ["executive", "auditor", "admin"].includes(role);
    expect(answers[0]).toBe(may || reads ? "done" : "NOT_FOUND");
    for (const answer of answers.slice(1)) expect(answer).toBe(may ? "done" : reads ? "FORBIDDEN" : "NOT_FOUND");
  });

  test("nobody else learns that there is a draft", async () => {
    for (const actor of strangers) expect(new Set(await attempts(actor))).toEqual(new Set(["NOT_FOUND"]));
  });
});

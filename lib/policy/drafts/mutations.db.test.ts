import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { as, newResearcher, newStaff, openPortal, systemAt, type TestProgram } from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor, StaffRole } from "@/lib/auth/policy";
import { inTransaction } from "@/lib/request/transaction";
import { documentHash } from "../hash";
import { savePolicyDraft, startPolicyDraft } from "./mutations";
import { getPolicyDraft, listPolicyDrafts } from "./queries";

const database = await testDatabase();
const db = database.app;

let smile: TestProgram;
let cardihab: TestProgram;
const people = {} as Record<StaffRole, Actor>;
let elsewhere: Actor;
const ROLES: StaffRole[] = [
  "triager",
  "coordinator",
  "policy_owner",
  "executive",
  "privacy_officer",
  "auditor",
  "admin",
];

beforeAll(async () => {
  ({ smile, cardihab } = await openPortal(db));
  for (const role of ROLES) people[role] = await newStaff(db, smile, role);
  elsewhere = await newStaff(db, cardihab, "policy_owner");
});

const begin = () => startPolicyDraft(as(db, people.coordinator), { programSlug: smile.slug, source: "current" });

describe("starting a draft", () => {
  test("of the policy in force gives it the next number and today's date, and leaves its event", async () => {
    const { publicId } = await begin();
    expect(publicId).toMatch(/^[0-9a-f]{32}$/);
    const draft = await getPolicyDraft(as(db, people.policy_owner), publicId);
    expect(draft).toMatchObject({ stage: "draft", rev: 1, source: "current", overtakenBy: null, publishedAs: null });
    expect(draft.base?.version).toBe(smile.policy.version);
    expect(draft.document).toMatchObject({ version: "1.3", title: smile.policy.title });
    expect(draft.contentHash).toBe(documentHash(draft.document));
    expect(draft.classification).toMatchObject({ class: "minor", reasons: [] });
    const [event] = await db.execute<{ payload: unknown }>(
      sql`select payload from events where stream = ${`program:${smile.id}`} order by seq desc limit 1`,
    );
    expect(event?.payload).toEqual({
      type: "policy_draft.started",
      draft: publicId,
      hash: draft.contentHash,
      source: "current",
      basedOn: smile.policy.version,
    });
  });

  test("from nothing says what is missing, and from a document keeps it", async () => {
    const ctx = as(db, people.policy_owner);
    const blank = await startPolicyDraft(ctx, { programSlug: smile.slug, source: "blank" });
    const view = await getPolicyDraft(ctx, blank.publicId);
    expect(view.complete).toBeNull();
    expect(view.classification).toBeNull();
    expect(view.findings.map(({ message }) => message)).toContain(
      "Title, version and dates: “Title” is not filled in.",
    );
    expect(view.document.calendar).toEqual(smile.policy.calendar);
    const document = { ...smile.policy, version: "2.0", title: "", contact: 7 };
    const imported = await startPolicyDraft(ctx, { programSlug: smile.slug, source: "imported", document });
    expect((await getPolicyDraft(ctx, imported.publicId)).document).toEqual(document);
    const other = { ...document, program: "cardihab" };
    await expect(
      startPolicyDraft(ctx, { programSlug: smile.slug, source: "imported", document: other }),
    ).rejects.toMatchObject({ code: "INVALID" });
    for (const wrong of [null, "text", { ...document, title: "a\u0000b" }, { ...document, title: "\ud800" }]) {
      await expect(
        startPolicyDraft(ctx, { programSlug: smile.slug, source: "imported", document: wrong }),
      ).rejects.toMatchObject({ code: "INVALID" });
    }
  });
});

describe("who may", () => {
  const reads = ["coordinator", "policy_owner", "executive", "auditor", "admin"];
  const edits = ["coordinator", "policy_owner"];

  test.each(ROLES)("%s", async (role) => {
    const { publicId } = await begin();
    const ctx = as(db, people[role]);
    const { document } = await getPolicyDraft(as(db, people.coordinator), publicId);
    const read = () => getPolicyDraft(ctx, publicId);
    const list = () => listPolicyDrafts(ctx, smile.slug);
    const save = () => savePolicyDraft(ctx, { publicId, rev: 1, document: { ...document, title: "Another" } });
    const start = () => startPolicyDraft(ctx, { programSlug: smile.slug, source: "blank" });
    const answers = [];
    for (const attempt of [read, list, save, start]) {
      answers.push(
        await attempt().then(
          () => "done",
          ({ code }: { code?: string }) => code,
        ),
      );
    }
    const hidden = ["NOT_FOUND", "NOT_FOUND", "NOT_FOUND", "NOT_FOUND"];
    const readOnly = ["done", "done", "FORBIDDEN", "FORBIDDEN"];
    const all = ["done", "done", "done", "done"];
    expect(answers).toEqual(edits.includes(role) ? all : reads.includes(role) ? readOnly : hidden);
  });

  test("nobody else learns that there is one, and row security says the same", async () => {
    const { publicId } = await begin();
    const strangers: Actor[] = [
      { kind: "anonymous" },
      { kind: "pending", accountId: (people.policy_owner as { accountId: string }).accountId },
      await newResearcher(db),
      elsewhere,
    ];
    for (const actor of strangers) {
      await expect(getPolicyDraft(as(db, actor), publicId)).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(savePolicyDraft(as(db, actor), { publicId, rev: 1, document: smile.policy })).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
      await expect(listPolicyDrafts(as(db, actor), smile.slug)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    for (const actor of [...strangers, people.triager, people.privacy_officer]) {
      const rows = await inTransaction(as(db, actor), (tx) => tx.db.execute(sql`select id from policy_drafts`));
      expect(rows).toHaveLength(0);
    }
  });
});

describe("saving", () => {
  test("keeps the text under a new hash; a stale page gets both texts and overwrites nothing", async () => {
    const { publicId } = await begin();
    const ctx = as(db, people.coordinator);
    const { document } = await getPolicyDraft(ctx, publicId);
    const mine = { ...document, title: "Mine" };
    const first = await savePolicyDraft(ctx, { publicId, rev: 1, document: mine });
    expect(first).toMatchObject({ outcome: "saved", rev: 2, contentHash: documentHash(mine) });
    expect(await savePolicyDraft(ctx, { publicId, rev: 1, document: mine })).toMatchObject({
      outcome: "saved",
      rev: 2,
    });
    const yours = { ...document, title: "Yours" };
    expect(await savePolicyDraft(as(db, people.policy_owner), { publicId, rev: 1, document: yours })).toMatchObject({
      outcome: "stale",
      rev: 2,
      savedBy: "Somebody",
      theirs: { title: "Mine" },
      yours: { title: "Yours" },
    });
    expect((await getPolicyDraft(ctx, publicId)).document.title).toBe("Mine");
  });

  test("of two at once the second is told of the first", async () => {
    const { publicId } = await begin();
    const { document } = await getPolicyDraft(as(db, people.coordinator), publicId);
    const outcomes = await Promise.all(
      (["coordinator", "policy_owner"] as const).map((role) =>
        savePolicyDraft(as(db, people[role]), { publicId, rev: 1, document: { ...document, title: role } }),
      ),
    );
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(["saved", "stale"]);
  });

  test("keeps what no policy may have, and says so", async () => {
    const { publicId } = await begin();
    const ctx = as(db, people.coordinator);
    const { document } = await getPolicyDraft(ctx, publicId);
    await savePolicyDraft(ctx, { publicId, rev: 1, document: { ...document, version: "two", summary: null } });
    const view = await getPolicyDraft(ctx, publicId);
    expect(view.document.version).toBe("two");
    expect(view.findings.filter(({ severity }) => severity === "error").map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(["version-missing", "value-missing"]),
    );
  });
});

test("signatures are only ever added (append-only)", async () => {
  for (const statement of ["update policy_approvals set typed_name = 'x'", "delete from policy_approvals"]) {
    await expect(inTransaction(systemAt(db), (tx) => tx.db.execute(sql.raw(statement)))).rejects.toMatchObject({
      cause: { code: "42501" },
    });
  }
});

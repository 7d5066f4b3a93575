import { and, eq, sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { mails, policyApprovals, policyVersions, programs } from "@/db/schema";
import { ontarioCalendar } from "@/db/seed/calendars/ontario";
import { smileDigitalHealthPolicy } from "@/db/seed/policies/smile-digital-health";
import {
  as,
  newResearcher,
  newStaff,
  openPortal,
  openProgram,
  systemAt,
  type TestProgram,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor, StaffRole } from "@/lib/auth/policy";
import { openpgp } from "@/lib/pgp/openpgp";
import { adoptProgramKey } from "@/lib/program-keys/mutations/change-key";
import { listProgramKeys } from "@/lib/program-keys/queries";
import { inTransaction } from "@/lib/request/transaction";
import { localDay } from "@/lib/sla/local-day";
import { policyRevisions } from "../compare/queries";
import { savePolicyDraft, startPolicyDraft } from "../drafts/mutations";
import { getPolicyDraft } from "../drafts/queries";
import { giveReason } from "../edit/mutations";
import { policyFeed } from "../feed/atom";
import { DRAFT_MOVE_RULES, DRAFT_MOVES } from "../life";
import type { LintSubject } from "../lint/types";
import { policyMarkdown } from "../plain";
import { currentPolicy, policyByVersion, policyHistory } from "../queries";
import { reviewState } from "../review";
import type { PolicyDocument } from "../schema";
import { unsignedSecurityTxt } from "../security-txt/queries";
import { approveDraft, publishDraft, reviewWithoutChange, signDraft } from "../signing/mutations";
import { raiseToMajor, rebaseDraft, restoreDraft, returnDraft, sendToReview, withdrawDraft } from "./mutations";

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
type Staff = Actor & { kind: "staff" };

let program: TestProgram;
let cardihab: TestProgram;
const people = {} as Record<StaffRole, Staff>;
let elsewhere: Staff;
let count = 0;

beforeAll(async () => {
  ({ cardihab } = await openPortal(db));
  elsewhere = await newStaff(db, cardihab, "policy_owner");
});

/** A program of its own for each test, with the first policy of the seeds in force. */
beforeEach(async () => {
  count += 1;
  const slug = `program-${count}`;
  const referencePrefix = `P${String.fromCharCode(65 + Math.floor(count / 26), 65 + (count % 26))}`;
  program = await openProgram(db, { ...smileDigitalHealthPolicy, program: slug }, ontarioCalendar, {
    referencePrefix,
    position: 10 + count,
    at: "2025-04-22T14:00:00Z",
  });
  for (const role of ROLES) people[role] = { ...(await newStaff(db, program, role)), steppedUp: true };
});

const ctx = (role: StaffRole) => as(db, people[role]);
const view = (publicId: string) => getPolicyDraft(ctx("coordinator"), publicId);
const signing = (hash: string) => ({ hash, typedName: "Pat Example", typedRole: "CPSO", note: "" });

/** The acknowledgement takes longer: major. */
function slower(document: LintSubject): LintSubject {
  return changed(document, (policy) => {
    for (const clause of policy.clauses) {
      const promises = clause.kind === "commitment" || clause.kind === "contact" ? (clause.commitments ?? []) : [];
      for (const promise of promises) {
        if (promise.clock === "acknowledge") promise.amount += 1;
      }
    }
  });
}

/** Words that take nothing away: minor. */
const reworded = (document: LintSubject) =>
  changed(document, (policy) => {
    policy.summary = `${policy.summary} Thank you for reading this.`;
  });

function changed(document: LintSubject, change: (policy: PolicyDocument) => void): LintSubject {
  const copy = structuredClone(document) as PolicyDocument;
  change(copy);
  return copy;
}

async function begun(change: (document: LintSubject) => LintSubject): Promise<string> {
  const { publicId } = await startPolicyDraft(ctx("coordinator"), { programSlug: program.slug, source: "current" });
  const { document, rev } = await view(publicId);
  await savePolicyDraft(ctx("coordinator"), { publicId, rev, document: change(document) });
  for (const { key, severity } of (await view(publicId)).findings) {
    if (severity !== "warning") continue;
    await giveReason(ctx("coordinator"), publicId, { key, reason: "Known, and agreed with the people concerned." });
  }
  return publicId;
}

async function inReview(change: (document: LintSubject) => LintSubject): Promise<string> {
  const publicId = await begun(change);
  await sendToReview(ctx("coordinator"), publicId);
  return publicId;
}

const sign = async (publicId: string, actor: Actor = people.policy_owner) =>
  signDraft(as(db, actor), publicId, signing((await view(publicId)).hashToSign));
const approve = async (publicId: string, actor: Actor = people.executive) =>
  approveDraft(as(db, actor), publicId, signing((await view(publicId)).contentHash));
const publish = async (publicId: string, actor: Actor = people.policy_owner) =>
  publishDraft(as(db, actor), publicId, { hash: (await view(publicId)).contentHash });
const stageOf = async (publicId: string) => (await view(publicId)).stage;

async function ledger(): Promise<Record<string, unknown>[]> {
  const rows = await db.execute<{ payload: Record<string, unknown> }>(
    sql`select payload from events where stream = ${`program:${program.id}`} order by seq`,
  );
  return rows.map(({ payload }) => payload);
}

async function mailsTo({ accountId }: Staff): Promise<number> {
  const rows = await inTransaction(systemAt(db), (tx) =>
    tx.db
      .select()
      .from(mails)
      .where(and(eq(mails.accountId, accountId), eq(mails.template, "policy_news"))),
  );
  return rows.length;
}

describe("a major revision", () => {
  test("is signed by the policy owner, approved by the executive and then published, and the ledger says each", async () => {
    const publicId = await inReview(slower);
    expect(await mailsTo(people.policy_owner)).toBe(1);
    const before = await view(publicId);
    expect(before.classification).toMatchObject({ class: "major", found: "major" });
    expect(before.classification?.reasons.map(({ rule }) => rule)).toContain("clock_lengthened");

    await expect(publish(publicId)).rejects.toMatchObject({ code: "CONFLICT" });
    await sign(publicId);
    expect(await stageOf(publicId)).toBe("in_review");
    expect(await mailsTo(people.executive)).toBe(1);
    await expect(publish(publicId)).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("Approve the major revision"),
    });
    await approve(publicId);
    expect(await stageOf(publicId)).toBe("approved");
    const approved = await view(publicId);
    expect(await publish(publicId)).toEqual({ version: "1.3", programSlug: program.slug });

    const current = await currentPolicy(as(db, { kind: "anonymous" }), program.slug);
    expect(current).toMatchObject({ contentHash: approved.contentHash, document: { version: "1.3" } });
    expect(current.document.reviewedOn).toBe(approved.today);
    expect((await policyByVersion(as(db, { kind: "anonymous" }), program.slug, "1.2")).status).toBe("superseded");
    expect(await view(publicId)).toMatchObject({ stage: "published", publishedAs: "1.3", overtakenBy: null });

    const reasons = before.classification?.reasons.map(({ rule, clause }) => ({ rule, clause }));
    const said = {
      draft: publicId,
      hash: approved.contentHash,
      version: "1.3",
      class: "major",
      reasons,
      raised: false,
    };
    expect((await ledger()).slice(-5)).toMatchObject([
      { type: "policy_draft.started" },
      { type: "policy_draft.sent", class: "major", round: 1, reasons },
      { type: "policy.signed", role: "policy_owner", ...said },
      { type: "policy.approved", role: "executive", ...said },
      { type: "policy.published", version: "1.3", supersedes: "1.2", governed: { draft: publicId, class: "major" } },
    ]);
    const rows = await inTransaction(ctx("auditor"), (tx) => tx.db.select().from(policyApprovals));
    expect(rows).toMatchObject([
      { kind: "review_signature", roleAtTime: "policy_owner", typedName: "Pat Example", zone: "America/Toronto" },
      { kind: "executive_approval", roleAtTime: "executive", contentHash: approved.contentHash, class: "major" },
    ]);
    expect(rows[0]?.statement).toContain(approved.contentHash);
  });

  test("is not approved by whoever signed it, though they hold both roles, and not before it is signed", async () => {
    const both: Staff = {
      ...people.policy_owner,
      memberships: [
        ...people.policy_owner.memberships,
        ...(await newStaff(db, program, "executive", people.policy_owner.accountId)).memberships,
      ],
    };
    const publicId = await inReview(slower);
    await expect(approve(publicId)).rejects.toMatchObject({ code: "CONFLICT" });
    await sign(publicId, both);
    await expect(approve(publicId, both)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await approve(publicId);
  });
});

describe("a minor revision", () => {
  test("needs the signature alone", async () => {
    const publicId = await inReview(reworded);
    await sign(publicId);
    expect(await stageOf(publicId)).toBe("approved");
    await expect(approve(publicId)).rejects.toMatchObject({ code: "CONFLICT" });
    await publish(publicId);
  });

  test("can be raised to major with a reason, after it was signed too, and never lowered", async () => {
    const publicId = await inReview(reworded);
    await sign(publicId);
    await raiseToMajor(ctx("executive"), publicId, { reason: "Our partners read this part." });
    expect(await view(publicId)).toMatchObject({
      stage: "in_review",
      classification: { class: "major", found: "minor", raised: { reason: "Our partners read this part." } },
    });
    await expect(publish(publicId)).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(raiseToMajor(ctx("executive"), publicId, { reason: "Once more." })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await approve(publicId);
    await publish(publicId);
    expect((await ledger()).at(-1)).toMatchObject({ governed: { class: "major", raised: true } });
  });
});

describe("a signature", () => {
  test("dies when the text changes, and when it is changed back too", async () => {
    const publicId = await inReview(slower);
    await sign(publicId);
    await approve(publicId);
    const signed = await view(publicId);
    const edited = { ...signed.document, title: "Another title" };
    await savePolicyDraft(ctx("coordinator"), { publicId, rev: signed.rev, document: edited });
    expect(await view(publicId)).toMatchObject({ stage: "draft", standing: { signed: false, approved: false } });
    expect((await ledger()).at(-1)).toMatchObject({ type: "policy_draft.returned", because: "edited" });
    const { rev } = await view(publicId);
    await savePolicyDraft(ctx("coordinator"), { publicId, rev, document: signed.document });
    expect((await view(publicId)).contentHash).toBe(signed.contentHash);
    await sendToReview(ctx("coordinator"), publicId);
    expect((await view(publicId)).standing).toMatchObject({ signed: false, approved: false });
    await expect(publish(publicId)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("survives saving the same text again", async () => {
    const publicId = await inReview(reworded);
    await sign(publicId);
    const { document, rev } = await view(publicId);
    await savePolicyDraft(ctx("coordinator"), { publicId, rev, document });
    expect(await stageOf(publicId)).toBe("approved");
  });

  test("is over what was shown: another hash, an unanswered warning or a second factor of long ago refuse it", async () => {
    const publicId = await inReview(slower);
    const stale = { ...signing("0".repeat(64)) };
    await expect(signDraft(ctx("policy_owner"), publicId, stale)).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(sign(publicId, { ...people.policy_owner, steppedUp: false })).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringContaining("second factor"),
    });
    const [warning] = (await view(publicId)).findings.filter(({ severity }) => severity === "warning");
    expect(warning?.reason).not.toBeNull();
    await giveReason(ctx("coordinator"), publicId, { key: warning?.key ?? "", reason: null });
    await expect(sign(publicId)).rejects.toMatchObject({ code: "INVALID", message: expect.stringContaining("why") });
  });

  test("is over the reasons too: they stay as they were", async () => {
    const publicId = await inReview(slower);
    const [warning] = (await view(publicId)).findings.filter(({ severity }) => severity === "warning");
    await sign(publicId);
    await expect(
      giveReason(ctx("coordinator"), publicId, { key: warning?.key ?? "", reason: "A reason of afterwards." }),
    ).rejects.toMatchObject({ code: "CONFLICT", message: expect.stringContaining("signed with its reasons") });
    const kept = (await view(publicId)).findings.find(({ key }) => key === warning?.key)?.reason;
    expect(kept).toBe(warning?.reason);
  });

  test("is given once, also by two at once", async () => {
    const publicId = await inReview(slower);
    const results = await Promise.allSettled([sign(publicId), sign(publicId)]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(results.find((result) => result.status === "rejected")?.reason).toMatchObject({ code: "CONFLICT" });
    await expect(sign(publicId)).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

describe("sending and publishing refuse", () => {
  test("errors, gaps, a number or a date that does not follow", async () => {
    const wrong: [(document: LintSubject) => LintSubject, RegExp][] = [
      [(document) => ({ ...document, version: "1.1" }), /does not follow/],
      [(document) => ({ ...document, revisedOn: "2024-01-01" }), /date of revision/],
      [(document) => ({ ...document, revisedOn: "2099-01-01" }), /date of revision/],
      [(document) => ({ ...document, title: null }), /error/],
      [
        (document) => ({
          ...document,
          clauses: document.clauses?.map((clause) => (clause.kind === "contact" ? { ...clause, email: null } : clause)),
        }),
        /error/,
      ],
    ];
    for (const [change, message] of wrong) {
      const publicId = await begun(change);
      await expect(sendToReview(ctx("coordinator"), publicId)).rejects.toMatchObject({
        code: "INVALID",
        message: expect.stringMatching(message),
      });
      await withdrawDraft(ctx("coordinator"), publicId);
    }
  });

  test("a draft that another publication overtook, until it is compared with that one and reviewed anew", async () => {
    const late = await inReview(reworded);
    await sign(late);
    const early = await inReview(slower);
    await sign(early);
    await approve(early);
    await publish(early);
    expect((await view(late)).overtakenBy).toBe("1.3");
    await expect(publish(late)).rejects.toMatchObject({ code: "CONFLICT", message: expect.stringContaining("1.3") });
    await rebaseDraft(ctx("coordinator"), late);
    expect(await view(late)).toMatchObject({ stage: "draft", overtakenBy: null, standing: { signed: false } });
    expect((await view(late)).base?.version).toBe("1.3");
    await expect(rebaseDraft(ctx("coordinator"), late)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("a text whose program's key has expired since it was signed, until there is another key", async () => {
    const DAY = 86_400_000;
    const at = (days: number, role: StaffRole) => as(db, people[role], new Date(Date.now() + days * DAY));
    const adopt = async (daysToLive: number) => {
      const pgp = await openpgp();
      const { publicKey: armored } = await pgp.generateKey({
        userIDs: [{ name: "Team", email: "team@example.org" }],
        date: new Date(Date.now() - DAY),
        keyExpirationTime: ((daysToLive + 1) * DAY) / 1000,
        format: "armored",
      });
      const { current } = await listProgramKeys(ctx("admin"), program.slug);
      const input = { programSlug: program.slug, armored, current: current?.fingerprint ?? "" };
      await adoptProgramKey(ctx("admin"), input);
    };
    const publicId = await inReview(reworded);
    await adopt(30);
    await sign(publicId);
    const { contentHash: hash } = await view(publicId);
    for (const days of [31, 300]) {
      await expect(publishDraft(at(days, "policy_owner"), publicId, { hash })).rejects.toMatchObject({
        code: "INVALID",
        message: "Correct 1 error that the linter found.",
      });
      const { findings } = await getPolicyDraft(at(days, "policy_owner"), publicId);
      expect(findings.filter(({ severity }) => severity === "error").map(({ rule }) => rule)).toEqual(["key-expired"]);
    }
    await adopt(700);
    await publishDraft(at(31, "policy_owner"), publicId, { hash });
    expect(await stageOf(publicId)).toBe("published");
  });

  test("the second of two publications at once", async () => {
    const drafts = [await inReview(reworded), await inReview(reworded)];
    for (const publicId of drafts) await sign(publicId);
    const results = await Promise.allSettled(drafts.map((publicId) => publish(publicId)));
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(results.find((result) => result.status === "rejected")?.reason).toMatchObject({ code: "CONFLICT" });
    const [one = ""] = drafts;
    const again = await Promise.allSettled([publish(one), publish(one)]);
    expect(again.every(({ status }) => status === "rejected")).toBe(true);
    const [row] = await db.select({ id: programs.id }).from(programs).where(eq(programs.slug, program.slug));
    const inForce = await db
      .select()
      .from(policyVersions)
      .where(and(eq(policyVersions.programId, row?.id ?? ""), eq(policyVersions.status, "published")));
    expect(inForce).toHaveLength(1);
  });
});

test("a draft goes back with what has to change, is taken off the desk, and taken up again", async () => {
  const publicId = await inReview(reworded);
  await returnDraft(ctx("policy_owner"), publicId, { note: "Name the partners too." });
  expect(await view(publicId)).toMatchObject({ stage: "draft", returnedNote: "Name the partners too." });
  await withdrawDraft(ctx("coordinator"), publicId);
  const { document, rev } = await view(publicId);
  await expect(
    savePolicyDraft(ctx("coordinator"), { publicId, rev, document: { ...document, title: "x" } }),
  ).rejects.toMatchObject({ code: "CONFLICT" });
  await expect(sendToReview(ctx("coordinator"), publicId)).rejects.toMatchObject({ code: "CONFLICT" });
  await restoreDraft(ctx("coordinator"), publicId);
  await sendToReview(ctx("coordinator"), publicId);
  expect(await view(publicId)).toMatchObject({ stage: "in_review", returnedNote: null });
});

describe("who may do what", () => {
  const note = "Something has to change.";
  const ACTIONS: Record<
    string,
    { may: StaffRole[]; ready: () => Promise<string>; act: (as: Actor, id: string) => Promise<unknown> }
  > = {
    send: {
      may: ["coordinator", "policy_owner"],
      ready: () => begun(slower),
      act: (actor, id) => sendToReview(as(db, actor), id),
    },
    return: {
      may: ["coordinator", "policy_owner", "executive"],
      ready: () => inReview(slower),
      act: (actor, id) => returnDraft(as(db, actor), id, { note }),
    },
    raise: {
      may: ["coordinator", "policy_owner", "executive"],
      ready: () => inReview(reworded),
      act: (actor, id) => raiseToMajor(as(db, actor), id, { reason: note }),
    },
    sign: { may: ["policy_owner"], ready: () => inReview(slower), act: (actor, id) => sign(id, actor) },
    approve: {
      may: ["executive"],
      ready: async () => {
        const id = await inReview(slower);
        await sign(id);
        return id;
      },
      act: (actor, id) => approve(id, actor),
    },
    publish: {
      may: ["policy_owner"],
      ready: async () => {
        const id = await inReview(reworded);
        await sign(id);
        return id;
      },
      act: (actor, id) => publish(id, actor),
    },
    withdraw: {
      may: ["coordinator", "policy_owner"],
      ready: () => begun(slower),
      act: (actor, id) => withdrawDraft(as(db, actor), id),
    },
    restore: {
      may: ["coordinator", "policy_owner"],
      ready: async () => {
        const id = await begun(slower);
        await withdrawDraft(ctx("coordinator"), id);
        return id;
      },
      act: (actor, id) => restoreDraft(as(db, actor), id),
    },
    rebase: {
      may: ["coordinator", "policy_owner"],
      ready: async () => {
        const [late, early] = [await begun(reworded), await inReview(reworded)];
        await sign(early);
        await publish(early);
        return late;
      },
      act: (actor, id) => rebaseDraft(as(db, actor), id),
    },
    edit: {
      may: ["coordinator", "policy_owner"],
      ready: () => begun(reworded),
      act: async (actor, id) => {
        const { document, rev } = await view(id);
        return savePolicyDraft(as(db, actor), { publicId: id, rev, document: { ...document, title: "Another" } });
      },
    },
    reason: {
      may: ["coordinator", "policy_owner"],
      ready: () => begun(slower),
      act: async (actor, id) => {
        const [warning] = (await view(id)).findings.filter(({ severity }) => severity === "warning");
        return giveReason(as(db, actor), id, { key: warning?.key ?? "", reason: "Another reason, and a longer one." });
      },
    },
  };
  const reads = ["coordinator", "policy_owner", "executive", "auditor", "admin"];

  test("every move of a draft is in this table, and so is the reason for a warning", () => {
    expect(Object.keys(ACTIONS).sort()).toEqual([...DRAFT_MOVES, "reason"].sort());
    for (const move of DRAFT_MOVES)
      expect([...(ACTIONS[move]?.may ?? [])].sort()).toEqual([...DRAFT_MOVE_RULES[move].by].sort());
  });

  test.each(Object.keys(ACTIONS))("%s", async (name) => {
    const action = ACTIONS[name];
    if (!action) throw new Error("no action");
    const publicId = await action.ready();
    const before = await view(publicId);
    for (const role of ROLES.filter((some) => !action.may.includes(some))) {
      await expect(action.act(people[role], publicId), role).rejects.toMatchObject({
        code: reads.includes(role) ? "FORBIDDEN" : "NOT_FOUND",
      });
    }
    const outside: Actor[] = [
      { ...elsewhere, steppedUp: true },
      await newResearcher(db),
      { kind: "anonymous" },
      // Signed in, and the second factor still to come.
      { kind: "pending", accountId: people.policy_owner.accountId },
    ];
    for (const actor of outside) {
      await expect(action.act(actor, publicId), actor.kind).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    expect(await view(publicId)).toMatchObject({ stage: before.stage, rev: before.rev });
    const [first] = action.may;
    if (first) await action.act(people[first], publicId);
  });

  test("reviewed, no change", async () => {
    const input = async () => {
      const { contentHash } = await currentPolicy(as(db, { kind: "anonymous" }), program.slug);
      return { ...signing(contentHash), programSlug: program.slug };
    };
    for (const role of ROLES.filter((some) => some !== "policy_owner")) {
      await expect(reviewWithoutChange(ctx(role), await input()), role).rejects.toMatchObject({
        code: reads.includes(role) ? "FORBIDDEN" : "NOT_FOUND",
      });
    }
    await expect(
      reviewWithoutChange(as(db, { ...people.policy_owner, steppedUp: false }), await input()),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(
      reviewWithoutChange(ctx("policy_owner"), { ...(await input()), hash: "0".repeat(64) }),
    ).rejects.toMatchObject({ code: "CONFLICT" });
    await reviewWithoutChange(ctx("policy_owner"), await input());
    const visitor = as(db, { kind: "anonymous" });
    const { document, reviewedOn, readAt, contentHash } = await currentPolicy(visitor, program.slug);
    // The document's bytes stay; what the public page says of its review does not.
    expect([document.reviewedOn, contentHash]).toEqual(["2025-04-22", (await input()).hash]);
    expect(reviewedOn).toBe(localDay(readAt, "America/Toronto").toString());
    expect(reviewState(document, readAt, reviewedOn).state).toBe("current");
    expect((await policyHistory(visitor, program.slug))[0]?.reviewedOn).toBe(reviewedOn);
    const [told = ""] =
      policyFeed(
        "https://portal.example",
        { slug: program.slug, name: "Smile" },
        await policyRevisions(visitor, program.slug),
      ).match(/<entry>[\s\S]*?<\/entry>/) ?? [];
    expect(told).toContain("version 1.2: reviewed, no change");
    expect(policyMarkdown(document, reviewedOn)).toContain(`reviewed ${reviewedOn}`);
    const file = await unsignedSecurityTxt(visitor, await currentPolicy(visitor, program.slug), "http://127.0.0.1");
    const ends = /^Expires: (.*)$/m.exec(file ?? "")?.[1] ?? "";
    expect(Date.parse(ends) - readAt.getTime()).toBeGreaterThan(360 * 86_400_000);
    expect((await ledger()).at(-1)).toMatchObject({ type: "policy.reviewed", version: "1.2", role: "policy_owner" });
  });
});

test("nobody signs for another person or in a role they do not have, past the portal too", async () => {
  const publicId = await inReview(slower);
  const [draft] = await inTransaction(ctx("coordinator"), (tx) =>
    tx.db.execute<{ id: string }>(sql`select id from policy_drafts where public_id = ${publicId}`),
  );
  const forge = (actor: Staff, accountId: string, roleAtTime: StaffRole) =>
    inTransaction(as(db, actor), (tx) =>
      tx.db.insert(policyApprovals).values({
        programId: program.id,
        kind: "review_signature",
        draftId: draft?.id ?? "",
        accountId,
        roleAtTime,
        typedName: "x",
        typedRole: "x",
        statement: "x",
        version: "1.3",
        contentHash: "0".repeat(64),
        decidedAt: tx.now,
        zone: "UTC",
      }),
    );
  const { coordinator, policy_owner } = people;
  for (const attempt of [
    () => forge(coordinator, policy_owner.accountId, "policy_owner"),
    () => forge(coordinator, coordinator.accountId, "policy_owner"),
  ]) {
    await expect(attempt()).rejects.toMatchObject({
      cause: { message: expect.stringContaining("row-level security") },
    });
  }
});

import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { ontarioCalendar } from "@/db/seed/calendars/ontario";
import { smileDigitalHealthPolicy } from "@/db/seed/policies/smile-digital-health";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { createProgram, publishCalendar } from "@/lib/programs/mutations";
import { listPrograms } from "@/lib/programs/queries";
import type { Context } from "@/lib/request/transaction";
import { contentHash, policyBytes } from "./hash";
import { publishPolicyVersion } from "./mutations";
import { currentPolicy, policyByVersion, policyHistory, programWithPolicy } from "./queries";
import type { PolicyDocument } from "./schema";

const database = await testDatabase();
const as = (actor: Actor): Context => ({ actor, db: database.app, clockOffsetMs: 0 });
const system = as({ kind: "system", job: "test" });
const visitor = as({ kind: "anonymous" });

const slug = "smile-digital-health";
const version = (number: string, change: Partial<PolicyDocument> = {}): PolicyDocument => ({
  ...smileDigitalHealthPolicy,
  version: number,
  ...change,
});

async function programId(of: string): Promise<string> {
  const [row] = await database.app.execute<{ id: string }>(sql`select id from programs where slug = ${of}`);
  if (!row) throw new Error("no program");
  return row.id;
}

async function programEvents(of: string) {
  return database.app.execute<{ type: string; payload: Record<string, unknown> }>(
    sql`select type, payload from events where stream = ${`program:${await programId(of)}`} order by seq`,
  );
}

beforeAll(async () => {
  await createProgram(system, { slug, referencePrefix: "SDH", position: 1, nextUpdateDays: 14 });
  await createProgram(system, { slug: "empty", referencePrefix: "EMP", position: 2, nextUpdateDays: 14 });
  await publishCalendar(system, { programSlug: slug, calendar: ontarioCalendar });
});

describe("programs and calendars", () => {
  test("leave their events", async () => {
    const events = await programEvents(slug);
    expect(events.slice(0, 2).map((event) => event.type)).toEqual(["program.created", "calendar.published"]);
  });

  test("only the operator opens a program", async () => {
    const input = { slug: "other", referencePrefix: "OTH", position: 9, nextUpdateDays: 14 };
    const staff = as({
      kind: "staff",
      accountId: "0198c7a0-0000-7000-8000-000000000001",
      memberships: [{ programId: await programId(slug), programSlug: slug, role: "admin" }],
    });
    for (const ctx of [visitor, staff])
      await expect(createProgram(ctx, input)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(programWithPolicy(visitor, "other")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("an address and a prefix belong to one program", async () => {
    const again = { slug, referencePrefix: "XYZ", position: 3, nextUpdateDays: 14 };
    await expect(createProgram(system, again)).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(createProgram(system, { ...again, slug: "x", referencePrefix: "SDH" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await expect(createProgram(system, { ...again, slug: "No Good" })).rejects.toMatchObject({ code: "INVALID" });
  });

  test("a calendar version is written once and only in order", async () => {
    const publish = (ctx: Context, number: number) =>
      publishCalendar(ctx, { programSlug: slug, calendar: { ...ontarioCalendar, version: number } });
    await expect(publish(system, 1)).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(publish(system, 3)).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(publish(visitor, 2)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const bad = { ...ontarioCalendar, zone: "Mars/Olympus" };
    await expect(publishCalendar(system, { programSlug: slug, calendar: bad })).rejects.toMatchObject({
      code: "INVALID",
    });
    await expect(publishCalendar(system, { programSlug: "none", calendar: ontarioCalendar })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("publishPolicyVersion", () => {
  test("puts the document in force and leaves its event", async () => {
    const published = await publishPolicyVersion(system, { programSlug: slug, document: version("1.2") });
    expect(published).toMatchObject({ version: "1.2", supersedes: null, contentHash: contentHash(version("1.2")) });
    const current = await currentPolicy(visitor, slug);
    expect(current).toMatchObject({ status: "published", contentHash: published.contentHash, supersededAt: null });
    // The bytes survive the database, so the hash that receipts pin can be recomputed from what is served.
    expect(policyBytes(current.document)).toBe(policyBytes(version("1.2")));
    expect(current.calendar).toEqual(ontarioCalendar);
    expect(Math.abs(current.readAt.getTime() - Date.now())).toBeLessThan(60_000);
    expect((await programEvents(slug)).at(-1)?.payload).toEqual({
      type: "policy.published",
      version: "1.2",
      hash: published.contentHash,
      supersedes: null,
    });
  });

  test("the one before is superseded and stays readable", async () => {
    await publishPolicyVersion(system, { programSlug: slug, document: version("1.3", { title: "Newer" }) });
    expect((await currentPolicy(visitor, slug)).document.title).toBe("Newer");
    const old = await policyByVersion(visitor, slug, "1.2");
    expect(old.status).toBe("superseded");
    expect(old.supersededAt).not.toBeNull();
    expect(contentHash(old.document)).toBe(contentHash(version("1.2")));
    const history = await policyHistory(visitor, slug);
    expect(history.map((entry) => [entry.version, entry.status])).toEqual([
      ["1.3", "published"],
      ["1.2", "superseded"],
    ]);
    expect(history[0]).toMatchObject({ title: "Newer", revisedOn: "2025-04-22", zone: "America/Toronto" });
  });

  test("a number is used once", async () => {
    const again = publishPolicyVersion(system, { programSlug: slug, document: version("1.2", { title: "Rewritten" }) });
    await expect(again).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await policyByVersion(visitor, slug, "1.2")).document.title).toBe(smileDigitalHealthPolicy.title);
  });

  test("only the portal itself may: people go through a draft, its review and its signatures", async () => {
    const id = await programId(slug);
    const member = (role: "policy_owner" | "coordinator", of: string) =>
      as({
        kind: "staff",
        accountId: "0198c7a0-0000-7000-8000-000000000002",
        memberships: [{ programId: of, programSlug: slug, role }],
      });
    const refused = [
      visitor,
      as({ kind: "researcher", accountId: "0198c7a0-0000-7000-8000-000000000003" }),
      member("coordinator", id),
      member("policy_owner", id),
    ];
    for (const ctx of refused) {
      const attempt = publishPolicyVersion(ctx, { programSlug: slug, document: version("2.0") });
      await expect(attempt).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
  });

  test("refuses what is not a whole policy of this program with a calendar it has", async () => {
    const publish = (document: unknown, programSlug = slug) => publishPolicyVersion(system, { programSlug, document });
    await expect(publish({ version: "3.0" })).rejects.toMatchObject({ code: "INVALID" });
    await expect(publish(version("3.0", { program: "empty" }))).rejects.toMatchObject({ code: "INVALID" });
    const calendar = { version: 7, zone: "America/Toronto", region: "Ontario, Canada" };
    await expect(publish(version("3.0", { calendar }))).rejects.toMatchObject({ code: "INVALID" });
    await expect(publish(version("3.0", { calendar: { ...calendar, version: 1, zone: "UTC" } }))).rejects.toMatchObject(
      {
        code: "INVALID",
      },
    );
    await expect(publish(version("3.0"), "none")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("of two at once with one number, one wins", async () => {
    const results = await Promise.allSettled(
      ["first", "second"].map((title) =>
        publishPolicyVersion(system, { programSlug: slug, document: version("4.0", { title }) }),
      ),
    );
    expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    const [lost] = results.filter((result) => result.status === "rejected");
    expect(lost?.reason).toMatchObject({ code: "CONFLICT" });
    const rows = await database.app.execute(sql`select 1 from policy_versions where status = 'published'`);
    expect(rows).toHaveLength(1);
  });
});

describe("reading", () => {
  test("a program without a policy is listed, and its policy is not found", async () => {
    const cards = await listPrograms(visitor);
    expect(cards.map((card) => [card.slug, card.policy?.program ?? null])).toEqual([
      [slug, slug],
      ["empty", null],
    ]);
    expect(await programWithPolicy(visitor, "empty")).toEqual({ slug: "empty", current: null });
    const read = await programWithPolicy(visitor, slug);
    expect(read.current).toEqual({ ...(await currentPolicy(visitor, slug)), readAt: read.current?.readAt });
    await expect(currentPolicy(visitor, "empty")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(policyHistory(visitor, "empty")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(policyByVersion(visitor, slug, "9.9")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("a document that is not public is served to nobody here", async () => {
    await publishPolicyVersion(system, { programSlug: slug, document: version("5.0", { classification: "internal" }) });
    await expect(currentPolicy(visitor, slug)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(policyByVersion(visitor, slug, "5.0")).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await programWithPolicy(visitor, slug)).current).toBeNull();
    expect((await policyHistory(visitor, slug)).map((entry) => entry.version)).not.toContain("5.0");
  });
});

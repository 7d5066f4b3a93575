import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { events } from "@/db/schema";
import {
  as,
  newResearcher,
  newStaff,
  openPortal,
  sendReport,
  systemAt,
  type TestProgram,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { moveSchema } from "@/lib/reports/moves";
import { moveReport } from "@/lib/reports/mutations/move";
import { getStaffReport } from "@/lib/reports/queries";
import { inTransaction } from "@/lib/request/transaction";
import { sendMessage } from "@/lib/threads/mutations";
import { addTemplate, changeTemplate, retireTemplate } from "./mutations";
import { templateRoom, templatesInUse } from "./queries";
import { templateSchema } from "./schema";
import { valuesFor } from "./values";
import { fillIn } from "./variables";

const database = await testDatabase();
const db = database.app;
let smile: TestProgram;
let coordinator: Actor;
let triager: Actor;
let reporter: Actor;
let elsewhere: Actor;
let auditor: Actor;

beforeAll(async () => {
  const portal = await openPortal(db);
  smile = portal.smile;
  coordinator = await newStaff(db, smile, "coordinator");
  triager = await newStaff(db, smile, "triager");
  auditor = await newStaff(db, smile, "auditor");
  elsewhere = await newStaff(db, portal.cardihab, "coordinator");
  reporter = await newResearcher(db);
});

let named = 0;
const input = (given: Record<string, string> = {}) => {
  named += 1;
  return templateSchema.parse({
    title: `Thanks ${named}`,
    body: "Thank you, {{reporter.name}}.",
    language: "en",
    ...given,
  });
};
const add = (actor: Actor, given = input()) => addTemplate(as(db, actor), smile.slug, given);
const eventsOf = async (templateId: string) => {
  const rows = await inTransaction(systemAt(db), (tx) =>
    tx.db
      .select({ payload: events.payload })
      .from(events)
      .where(eq(events.stream, `program:${smile.id}`)),
  );
  return rows
    .map(({ payload }) => payload as { type: string; templateId?: string; body?: string })
    .filter((event) => event.templateId === templateId);
};

test("a template is added, changed and taken out of use, each with its event and none with its text", async () => {
  const { id } = await add(coordinator);
  await changeTemplate(as(db, coordinator), smile.slug, id, { ...input(), rev: 1 });
  expect((await templatesInUse(as(db, triager), smile.slug)).find((one) => one.id === id)).toMatchObject({ rev: 2 });
  await retireTemplate(as(db, coordinator), smile.slug, id);
  const left = await eventsOf(id);
  expect(left.map(({ type }) => type)).toEqual(["template.added", "template.changed", "template.retired"]);
  expect(JSON.stringify(left)).not.toContain("Thank");
  expect((await templatesInUse(as(db, triager), smile.slug)).some((one) => one.id === id)).toBe(false);
  expect((await templateRoom(as(db, triager), {})).templates.find((one) => one.id === id)?.retired).toBe(true);
});

test("who may not is refused, and who has no part in the program finds nothing", async () => {
  const { id } = await add(coordinator);
  const change = (actor: Actor) => changeTemplate(as(db, actor), smile.slug, id, { ...input(), rev: 1 });
  await expect(add(triager)).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(change(triager)).rejects.toMatchObject({ code: "FORBIDDEN" });
  for (const actor of [reporter, elsewhere, auditor]) {
    await expect(add(actor)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(change(actor)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(templateRoom(as(db, actor), { programSlug: smile.slug })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await templatesInUse(as(db, actor), smile.slug)).toEqual([]);
  }
});

test("a stale change, the second of two at once, and one out of use lose; two do not have one name", async () => {
  const { id } = await add(coordinator);
  const change = (rev: number, given = input()) =>
    changeTemplate(as(db, coordinator), smile.slug, id, { ...given, rev });
  await expect(change(7)).rejects.toMatchObject({ code: "CONFLICT" });
  const both = await Promise.allSettled([change(1), change(1)]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const other = input();
  await add(coordinator, other);
  await expect(change(2, other)).rejects.toMatchObject({ fieldErrors: { title: [expect.stringContaining("name")] } });
  const retired = await Promise.allSettled([1, 2].map(() => retireTemplate(as(db, coordinator), smile.slug, id)));
  expect(retired.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await expect(change(2)).rejects.toMatchObject({ code: "CONFLICT" });
});

test("a variable that there is not is refused where the template is written", () => {
  const read = templateSchema.safeParse({ title: "x", body: "{{reporter.nmae}}", language: "en" });
  expect(read.error?.issues[0]?.message).toContain("{{reporter.nmae}}");
});

test("is filled in from the report, and what is still open is not sent", async () => {
  const { reference } = await sendReport(as(db, reporter), smile.policy);
  const report = await getStaffReport(as(db, triager), reference);
  const clause = report.clauses[0];
  const text = fillIn(
    `Hello {{reporter.name}}: {{report.id}}, {{product}}, {{due.ack}}, {{policy.clause:${clause?.key}}}, {{due.fix}}`,
    valuesFor(report),
  );
  expect(text).toMatch(
    /^Hello quietmoth: [A-Z]{3}-\S+, .+, by the end of .+, clause \S+ of the policy \(“.+”\), \{\{due\.fix\}\}$/,
  );
  await expect(sendMessage(as(db, triager), reference, { text })).rejects.toMatchObject({
    fieldErrors: { text: [expect.stringContaining("{{due.fix}}")] },
  });
  const question = moveSchema.parse({ move: "ask_for_information", version: 1, text });
  await moveReport(as(db, triager), reference, moveSchema.parse({ move: "start_checking", version: 1 }));
  await expect(moveReport(as(db, triager), reference, { ...question, version: 2 })).rejects.toMatchObject({
    code: "INVALID",
  });
  // The reporter may write about template injection as they like.
  await sendMessage(as(db, reporter), reference, { text: "It printed {{product}}." });
  await sendMessage(as(db, triager), reference, { text: text.replace("{{due.fix}}", "soon") });
});

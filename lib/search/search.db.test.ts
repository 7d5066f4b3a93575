import { eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import { beforeAll, describe, expect, test } from "vitest";
import * as schema from "@/db/schema";
import { reportTraits, reportWords, searchKeys } from "@/db/schema";
import {
  as,
  newResearcher,
  newStaff,
  openPortal,
  reportRow,
  sendGuestReport,
  sendReport,
  systemAt,
  type TestProgram,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { memberHandle } from "@/lib/reports/member-handle";
import { addInformation } from "@/lib/reports/mutations/add";
import { redactAnswer } from "@/lib/reports/mutations/redact";
import { restrictReport } from "@/lib/reports/mutations/restrict";
import { sendNotice } from "@/lib/reports/mutations/urgent";
import { inTransaction } from "@/lib/request/transaction";
import { addNote, sendMessage } from "@/lib/threads/mutations";
import { listQueue } from "@/lib/triage/queries";
import { newToken } from "@/lib/vault/lookup";
import { fillIndex, rotateSearchKey } from "./mutations";

const database = await testDatabase();
const db = database.app;

let smile: TestProgram;
let cardihab: TestProgram;
let people: Record<"reporter" | "triager" | "coordinator" | "elsewhere" | "privacy", Actor & { accountId: string }>;

beforeAll(async () => {
  ({ smile, cardihab } = await openPortal(db));
  people = {
    reporter: await newResearcher(db),
    triager: await newStaff(db, smile, "triager"),
    coordinator: await newStaff(db, smile, "coordinator"),
    elsewhere: await newStaff(db, cardihab, "coordinator"),
    privacy: await newStaff(db, smile, "privacy_officer"),
  };
});

async function search(words: string, who: keyof typeof people = "triager", program = smile) {
  const page = await listQueue(as(db, people[who]), { programSlug: program.slug, queue: "all", words });
  const snippets = page.rows.map(({ snippet }) =>
    snippet ? `${snippet.where}: ${snippet.parts.map(({ text, hit }) => (hit ? `[${text}]` : text)).join("")}` : null,
  );
  return { references: page.rows.map(({ reference }) => reference), total: page.total, snippets };
}

const send = (typed: Record<string, string> = {}) => sendReport(as(db, people.reporter), smile.policy, typed);

describe("a search", () => {
  test("finds a report the moment it is sent, by words of its title, text, reference and reporter's name", async () => {
    const { reference } = await send({
      title: "Zyklotron opens the wrong record",
      details: "The Übermut of the parser, seen in /api/v2, shows it.",
      contactName: "flinkerigel",
    });
    for (const words of ["zyklotron", "ZYKLOTRON record", "ubermut", "übermut parser", "flinkerigel", reference]) {
      expect(await search(words), words).toMatchObject({ references: [reference], total: 1 });
    }
    expect((await search("ubermut")).snippets).toEqual([
      "Details: The [Übermut] of the parser, seen in /api/v2, shows it.",
    ]);
    for (const words of ["zyklotro", "zyklotron absent", "…"]) {
      expect(await search(words), words).toMatchObject({ references: [], total: 0 });
    }
  });

  test("finds messages of both sides, what was added and notes, in the same second", async () => {
    const { reference } = await send();
    await sendMessage(as(db, people.triager), reference, { text: "We look at the quasimodal gate." });
    await sendMessage(as(db, people.reporter), reference, { text: "It is the turquoise one." });
    await addInformation(as(db, people.reporter), reference, { about: "", text: "Also in marmalade builds." });
    await addNote(as(db, people.triager), reference, { text: "Smells of petrichor." });
    expect(await search("quasimodal turquoise marmalade")).toMatchObject({ references: [reference] });
    expect((await search("petrichor")).snippets).toEqual(["Note: Smells of [petrichor]."]);
    expect((await search("turquoise")).snippets).toEqual(["Message: It is the [turquoise] one."]);
    expect((await search("marmalade")).snippets).toEqual(["Addition: Also in [marmalade] builds."]);
  });

  test("finds nothing of addresses, and no report of another program, not even its number", async () => {
    const { reference } = await send({ title: "Krokodil in the lobby", email: "someone@needle-mail.example" });
    expect(await search("needle")).toMatchObject({ references: [], total: 0 });
    expect(await search("krokodil", "elsewhere", cardihab)).toMatchObject({ references: [], total: 0 });
    await expect(search("krokodil", "elsewhere")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(search("krokodil", "reporter")).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await search("krokodil")).references).toEqual([reference]);
  });

  test("finds a restricted report for the people named and for nobody else, not even its number", async () => {
    const { reference } = await send({ title: "Wolpertinger in the cellar" });
    const readers = [memberHandle(people.coordinator.accountId)];
    await restrictReport(as(db, people.coordinator), reference, {
      readers,
      version: 1,
      reason: "It names a colleague.",
    });
    expect(await search("wolpertinger")).toMatchObject({ references: [], total: 0, snippets: [] });
    expect((await search("wolpertinger", "coordinator")).references).toEqual([reference]);
  });

  test("finds nothing of a sealed urgent notice", async () => {
    await sendNotice(as(db, { kind: "anonymous" }), {
      programSlug: smile.slug,
      answers: { exposed: "yes", summary: "The drawer of Nachtigall stands open." },
      key: newToken(),
    });
    expect(await search("nachtigall")).toMatchObject({ references: [], total: 0 });
  });

  test("no longer finds what was withheld, in any copy, and still finds the rest", async () => {
    const { reference, reportId } = await send({ details: "The record of Frau Xylander stands open at the gate." });
    await sendMessage(as(db, people.triager), reference, { text: "Seen, with the gargoyle." });
    expect((await search("xylander")).references).toEqual([reference]);
    await redactAnswer(as(db, people.coordinator), reference, { key: "details", reason: "A name.", sure: "yes" });
    expect((await search("xylander")).references).toEqual([]);
    expect((await search("gargoyle header")).references).toEqual([reference]);
    const stored = await inTransaction(systemAt(db), (tx) =>
      tx.db.select().from(reportWords).where(eq(reportWords.reportId, reportId)),
    );
    expect(stored.map(({ source }) => source)).toEqual(["text"]);
  });

  test("takes at most six statements, with snippets from messages too", async () => {
    const { reference } = await send();
    await sendMessage(as(db, people.triager), reference, { text: "Rumpelstilz said so." });
    let statements = 0;
    const counted = drizzle(db.$client, { schema, logger: { logQuery: () => void statements++ } });
    const page = await listQueue(as(counted, people.triager), { queue: "all", words: "rumpelstilz" });
    expect(page.rows).toHaveLength(1);
    expect(statements).toBeLessThanOrEqual(6);
  });
});

describe("what the database holds", () => {
  test("shares no token between programs, whatever is written", async () => {
    const here = await send({ title: "Basilisk in the well" });
    const there = await sendReport(as(db, people.reporter), cardihab.policy, { title: "Basilisk in the well" });
    const words = async (id: string) => {
      const rows = await inTransaction(systemAt(db), (tx) =>
        tx.db.select().from(reportWords).where(eq(reportWords.reportId, id)),
      );
      return new Set(rows.flatMap((row) => row.words.map(String)));
    };
    const [mine, theirs] = [await words(here.reportId), await words(there.reportId)];
    expect(mine.size).toBeGreaterThan(10);
    expect([...mine].filter((word) => theirs.has(word))).toEqual([]);
  });

  test("a reporter's statements see the words of their own report, and of its notes nothing", async () => {
    const { reference, reportId } = await send();
    await addNote(as(db, people.triager), reference, { text: "Quietly." });
    const rows = await inTransaction(as(db, people.reporter), (tx) =>
      tx.db.select().from(reportWords).where(eq(reportWords.reportId, reportId)),
    );
    expect(rows.map(({ source }) => source)).toEqual(["text"]);
  });

  test("a guest's message is found as well", async () => {
    const { reference, holder } = await sendGuestReport(db, smile.policy);
    await sendMessage(as(db, holder), reference, { text: "Here is the schnabeltier." });
    expect((await search("schnabeltier")).references).toEqual([reference]);
  });
});

describe("a new key", () => {
  const later = () => new Date(Date.now() + 3_600_000);
  const everything = (at?: Date) => systemAt(db, at);

  test("goes over every report while the search goes on, and then nothing of the old one is left", async () => {
    const { reference } = await send({ title: "Lindwurm under the bridge" });
    await addNote(as(db, people.triager), reference, { text: "The troll knows." });
    while ((await fillIndex(everything(later()))).more);
    const { version } = await rotateSearchKey(everything(), smile.slug);
    const during = await send({ title: "Lindwurm beside the bridge" });
    expect((await search("lindwurm")).references).toEqual([during.reference, reference]);
    await expect(rotateSearchKey(everything(), smile.slug)).rejects.toMatchObject({ code: "CONFLICT" });
    while ((await fillIndex(everything())).more);
    expect((await search("lindwurm")).references).toHaveLength(2);
    while ((await fillIndex(everything(later()))).more);
    const left = await inTransaction(systemAt(db), (tx) =>
      tx.db.execute<{ kind: string; version: number }>(sql`
        select distinct 'words' as kind, w.key_version as version from ${reportWords} w join reports r on r.id = w.report_id
          where r.program_id = ${smile.id}
        union select 'traits', t.key_version from ${reportTraits} t join reports r on r.id = t.report_id
          where r.program_id = ${smile.id}
        union select 'keys', k.version from ${searchKeys} k where k.program_id = ${smile.id}`),
    );
    expect([...left].map((row) => row.version)).toEqual([version, version, version]);
    expect((await search("lindwurm")).references).toEqual([during.reference, reference]);
    expect((await search("troll")).references).toEqual([reference]);
  });

  test("is the operator's to make, and the portal's to bring round", async () => {
    for (const who of ["triager", "coordinator", "reporter"] as const) {
      const ctx = as(db, people[who]);
      await expect(rotateSearchKey(ctx, smile.slug)).rejects.toMatchObject({ code: "FORBIDDEN" });
      await expect(fillIndex(ctx)).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    await expect(rotateSearchKey(systemAt(db), "nowhere")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("is made for reports that were there before there was an index", async () => {
    const { reference } = await send({ title: "Tatzelwurm in the attic" });
    await inTransaction(systemAt(db), async (tx) => {
      for (const table of [reportWords, reportTraits, searchKeys]) await tx.db.delete(table);
    });
    expect((await search("tatzelwurm")).references).toEqual([]);
    while ((await fillIndex(everything(later()))).more);
    expect((await search("tatzelwurm")).references).toEqual([reference]);
    expect((await reportRow(db, reference)).version).toBe(1);
  });
});

import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import type { Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openSql } from "@/db/connection";
import { credits, mails } from "@/db/schema";
import { as, newStaff, openPortal, sendReport, systemAt, writeDraft } from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import { changeProfile } from "@/lib/accounts/mutations/change-profile";
import { createAccount } from "@/lib/accounts/mutations/create-account";
import { inviteStaff } from "@/lib/accounts/mutations/invite-staff";
import type { Actor } from "@/lib/auth/policy";
import { answerCredit, saveDefaultCredit, settleCredit } from "@/lib/credit/mutations";
import { deliverMail } from "@/lib/mail/deliver-mail";
import { fileTransport } from "@/lib/mail/transport";
import type { PolicyDocument } from "@/lib/policy/schema";
import { STEPS } from "@/lib/reports/form/answers";
import { stepForm } from "@/lib/reports/form/report-form";
import { moveSchema } from "@/lib/reports/moves";
import { moveReport } from "@/lib/reports/mutations/move";
import { getReporterReport, getStaffReport } from "@/lib/reports/queries";
import { log } from "@/lib/request/log";
import { inTransaction } from "@/lib/request/transaction";
import { addNote, sendMessage } from "@/lib/threads/mutations";
import { KeyRingError, keyRingCheck, verifyKeyRingCheck, withNewKey } from "./keyring";
import { ring } from "./ring";

vi.stubEnv("APP_SECRET", "a secret of at least thirty-two characters");
vi.stubEnv("APP_URL", "http://127.0.0.1:3998");

const database = await testDatabase();
const db = database.app;
const spool = mkdtempSync(join(tmpdir(), "portal-spool-"));
const logged: unknown[] = [];

/** Every planted word, by where it was typed. Letters only, so that no encoding changes them. */
const planted = new Map<string, string>();
function plant(where: string): string {
  const word = `canary${randomBytes(12)
    .toString("hex")
    .replace(/\d/g, (digit) => "ghijklmnop"[Number(digit)] ?? "q")}`;
  planted.set(where, word);
  return word;
}
const CONTROL = plant("control");

let superuser: Sql;
let reference: string;
let reporter: Actor;
let coordinator: Actor;

/** Every question that takes free text, each with a word of its own. */
function typedEverywhere(policy: PolicyDocument): Record<string, string | string[]> {
  const typed: Record<string, string | string[]> = {
    outOfScope: ["physical-testing"],
    productId: "something_else",
    exposed: "no",
    stepsUnreliable: "yes",
    aiUse: "largely",
    conduct: "differently",
    creditWish: "alias",
    cveRequested: "yes",
    identity: "details",
    coFinders: [`${plant("coFinders")} ${plant("coFinder address")}@example.org`],
    urls: [`https://example.org/${plant("urls")}`],
    references: [`https://example.org/${plant("references")}`],
  };
  const skipped = ["contactName", "email", "plansDate", "plansTime", "plansZone"];
  for (const field of STEPS.flatMap((step) => stepForm(policy, step).fields)) {
    if (field.kind !== "text" || skipped.includes(field.name)) continue;
    if (field.format === "plain" || field.format === "display-text" || field.format === "version") {
      typed[field.name] =
        field.max < 60
          ? plant(field.name)
          : `${plant(field.name)} ${"and more ".repeat(field.min > 30 ? 8 : 1)}`.trim().slice(0, field.max);
    }
  }
  return { ...typed, contactName: plant("contactName"), email: `${plant("email")}@example.org` };
}

beforeAll(async () => {
  for (const level of ["info", "warn", "error"] as const) {
    vi.spyOn(log, level).mockImplementation((...args: unknown[]) => void logged.push(args));
  }
  superuser = openSql(database.superuserUrl);
  const { smile } = await openPortal(db);
  const { accountId } = await createAccount(systemAt(db), {
    email: `${plant("account address")}@example.org`,
    displayName: plant("display name"),
    password: "a long enough pass phrase",
    memberships: [],
  });
  reporter = { kind: "researcher", accountId };
  coordinator = await newStaff(db, smile, "coordinator");
  const triager = await newStaff(db, smile, "triager");
  const researcher = as(db, reporter);
  await changeProfile(researcher, {
    displayName: plant("new name"),
    group: plant("group of the profile"),
    title: plant("title of the profile"),
  });
  await saveDefaultCredit(researcher, {
    wish: "name",
    display: { text: plant("default credit"), organisation: "", url: "" },
  });
  await inviteStaff(systemAt(db), {
    email: `${plant("invited address")}@example.org`,
    programSlug: smile.slug,
    role: "auditor",
  });

  await writeDraft(researcher, smile.policy, {
    title: plant("title of a draft"),
    contactName: plant("name in a draft"),
  });
  ({ reference } = await sendReport(researcher, smile.policy, typedEverywhere(smile.policy)));
  await sendMessage(researcher, reference, { text: plant("message of the reporter") });
  await sendMessage(as(db, triager), reference, { text: plant("message of staff") });
  await addNote(as(db, triager), reference, { text: plant("note") });
  for (const [version, input] of [
    [2, { move: "start_checking" }],
    [3, { move: "validate", severity: "high" }],
    [4, { move: "defer", reason: plant("reason") }],
  ] as const) {
    await moveReport(as(db, coordinator), reference, moveSchema.parse({ ...input, version }));
  }
  const [credit] = await inTransaction(systemAt(db), (tx) =>
    tx.db.select({ id: credits.id, version: credits.version }).from(credits),
  );
  const settled = { text: plant("settled credit"), organisation: plant("settled organisation"), url: "" };
  const creditId = credit?.id ?? "";
  await settleCredit(as(db, coordinator), reference, {
    creditId,
    version: credit?.version ?? 0,
    roles: ["finder"],
    display: settled,
  });
  await answerCredit(researcher, reference, { creditId, version: (credit?.version ?? 0) + 1, consent: "given" });

  const promised = await inTransaction(systemAt(db), (tx) => tx.db.select({ id: mails.id }).from(mails));
  const transport = fileTransport(spool);
  for (const { id } of promised) await deliverMail(systemAt(db), transport, id);
});
afterAll(async () => {
  rmSync(spool, { recursive: true, force: true });
  await superuser.end();
});

/** Which of the planted words these bytes hold: as UTF-8, as hex of it (how a dump writes bytea), or as UTF-16. */
function wordsIn(bytes: Buffer): string[] {
  return [...planted]
    .filter(([, word]) =>
      [Buffer.from(word), Buffer.from(Buffer.from(word).toString("hex")), Buffer.from(word, "utf16le")].some((form) =>
        bytes.includes(form),
      ),
    )
    .map(([where]) => where);
}

function wordsInFiles(
  directory: string,
  skip: (path: string) => boolean = () => false,
): { found: string[]; files: number } {
  const found = new Set<string>();
  let files = 0;
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || skip(path)) continue;
    files += 1;
    for (const where of wordsIn(readFileSync(path))) found.add(where);
  }
  return { found: [...found], files };
}

/** The whole database as a dump would write it, by table: jobs and what else stands outside our schema included. */
async function wordsInTables(): Promise<Record<string, string[]>> {
  const tables = await superuser<{ schema: string; name: string }[]>`
    select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')`;
  const found: Record<string, string[]> = {};
  for (const { schema, name } of tables) {
    const rows = await superuser<
      { row: string }[]
    >`select t::text as row from ${superuser(schema)}.${superuser(name)} t`;
    found[`${schema}.${name}`] = wordsIn(Buffer.from(rows.map(({ row }) => row).join("\n")));
  }
  return found;
}

describe("planted words", () => {
  test("were really typed, and are read back by those who may", async () => {
    const seen = JSON.stringify([
      await getReporterReport(as(db, reporter), reference),
      await getStaffReport(as(db, coordinator), reference),
    ]);
    const elsewhere = [
      "control",
      "account address",
      "display name",
      "new name",
      "group of the profile",
      "title of the profile",
      "default credit",
      "invited address",
      "title of a draft",
      "name in a draft",
    ];
    const missing = [...planted]
      .filter(([where, word]) => !elsewhere.includes(where) && !seen.includes(word))
      .map(([where]) => where);
    // What the settled credit replaced is in the answers all the same.
    expect(missing).toEqual([]);
    expect(planted.size).toBeGreaterThan(35);
  });

  test("are in no row of any table, no job and no column of bytes", async () => {
    const found = await wordsInTables();
    expect(Object.keys(found)).toEqual(
      expect.arrayContaining(["public.messages", "graphile_worker._private_jobs", "public.events"]),
    );
    expect(Object.entries(found).filter(([, words]) => words.length > 0)).toEqual([]);
  });

  test("are in no file of the database and not in its write-ahead log (CR-01), where the same search finds a plain one", async () => {
    const [at] = await superuser<{ directory: string; oid: number }[]>`
      select current_setting('data_directory') as directory, oid::int as oid from pg_database where datname = current_database()`;
    if (!at) throw new Error("no data directory");
    // Databases of other tests stand beside this one; their write-ahead log is shared.
    const ofOthers = (path: string) => path.includes("/base/") && !path.includes(`/base/${at.oid}/`);
    await superuser`checkpoint`;
    const before = wordsInFiles(at.directory, ofOthers);
    expect(before.found).toEqual([]);
    expect(before.files).toBeGreaterThan(100);

    await db.execute(
      sql`insert into portal_facts (name, value, written_at) values ('control', to_jsonb(${CONTROL}::text), now())`,
    );
    await superuser`checkpoint`;
    expect(wordsInFiles(at.directory, ofOthers).found).toEqual(["control"]);
    expect(wordsInFiles(join(at.directory, "pg_wal")).found).toEqual(["control"]);
    expect((await wordsInTables())["public.portal_facts"]).toEqual(["control"]);
  });

  test("are in no spooled mail but as the address it goes to, and in no line of the log", () => {
    const { found, files } = wordsInFiles(spool);
    expect(files).toBeGreaterThan(5);
    expect(found.sort()).toEqual(["account address", "invited address"]);
    for (const name of readdirSync(spool)) {
      const [, ...body] = readFileSync(join(spool, name), "utf8").split(/\r?\n\r?\n/);
      expect(wordsIn(Buffer.from(body.join("\n\n"))), name).toEqual([]);
    }
    expect(wordsIn(Buffer.from(JSON.stringify(logged)))).toEqual([]);
  });

  test("do not reach the server's log: it writes neither statements nor their parameters", async () => {
    const settings = await superuser<{ name: string; setting: string }[]>`
      select name, setting from pg_settings where name in
        ('log_statement', 'log_min_duration_statement', 'log_parameter_max_length_on_error', 'log_min_duration_sample') order by name`;
    expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
      log_min_duration_sample: "-1",
      log_min_duration_statement: "-1",
      log_parameter_max_length_on_error: "0",
      log_statement: "none",
    });
  });
});

describe("the key ring", () => {
  test("that belongs to the data is recognised, any other refused", async () => {
    const stored = keyRingCheck(ring());
    expect(() => verifyKeyRingCheck(ring(), stored)).not.toThrow();
    expect(() => verifyKeyRingCheck(withNewKey(ring()), stored)).not.toThrow();
    expect(() => verifyKeyRingCheck(withNewKey({ current: 0, keys: new Map() }), stored)).toThrow(KeyRingError);
  });

  test("lost, the rest opens nothing: each report has keys of its own, notes another", async () => {
    const [row] = await superuser<
      { data: Buffer; note: Buffer }[]
    >`select data_key as data, note_key as note from reports where reference = ${reference}`;
    expect(row && Buffer.compare(row.data, row.note)).not.toBe(0);
    const keys = await superuser<
      { n: number; all: number }[]
    >`select count(distinct k)::int as n, count(*)::int as all from
      (select data_key k from reports union all select note_key from reports union all select data_key from report_drafts) keys`;
    expect(keys[0]?.n).toBe(keys[0]?.all);
  });
});

import "server-only";
import type { KeyObject } from "node:crypto";
import { and, asc, desc, eq, isNull, lt, ne, notExists, sql } from "drizzle-orm";
import { z } from "zod";
import { attachments, programs, reportHandling, reports, reportTraits, reportWords, searchKeys } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { conflict, forbidden, notFound } from "@/lib/errors";
import { answersPlace, versionsPlace } from "@/lib/reports/places";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { type DataKey, newWrappedKey, openJson, unwrapKey } from "@/lib/vault/seal";
import { searchedAnswers } from "./answers";
import { notesOf, textsOf } from "./queries";
import { keyOwner, tokensOf } from "./tokens";
import { traitsOf, traitTokens, versionsIn } from "./traits";
import { MOST_WORDS, wordsOf } from "./words";

type Indexed = Pick<typeof reports.$inferSelect, "id" | "programId" | "reference">;
type Source = (typeof reportWords.$inferSelect)["source"];

/** Every transaction that began before a key was made has ended by then, and nothing is missing from what it wrote. */
const SETTLING_MS = 10 * 60_000;
const ROUND = 100;

/** Adds the words of a text that is being sealed, in the transaction that seals it. */
export async function indexText(tx: Transaction, report: Indexed, texts: readonly string[]): Promise<void> {
  await addWords(tx, report, "text", texts, await keysOf(tx, report.programId));
}

/** The same of an internal note: its tokens are of another kind, and no reader on the reporter's side meets their row. */
export async function indexNote(tx: Transaction, report: Indexed, text: string): Promise<void> {
  await addWords(tx, report, "note", [text], await keysOf(tx, report.programId));
}

/** Writes what a report that has just been made can be found by. */
export async function indexReport(tx: Transaction, report: Indexed, stored: unknown): Promise<void> {
  const keys = await keysOf(tx, report.programId);
  const texts = [report.reference, ...searchedAnswers(stored).map(({ text }) => text)];
  await addWords(tx, report, "text", texts, keys);
  await addTraits(tx, report, stored, keys);
}

/** Writes the versions that a report can be found by as the team names them, instead of those before. */
export async function indexVersions(tx: Transaction, report: Indexed, affected: readonly string[]): Promise<void> {
  await tx.db.delete(reportTraits).where(and(eq(reportTraits.reportId, report.id), eq(reportTraits.kind, "affected")));
  await addVersions(tx, report, affected, await keysOf(tx, report.programId));
}

/** After something was taken out of a report: only what is still there can be found. */
export async function reindexReport(
  tx: Transaction,
  report: Indexed,
  dataKey: DataKey,
  stored: unknown,
): Promise<void> {
  const keys = await keysOf(tx, report.programId);
  await tx.db.delete(reportWords).where(and(eq(reportWords.reportId, report.id), eq(reportWords.source, "text")));
  // What the team names as affected is not in the report, and stays.
  await tx.db.delete(reportTraits).where(and(eq(reportTraits.reportId, report.id), ne(reportTraits.kind, "affected")));
  const later = (await textsOf(tx, report.id, dataKey)).map(({ text }) => text);
  const texts = [report.reference, ...searchedAnswers(stored).map(({ text }) => text), ...later];
  await addWords(tx, report, "text", texts, keys);
  await addTraits(tx, report, stored, keys);
}

type SearchKey = { version: number; key: KeyObject };

/** The keys that a program's words are written by, oldest first; makes the first. */
async function keysOf(tx: Transaction, programId: string): Promise<SearchKey[]> {
  const find = () =>
    tx.db
      .select({ version: searchKeys.version, wrapped: searchKeys.wrapped })
      .from(searchKeys)
      .where(eq(searchKeys.programId, programId))
      .orderBy(asc(searchKeys.version));
  let rows = await find();
  if (rows.length === 0) {
    await addKey(tx, programId, 1);
    rows = await find();
  }
  return rows.map(({ version, wrapped }) => ({ version, key: unwrapKey(ring(), wrapped, keyOwner(programId)).secret }));
}

async function addKey(tx: Transaction, programId: string, version: number): Promise<boolean> {
  const { wrapped } = newWrappedKey(ring(), keyOwner(programId));
  const added = await tx.db
    .insert(searchKeys)
    .values({ programId, version, wrapped, createdAt: tx.now })
    .onConflictDoNothing()
    .returning({ version: searchKeys.version });
  return added.length > 0;
}

async function addWords(
  tx: Transaction,
  { id }: Indexed,
  source: Source,
  texts: readonly string[],
  keys: readonly SearchKey[],
): Promise<void> {
  const words = wordsOf(texts.join("\n"));
  if (words.length === 0) return;
  await tx.db
    .insert(reportWords)
    .values(
      keys.map(({ version, key }) => ({
        reportId: id,
        keyVersion: version,
        source,
        words: tokensOf(key, source, words),
      })),
    )
    .onConflictDoUpdate({
      target: [reportWords.reportId, reportWords.keyVersion, reportWords.source],
      set: {
        words: sql`array(select distinct w from unnest(${reportWords.words} || excluded.words) w limit ${MOST_WORDS}::int)`,
      },
    });
}

async function addTraits(tx: Transaction, { id }: Indexed, stored: unknown, keys: readonly SearchKey[]): Promise<void> {
  const files = await tx.db
    .select({ sha256: attachments.sha256 })
    .from(attachments)
    .where(eq(attachments.reportId, id));
  const traits = traitsOf(
    stored,
    files.flatMap(({ sha256 }) => sha256 ?? []),
  );
  await storeTraits(tx, id, traits, keys);
}

async function addVersions(
  tx: Transaction,
  { id }: Indexed,
  affected: readonly string[],
  keys: readonly SearchKey[],
): Promise<void> {
  const values = [...new Set(affected.flatMap(versionsIn))];
  await storeTraits(
    tx,
    id,
    values.map((value) => ({ kind: "affected" as const, value })),
    keys,
  );
}

async function storeTraits(
  tx: Transaction,
  id: string,
  traits: ReturnType<typeof traitsOf>,
  keys: readonly SearchKey[],
): Promise<void> {
  if (traits.length === 0) return;
  await tx.db
    .insert(reportTraits)
    .values(
      keys.flatMap(({ version, key }) =>
        traitTokens(key, traits).map((token) => ({ reportId: id, keyVersion: version, ...token })),
      ),
    )
    .onConflictDoNothing();
}

/**
 * Makes a new key for a program's words. From here on everything is written by both; once `fillIndex` has gone over the
 * older reports, the new one is asked and what the old one wrote is deleted.
 * Errors: FORBIDDEN for everybody but the operator, NOT_FOUND, CONFLICT while the last new key is not done yet.
 */
export async function rotateSearchKey(ctx: Context, programSlug: string): Promise<{ version: number }> {
  return inTransaction(ctx, async (tx) => {
    if (!can(tx.actor, "search_key.rotate", null)) throw forbidden("Only the operator of the portal can do this.");
    const [program] = await tx.db.select({ id: programs.id }).from(programs).where(eq(programs.slug, programSlug));
    if (!program) throw notFound();
    const [newest] = await tx.db
      .select({ version: searchKeys.version, completeAt: searchKeys.completeAt })
      .from(searchKeys)
      .where(eq(searchKeys.programId, program.id))
      .orderBy(desc(searchKeys.version))
      .limit(1);
    if (newest && newest.completeAt === null) throw conflict("The last new key has not gone over all reports yet.");
    const version = (newest?.version ?? 0) + 1;
    if (!(await addKey(tx, program.id, version))) throw conflict("Somebody else is rotating this key.");
    return { version };
  });
}

/**
 * One round of writing the words of reports that a new key has not met yet. `more`: another round would find work.
 * Errors: FORBIDDEN for everybody but the portal itself.
 */
export async function fillIndex(ctx: Context): Promise<{ indexed: number; more: boolean }> {
  return inTransaction(ctx, async (tx) => {
    if (!can(tx.actor, "search.tend", null)) throw forbidden("Only the portal itself can do this.");
    const keyless = notExists(
      tx.db.select({ one: sql`1` }).from(searchKeys).where(eq(searchKeys.programId, programs.id)),
    );
    for (const { id } of await tx.db.select({ id: programs.id }).from(programs).where(keyless)) await addKey(tx, id, 1);
    let indexed = 0;
    let completed = 0;
    for (const open of await tx.db.select().from(searchKeys).where(isNull(searchKeys.completeAt)).for("update")) {
      const missing = await missingFrom(tx, open);
      const key = { version: open.version, key: unwrapKey(ring(), open.wrapped, keyOwner(open.programId)).secret };
      for (const report of missing) await indexAnew(tx, report, key);
      indexed += missing.length;
      if (missing.length > 0 || tx.now.getTime() - open.createdAt.getTime() < SETTLING_MS) continue;
      await complete(tx, open.programId, open.version);
      completed += 1;
    }
    return { indexed, more: indexed + completed > 0 };
  });
}

/** Some of the reports that have no words by a key, held for the change. */
function missingFrom(
  tx: Transaction,
  { programId, version }: Pick<typeof searchKeys.$inferSelect, "programId" | "version">,
) {
  const written = tx.db
    .select({ one: sql`1` })
    .from(reportWords)
    .where(
      and(eq(reportWords.reportId, reports.id), eq(reportWords.keyVersion, version), eq(reportWords.source, "text")),
    );
  return tx.db
    .select()
    .from(reports)
    .where(and(eq(reports.programId, programId), notExists(written)))
    .limit(ROUND)
    .for("no key update");
}

async function indexAnew(tx: Transaction, report: typeof reports.$inferSelect, key: SearchKey): Promise<void> {
  const dataKey = unwrapKey(ring(), report.dataKey, report.id);
  const stored = openJson(dataKey, answersPlace(report.id), report.answersSealed);
  const later = (await textsOf(tx, report.id, dataKey)).map(({ text }) => text);
  const texts = [report.reference, ...searchedAnswers(stored).map(({ text }) => text), ...later];
  await addWords(tx, report, "text", texts, [key]);
  const notes = (await notesOf(tx, report)).map(({ text }) => text);
  await addWords(tx, report, "note", notes, [key]);
  await addTraits(tx, report, stored, [key]);
  const [handled] = await tx.db
    .select({ sealed: reportHandling.versionsSealed })
    .from(reportHandling)
    .where(eq(reportHandling.reportId, report.id));
  if (!handled?.sealed) return;
  const { affected } = versionsSchema.parse(openJson(dataKey, versionsPlace(report.id), handled.sealed));
  await addVersions(tx, report, affected, [key]);
}

const versionsSchema = z.object({ affected: z.array(z.string()) });

async function complete(tx: Transaction, programId: string, version: number): Promise<void> {
  await tx.db
    .update(searchKeys)
    .set({ completeAt: tx.now })
    .where(and(eq(searchKeys.programId, programId), eq(searchKeys.version, version)));
  const ofProgram = sql`report_id in (select id from ${reports} where program_id = ${programId})`;
  await tx.db.delete(reportWords).where(and(lt(reportWords.keyVersion, version), ofProgram));
  await tx.db.delete(reportTraits).where(and(lt(reportTraits.keyVersion, version), ofProgram));
  await tx.db.delete(searchKeys).where(and(eq(searchKeys.programId, programId), lt(searchKeys.version, version)));
}

import "server-only";
import type { KeyObject } from "node:crypto";
import { asc, eq, sql } from "drizzle-orm";
import { internalNotes, messages, reportAdditions, type reports, reportWords, searchKeys } from "@/db/schema";
import { storedAdditionSchema } from "@/lib/reports/additions";
import { additionPlace, answersPlace, messagePlace, noteKeyOwner, notePlace } from "@/lib/reports/places";
import type { Transaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { type DataKey, openJson, openText, unwrapKey } from "@/lib/vault/seal";
import { type SearchedText, searchedAddition, searchedAnswers } from "./answers";
import { keyOwner, tokensOf } from "./tokens";
import { type SnippetPart, snippetOf, wordsOf } from "./words";

/** A question of more words than this asks for the first of them. */
const MOST_ASKED = 8;

/** What of a program's words is asked by, now: the newest key that has met every report, else the oldest. */
const ASKED_FIRST = sql`${searchKeys.completeAt} is null,
  case when ${searchKeys.completeAt} is null then ${searchKeys.version} else -${searchKeys.version} end`;

/** The version of a program's key that is asked by, as a subquery. */
export const askedVersion = (programId: string) =>
  sql`(select ${searchKeys.version} from ${searchKeys} where ${searchKeys.programId} = ${programId} order by ${ASKED_FIRST} limit 1)`;

export async function searchKeyOf(tx: Transaction, programId: string): Promise<SearchKey | null> {
  const [row] = await tx.db
    .select({ version: searchKeys.version, wrapped: searchKeys.wrapped })
    .from(searchKeys)
    .where(eq(searchKeys.programId, programId))
    .orderBy(ASKED_FIRST)
    .limit(1);
  return row ? openSearchKey(programId, row.version, row.wrapped) : null;
}

export type SearchKey = { version: number; key: KeyObject };

export function openSearchKey(programId: string, version: number, wrapped: Uint8Array): SearchKey {
  return { version, key: unwrapKey(ring(), wrapped, keyOwner(programId)).secret };
}

/** As many reports are looked for by the words alone, before the list is walked in its own order. */
const FEW = 2_000;

/** `few`: the reports that hold the words, null where they are more than a few. */
export type AskedWords = { words: string[]; few: string[] | null };

/**
 * From here on `report_words` shows the transaction just the reports that hold all of these words, in their text or in
 * their notes. Gives the words, none when there is nothing to ask for.
 */
export async function askForWords(tx: Transaction, key: SearchKey | null, asked: string): Promise<AskedWords> {
  const words = wordsOf(asked).slice(0, MOST_ASKED);
  if (!key || words.length === 0) return { words: [], few: [] };
  const array = (purpose: "text" | "note") => `{${tokensOf(key.key, purpose, words).join(",")}}`;
  // How rare the words are decides which index answers, so that no plan of other words may be taken.
  await tx.db.execute(sql`
    select set_config('app.words', ${array("text")}, true), set_config('app.note_words', ${array("note")}, true),
      set_config('plan_cache_mode', 'force_custom_plan', true)`);
  // Of a word that is in none of its statistics the planner takes every two hundredth report to hold it, and would walk
  // a million of them for the one that does. Here it is told which they are.
  const holding = await tx.db
    .select({ id: reportWords.reportId })
    .from(reportWords)
    .limit(FEW + 1);
  return { words, few: holding.length > FEW ? null : [...new Set(holding.map(({ id }) => id))] };
}

export type Snippet = { where: string; parts: SnippetPart[] };

/** Messages, additions and notes looked through for the snippets of one page. */
const MOST_READ = 1_000;

type Opened = Pick<typeof reports.$inferSelect, "id" | "dataKey" | "noteKey" | "answersSealed">;

/**
 * Where the words stand in each of these reports, which the transaction's row security has let through. The one
 * statement is asked only for reports whose answers hold none of the words.
 */
export async function snippetsOf(
  tx: Transaction,
  page: readonly Opened[],
  words: readonly string[],
): Promise<Map<string, Snippet>> {
  const found = new Map<string, Snippet>();
  const look = (reportId: string, texts: readonly SearchedText[]) => {
    for (const { where, text } of texts) {
      if (found.has(reportId)) return;
      const parts = snippetOf(text, words);
      if (parts) found.set(reportId, { where, parts });
    }
  };
  const keys = new Map(page.map((row) => [row.id, unwrapKey(ring(), row.dataKey, row.id)]));
  for (const { id, answersSealed } of page) {
    const key = keys.get(id);
    if (key) look(id, searchedAnswers(openJson(key, answersPlace(id), answersSealed)));
  }
  const rest = page.filter(({ id }) => !found.has(id));
  if (rest.length === 0) return found;
  for (const { kind, reportId, id, body } of await laterTexts(
    tx,
    rest.map(({ id }) => id),
  )) {
    const row = rest.find((some) => some.id === reportId);
    const key = keys.get(reportId);
    if (!row || !key || found.has(reportId)) continue;
    const sealed = Buffer.from(body, "base64");
    if (kind === "message") {
      look(reportId, [{ where: "Message", text: openText(key, messagePlace(reportId, id), sealed) }]);
    } else if (kind === "note") {
      const noteKey = unwrapKey(ring(), row.noteKey, noteKeyOwner(reportId));
      look(reportId, [{ where: "Note", text: openText(noteKey, notePlace(reportId, id), sealed) }]);
    } else {
      const { value } = storedAdditionSchema.parse(openJson(key, additionPlace(reportId, id), sealed));
      look(reportId, searchedAddition(value));
    }
  }
  return found;
}

type Later = { kind: "message" | "note" | "addition"; reportId: string; id: string; body: string };

async function laterTexts(tx: Transaction, ids: readonly string[]): Promise<Later[]> {
  const among = sql`in (${sql.join(
    ids.map((id) => sql`${id}::uuid`),
    sql`, `,
  )})`;
  const rows = await tx.db.execute<Later>(sql`
    select 'message' as kind, report_id as "reportId", id, encode(body_sealed, 'base64') as body from ${messages} where report_id ${among}
    union all select 'addition', report_id, id, encode(body_sealed, 'base64') from ${reportAdditions} where report_id ${among}
    union all select 'note', report_id, id, encode(body_sealed, 'base64') from ${internalNotes} where report_id ${among}
    limit ${MOST_READ}`);
  return [...rows];
}

/** What was written to a report after it was sent, in public: messages and additions, oldest first. */
export async function textsOf(tx: Transaction, reportId: string, key: DataKey): Promise<SearchedText[]> {
  const said = await tx.db.select().from(messages).where(eq(messages.reportId, reportId)).orderBy(asc(messages.sentAt));
  const added = await tx.db
    .select()
    .from(reportAdditions)
    .where(eq(reportAdditions.reportId, reportId))
    .orderBy(asc(reportAdditions.addedAt));
  return [
    ...said.map(({ id, bodySealed }) => ({
      where: "Message",
      text: openText(key, messagePlace(reportId, id), bodySealed),
    })),
    ...added.flatMap(({ id, bodySealed }) =>
      searchedAddition(storedAdditionSchema.parse(openJson(key, additionPlace(reportId, id), bodySealed)).value),
    ),
  ];
}

/** The internal notes of a report. */
export async function notesOf(
  tx: Transaction,
  { id: reportId, noteKey }: Pick<typeof reports.$inferSelect, "id" | "noteKey">,
): Promise<SearchedText[]> {
  const rows = await tx.db.select().from(internalNotes).where(eq(internalNotes.reportId, reportId));
  const key = unwrapKey(ring(), noteKey, noteKeyOwner(reportId));
  return rows.map(({ id, bodySealed }) => ({
    where: "Note",
    text: openText(key, notePlace(reportId, id), bodySealed),
  }));
}

import { randomBytes } from "node:crypto";
import type postgres from "postgres";
import { v7 } from "uuid";
import type { LedgerEvent } from "@/lib/ledger/catalogue";
import { eventHash, GENESIS } from "@/lib/ledger/chain";
import { reportEventSchema } from "@/lib/ledger/report-events";
import type { StepSave } from "@/lib/reports/drafts/saves";
import { STEPS } from "@/lib/reports/form/answers";
import { answersPlace, creditPlace, draftPlace, messagePlace, noteKeyOwner, titlePlace } from "@/lib/reports/places";
import { newReference } from "@/lib/reports/reference";
import { searchedAnswers } from "@/lib/search/answers";
import { tokensOf } from "@/lib/search/tokens";
import { traitsOf, traitTokens } from "@/lib/search/traits";
import { wordsOf } from "@/lib/search/words";
import { nextDue } from "@/lib/sla/status";
import { type KeyRing, newWrappedKey, sealJson, sealText } from "@/lib/vault/seal";
import { type Cell, copyRows } from "./copy";
import { type History, histories } from "./histories";
import type { Template } from "./template";

const COLUMNS = {
  reports:
    "id reference program_id reporter_id channel state resolution state_since appeal_open appealed policy_version_id first_policy_version_id calendar_version_id received_at data_key note_key title_sealed answers_sealed flags next_due_at reporter_at version",
  clocks:
    "report_id clock run amount unit rigidity calendar_version started_at due_at paused_at paused_because stopped_at voided derivation",
  clock_notices: "report_id clock run threshold due_at noticed_at",
  ledger_heads: "stream report_id seq hash",
  events: "stream seq report_id type at actor_kind actor_id payload prev_hash hash",
  assessments: "id report_id by author_id severity cwe created_at",
  credits: "id report_id account_id program_id wish roles display_sealed consent created_at updated_at version",
  report_words: "report_id key_version source words",
  report_traits: "report_id key_version kind trait",
  messages: "id report_id public_id side author_id author_role body_sealed sent_at shown_at",
} as const;
type Table = keyof typeof COLUMNS;
type Rows = Record<Table, Cell[][]>;

const NOTHING_DUE = new Date("9999-12-31T00:00:00Z");
const BATCH = 1000;
const LIVES = 400;
/** Of a million references some are drawn twice. */
const taken = new Set<string>();

export type Seeder = { sql: postgres.Sql; ring: KeyRing; template: Template; now: Date };

/**
 * Adds reports past the rules but as the rules would leave them: sealed values under keys of their own, clocks, and a
 * ledger whose chain verifies. Attestations, receipts, mails and the ledger's word of passed due dates are left out.
 */
export async function seedReports(seeder: Seeder, count: number, from: number): Promise<void> {
  const lives = histories(seeder.template, seeder.now, LIVES);
  for (const { reference } of await seeder.sql<{ reference: string }[]>`select reference from reports`)
    taken.add(reference);
  for (let done = 0; done < count; done += BATCH) {
    const rows = empty();
    for (let index = done; index < Math.min(count, done + BATCH); index += 1) {
      const life = lives[(from + index) % lives.length];
      if (life) addReport(rows, seeder, life, from + index, 0);
    }
    await store(seeder.sql, rows);
  }
  await seeder.sql.unsafe("vacuum analyze");
}

/** One report in the middle of its checking, with this many messages from both sides. Gives its reference. */
export async function seedConversation(seeder: Seeder, messages: number, index: number): Promise<string> {
  const [reference = ""] = await seedLike(seeder, { life: 1, count: 1, messages, index });
  return reference;
}

/** Reports that nobody has looked at yet. Gives their references. */
export function seedReceived(seeder: Seeder, count: number, index: number): Promise<string[]> {
  return seedLike(seeder, { life: 0, count, messages: 0, index });
}

async function seedLike(
  seeder: Seeder,
  { life, count, messages, index }: { life: number; count: number; messages: number; index: number },
): Promise<string[]> {
  const history = histories(seeder.template, seeder.now, 10)[life];
  if (!history) throw new Error("there is no life to lead");
  const rows = empty();
  const references = Array.from({ length: count }, (_, more) =>
    addReport(rows, seeder, history, index + more, messages),
  );
  await store(seeder.sql, rows);
  return references;
}

function empty(): Rows {
  return Object.fromEntries(Object.keys(COLUMNS).map((table) => [table, []])) as unknown as Rows;
}

/** All or nothing: else the portal would find reports without their words, and write those at the same time. */
async function store(sql: postgres.Sql, rows: Rows): Promise<void> {
  await sql.begin(async (tx) => {
    for (const table of Object.keys(COLUMNS) as Table[]) {
      if (rows[table].length > 0) await copyRows(tx, table, COLUMNS[table].split(" "), rows[table]);
    }
  });
}

const TITLES = [
  "Search parameter is evaluated as a regular expression",
  "Stored script runs in the notes of a record",
  "Token of a signed-out session is still accepted",
  "Export contains records of another tenant",
  "Path of an upload leaves its directory",
] as const;

function addReport(rows: Rows, seeder: Seeder, life: History, index: number, messages: number): string {
  const { template, ring } = seeder;
  const id = v7();
  let reference = newReference(template.referencePrefix);
  while (taken.has(reference)) reference = newReference(template.referencePrefix);
  taken.add(reference);
  const { key, wrapped } = newWrappedKey(ring, id);
  const title = `${TITLES[index % TITLES.length]} (${index + 1})`;
  const salted = { ...template.salted, title: { value: title, salt: randomBytes(16).toString("hex") } };
  const due = nextDue(life.runs);
  rows.reports.push([
    id,
    reference,
    template.programId,
    template.reporterId,
    "web",
    life.state,
    life.resolution,
    life.stateSince,
    false,
    false,
    template.policyVersionId,
    template.policyVersionId,
    template.calendarVersionId,
    life.receivedAt,
    wrapped,
    newWrappedKey(ring, noteKeyOwner(id)).wrapped,
    sealText(key, titlePlace(id), title),
    sealJson(key, answersPlace(id), salted),
    index % 3 === 0 ? ["exploited"] : [],
    due === null || due.pausedAt !== null ? NOTHING_DUE : new Date(due.due),
    life.receivedAt,
    life.told.length,
  ]);
  const { version, key: searchKey } = template.searchKey;
  const texts = [reference, ...searchedAnswers(salted).map(({ text }) => text)];
  const words = tokensOf(searchKey, "text", wordsOf(texts.join("\n")));
  rows.report_words.push([id, version, "text", words.map(String)]);
  for (const { kind, trait } of traitTokens(searchKey, traitsOf(salted, []))) {
    rows.report_traits.push([id, version, kind, String(trait)]);
  }
  for (const run of life.runs) {
    rows.clocks.push([
      id,
      run.clock,
      run.run,
      run.amount,
      run.unit,
      run.rigidity,
      run.calendarVersion,
      run.startedAt,
      run.due,
      run.pausedAt,
      run.pausedBecause,
      run.stoppedAt,
      run.voided,
      JSON.stringify(run.derivation),
    ]);
  }
  // Else the portal would spend the measurement on telling of them.
  for (const { clock, run, threshold, due } of life.noticed) {
    rows.clock_notices.push([id, clock, run, threshold, new Date(due), seeder.now]);
  }
  const assessment = v7();
  rows.assessments.push([assessment, id, "reporter", template.reporterId, template.severity, [], life.receivedAt]);
  const credit = v7();
  rows.credits.push([
    credit,
    id,
    template.reporterId,
    template.programId,
    "later",
    ["finder"],
    sealJson(key, creditPlace(id, credit, "display_sealed"), { text: "", organisation: "", url: "" }),
    "pending",
    life.receivedAt,
    life.receivedAt,
    1,
  ]);
  const chain = new Chain(rows, template, id);
  life.told.forEach(({ at, by, event }, position) => {
    chain.add(at, by, reportEventSchema.parse(event));
    if (position === 0) chain.add(at, by, { type: "credit.wished", creditId: credit, wish: "later" });
  });
  const span = seeder.now.getTime() - life.stateSince.getTime();
  for (let number = 1; number <= messages; number += 1) {
    const sentAt = new Date(Math.floor(life.stateSince.getTime() + (span * number) / (messages + 1)));
    const side = number % 2 === 0 ? "staff" : "researcher";
    const message = v7();
    const publicId = randomBytes(16).toString("base64url");
    rows.messages.push([
      message,
      id,
      publicId,
      side === "staff" ? "staff" : "reporter",
      side === "staff" ? template.triagerId : template.reporterId,
      side === "staff" ? "triager" : null,
      sealText(key, messagePlace(id, message), messageText(number)),
      sentAt,
      sentAt,
    ]);
    chain.add(sentAt, side, {
      type: "message.sent",
      messageId: publicId,
      side: side === "staff" ? "staff" : "reporter",
      clocks: [],
    });
  }
  chain.close();
  return reference;
}

function messageText(number: number): string {
  return `Message ${number}. With the **default** configuration the request below is answered by the second node too:

\`\`\`
GET /fhir/Patient?name:text=value-${number}
\`\`\`

- the first answer comes at once
- the second one after _some_ seconds, see <https://docs.example.org/search#${number}>

We have compared both with the version before, and the older one behaves as documented.`;
}

/** The ledger stream of one report, linked as lib/ledger links it. */
class Chain {
  #seq = 0;
  #previous: Uint8Array = GENESIS;
  readonly #stream: string;

  constructor(
    private readonly rows: Rows,
    private readonly template: Template,
    private readonly reportId: string,
  ) {
    this.#stream = `report:${reportId}`;
  }

  add(at: Date, actorKind: "researcher" | "staff", payload: LedgerEvent): void {
    this.#seq += 1;
    const actorId = actorKind === "staff" ? this.template.triagerId : this.template.reporterId;
    const event = { stream: this.#stream, seq: this.#seq, at: at.toISOString(), actorKind, actorId, payload };
    const hash = eventHash(this.#previous, event);
    const { stream, seq } = event;
    this.rows.events.push([
      stream,
      seq,
      this.reportId,
      payload.type,
      event.at,
      actorKind,
      actorId,
      JSON.stringify(payload),
      this.#previous,
      hash,
    ]);
    this.#previous = hash;
  }

  close(): void {
    this.rows.ledger_heads.push([this.#stream, this.reportId, this.#seq, this.#previous]);
  }
}

/** Drafts of the template's reporter that are ready to send, one for each of these answers. Gives their public ids. */
export async function seedDrafts(
  { sql, ring, template, now }: Seeder,
  answers: readonly Record<string, unknown>[],
): Promise<string[]> {
  const { programId, reporterId, policyVersionId } = template;
  const confirmed = { rev: 1, confirmed: true, tab: null, seq: 0, since: 0 } satisfies StepSave;
  const saves = JSON.stringify(Object.fromEntries(STEPS.map((step) => [step, confirmed])));
  const publicIds: string[] = [];
  const rows = answers.map((own) => {
    const [id, publicId] = [v7(), randomBytes(16).toString("hex")];
    publicIds.push(publicId);
    const { key, wrapped } = newWrappedKey(ring, id);
    const sealed = sealJson(key, draftPlace(id), { ...template.draftAnswers, ...own });
    return [id, publicId, programId, reporterId, policyVersionId, wrapped, sealed, saves, now, now];
  });
  const columns =
    "id public_id program_id account_id first_policy_version_id data_key answers_sealed saves created_at saved_at";
  await copyRows(sql, "report_drafts", columns.split(" "), rows);
  return publicIds;
}

import { COMMITMENT_CLOCKS } from "@/lib/sla/vocabulary";
import { NO_ADDRESS, ONE_EACH } from "./clauses";
import { UNIT_WORDS } from "./commitments";
import { ANY_OF_OURS, proseExclusions } from "./evidence";
import type { Notes } from "./notes";
import { addressIn, sentencesOf, shorten, squeeze } from "./phrases";
import type { DraftClause, DraftClauseOf, PolicyDraft } from "./schema";
import { disclosureRuleIn, rewardsIn, rewardWords } from "./statements";
import type { Block } from "./types";

/** What only the whole text tells: things said outside their clause, and things not said at all. */

type ClauseOf = (block: Block) => string | undefined;

type Whole = {
  draft: PolicyDraft;
  taken: Set<string>;
  notes: Notes;
  blocks: readonly Block[];
  clauseOf: ClauseOf;
};

/** What a clause of another kind says by the way gets a clause without text, so that it is typed too. */
export function completeClauses(whole: Whole): void {
  completeDisclosure(whole);
  completeContact(whole);
  completeReward(whole);
  completeScope(whole);
}

const of = <K extends DraftClause["kind"]>({ clauses }: PolicyDraft, kind: K): DraftClauseOf<K>[] =>
  clauses.filter((clause): clause is DraftClauseOf<K> => clause.kind === kind);

/** The next free clause of the first level; null where there is none. */
function freeTop(taken: Set<string>): string | null {
  const top = Math.max(0, ...[...taken].map((key) => Number(key.split(".")[0]))) + 1;
  if (top > 99) return null;
  taken.add(String(top));
  return String(top);
}

/** A rule of conduct that forbids to disclose, or names a limit, is a disclosure rule too. */
function completeDisclosure({ draft, taken, notes, blocks, clauseOf }: Whole): void {
  const clauses = of(draft, "disclosure");
  const rules = of(draft, "conduct").flatMap((clause) => clause.rules);
  const first = rules.find(({ text }) => /\bCVE\b/.test(text) && /\b(?:first|before|confirm)\b/i.test(text));
  for (const { cna } of clauses) if (cna && first) cna.contactFirst = true;
  if (clauses.some(({ rule }) => rule !== null)) return;
  const banned = rules.map(({ text }) => ({ text, found: disclosureRuleIn(text) })).find(({ found }) => found !== null);
  if (!banned?.found) return;
  const [open] = clauses;
  if (open) {
    open.rule = banned.found.rule;
    open.summary ??= shorten(banned.text, 300);
    return;
  }
  const tail = banned.text.slice(-40);
  const block = blocks.find(({ text }) => text.endsWith(tail)) ?? blocks[0];
  const key = block ? freeTop(taken) : null;
  if (!block || key === null) return;
  const { rule } = banned.found;
  const summary = shorten(banned.text, 300);
  draft.clauses.push({ kind: "disclosure", key, heading: null, body: "", rule, limitDays: null, cna: null, summary });
  notes.find(
    "disclosure",
    `disclosure: ${rule}, ${saidIn("a rule of conduct", clauseOf(block))}`,
    block,
    "likely",
    key,
  );
}

function saidIn(what: string, clause: string | undefined): string {
  return `said by ${what} in clause ${clause ?? "unknown"}; a clause without text holds it`;
}

/** An address that a list or another clause names to write to. */
function completeContact({ draft, taken, notes, blocks, clauseOf }: Whole): void {
  const clauses = of(draft, "contact");
  if (clauses.some(({ email }) => email !== null)) return;
  const asks = /\b(?:report|submit|e-?mail|mail|write|send|contact|tell|reach|notify)/i;
  const block = blocks.find(({ text }) => addressIn(text) !== null && asks.test(text));
  const email = block ? addressIn(block.text) : null;
  if (!block || email === null) return;
  const [open] = clauses;
  const key = open?.key ?? freeTop(taken);
  if (key === null) return;
  if (open) {
    open.email = email;
    notes.drop(({ what, clause }) => what === NO_ADDRESS && clause === key);
  } else {
    const intake = { onePerReport: ONE_EACH.test(block.text), considerations: [] };
    draft.clauses.push({ kind: "contact", key, heading: null, body: "", email, intake });
  }
  const where = open ? "" : `, ${saidIn("a text", clauseOf(block))}`;
  notes.find("contact", `contact address: ${email}${where}`, block, "likely", key);
}

/** That nothing is paid, or that finders are named, is often said in passing. */
function completeReward({ draft, taken, notes, blocks, clauseOf }: Whole): void {
  if (of(draft, "reward").length > 0) return;
  for (const block of blocks) {
    const { sentences, ...values } = rewardsIn(block.text);
    const pays = /\b(?:will|may) (?:reward|pay) (?:you|finders?|reporters?|researchers?)\b/i.test(sentences.join(" "));
    const refuses = values.bounty === false || values.compensation === false;
    const decided = pays || refuses || values.publicRecognition !== null;
    const key = decided ? freeTop(taken) : null;
    if (key === null) continue;
    const summary = sentences[0] ? shorten(sentences[0], 300) : null;
    draft.clauses.push({ kind: "reward", key, heading: null, body: "", ...values, creditIn: [], summary });
    const what = `rewards: ${rewardWords(values)}, ${saidIn("a text", clauseOf(block))}`;
    notes.find("reward", what, block, "likely", key, sentences.join(" "));
    return;
  }
}

/** "It applies to all our systems" beside what it does not apply to. */
function completeScope({ draft, taken, notes, blocks, clauseOf }: Whole): void {
  if (of(draft, "scope").length > 0) return;
  for (const block of blocks) {
    const sentence = sentencesOf(block.text).find(
      (one) =>
        ANY_OF_OURS.test(one) &&
        /\b(?:appl(?:y|ies)|covers?|in scope)\b/i.test(one) &&
        proseExclusions(one, "").length === 0,
    );
    const key = sentence ? freeTop(taken) : null;
    if (!sentence || key === null) continue;
    const statement = shorten(ANY_OF_OURS.exec(sentence)?.[0] ?? sentence, 300);
    draft.clauses.push({ kind: "scope", key, heading: null, body: "", mode: "open", products: [], statement });
    const what = `in scope: anything of the organisation’s, ${saidIn("a text", clauseOf(block))}`;
    notes.find("scope", what, block, "likely", key, sentence);
    return;
  }
}

/** Two times for the same clock: both stay, and neither is certain. */
export function noteContradictions(draft: PolicyDraft, notes: Notes): void {
  const promised = draft.clauses.flatMap((clause) =>
    clause.kind === "commitment" || clause.kind === "contact" ? (clause.commitments ?? []) : [],
  );
  for (const clock of COMMITMENT_CLOCKS) {
    for (const severity of new Set(promised.map((one) => one.severity))) {
      const same = promised.filter((one) => one.clock === clock && one.severity === severity);
      const times = new Set(same.map(({ amount, unit }) => `${amount} ${UNIT_WORDS[unit]}${amount === 1 ? "" : "s"}`));
      if (times.size < 2) continue;
      const starts = `${clock.replace("_", " ")}${severity ? ` (${severity})` : ""} within `;
      const said = notes.findings.filter(({ topic, what }) => topic === "commitment" && what.startsWith(starts));
      for (const finding of said) if (finding.confidence === "certain") finding.confidence = "likely";
      const last = said.at(-1);
      if (last) {
        const what = `two times for the same promise: ${starts}${[...times].join(", and within ")}`;
        notes.findings.push({ ...last, topic: "time", what, confidence: "guess" });
      }
    }
  }
}

/** "please consider (1) …, and (2) …": questions the intake should ask. */
export function considerations(draft: PolicyDraft, notes: Notes, blocks: readonly Block[], clauseOf: ClauseOf): void {
  const contact = draft.clauses.find((clause): clause is DraftClauseOf<"contact"> => clause.kind === "contact");
  for (const block of blocks) {
    const sentence = sentencesOf(block.text).find((one) => /\bconsider\b/i.test(one) && /\(\d\)/.test(one));
    if (!sentence) continue;
    const asked = sentence
      .split(/\(\d\)/)
      .slice(1)
      .map((part) => squeeze(part).replace(/[,;.]?\s*(?:and|or)?\s*[,;.]?$/i, ""))
      .filter((part) => part !== "");
    if (contact) contact.intake.considerations = asked.slice(0, 6).map((part) => shorten(part, 300));
    notes.find(
      "contact",
      `the finder is asked to consider: ${asked.join("; ")}`,
      block,
      "likely",
      clauseOf(block),
      sentence,
    );
  }
}

const KEY = /BEGIN PGP PUBLIC KEY|\b(?:[0-9A-F]{4}\s*){10}\b/i;

/** Whether the source shows a key or refuses to use one; that it speaks of one is a finding. */
export function readKeys(blocks: readonly Block[], notes: Notes, clauseOf: ClauseOf): boolean {
  const shown = blocks.find(({ text }) => KEY.test(text));
  const named = blocks
    .flatMap((block) => sentencesOf(block.text).map((sentence) => ({ block, sentence })))
    .find(({ sentence }) => /\b(?:PGP|GPG|OpenPGP)\b/i.test(sentence));
  const refused =
    named !== undefined &&
    /\b(?:not|no|cannot)\b[^.;]{0,30}\b(?:support|accept|use|offer|provide|handle|PGP|GPG|OpenPGP)\b/i.test(
      named.sentence,
    );
  if (shown) notes.find("key", "a key, or the fingerprint of one, is shown", shown, "certain", clauseOf(shown));
  else if (named) {
    const what = refused ? "mail encrypted with PGP is not accepted" : "a PGP key is spoken of and not shown";
    notes.find("key", what, named.block, refused ? "likely" : "certain", clauseOf(named.block), named.sentence);
  }
  return shown !== undefined || refused;
}

export function missingIn(draft: PolicyDraft, hasKey: boolean): string[] {
  const kinds = new Set(draft.clauses.map(({ kind }) => kind));
  const promises = draft.clauses.some(
    (clause) => (clause.kind === "commitment" || clause.kind === "contact") && (clause.commitments ?? []).length > 0,
  );
  const address = draft.clauses.some((clause) => clause.kind === "contact" && clause.email !== null);
  const needs: [boolean, string][] = [
    [draft.title !== null, "title"],
    [draft.version !== null, "version"],
    [draft.revisedOn !== null, "date"],
    [address, "contact address"],
    [hasKey, "key"],
    [promises, "response time"],
    [kinds.has("scope"), "scope"],
    [kinds.has("safe_harbour"), "safe harbour"],
    [kinds.has("governance"), "who reviews and approves"],
  ];
  return needs.filter(([said]) => !said).map(([, what]) => what);
}

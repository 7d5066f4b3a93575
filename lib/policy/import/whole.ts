import type { Notes } from "./notes";
import { sentencesOf, shorten, squeeze } from "./phrases";
import type { DraftClauseOf, PolicyDraft } from "./schema";
import { disclosureRuleIn } from "./statements";
import type { Block } from "./types";

/** What only the whole text tells: things said outside their clause, and things not said at all. */

type ClauseOf = (block: Block) => string | undefined;

/** A rule of conduct that forbids to disclose, or a limit named elsewhere, is a disclosure rule too. */
export function completeDisclosure(
  draft: PolicyDraft,
  taken: ReadonlySet<string>,
  notes: Notes,
  blocks: readonly Block[],
  clauseOf: ClauseOf,
): void {
  const clauses = draft.clauses.filter((clause): clause is DraftClauseOf<"disclosure"> => clause.kind === "disclosure");
  const rules = draft.clauses.flatMap((clause) => (clause.kind === "conduct" ? clause.rules : []));
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
  const top = Math.max(0, ...[...taken].map((key) => Number(key.split(".")[0]))) + 1;
  const tail = banned.text.slice(-40);
  const block = blocks.find(({ text }) => text.endsWith(tail)) ?? blocks[0];
  if (!block || top > 99) return;
  const clause: DraftClauseOf<"disclosure"> = {
    kind: "disclosure",
    key: String(top),
    heading: null,
    body: "",
    rule: banned.found.rule,
    limitDays: null,
    cna: null,
    summary: shorten(banned.text, 300),
  };
  draft.clauses.push(clause);
  notes.find(
    "disclosure",
    `disclosure: ${clause.rule}, said by a rule of conduct in clause ${clauseOf(block) ?? "unknown"}; a clause without text holds it`,
    block,
    "likely",
    clause.key,
  );
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

/** Whether the source shows a key; that it speaks of one is a finding. */
export function readKeys(blocks: readonly Block[], notes: Notes, clauseOf: ClauseOf): boolean {
  const shown = blocks.find(({ text }) => KEY.test(text));
  const named = blocks.find(({ text }) => /\b(?:PGP|GPG|OpenPGP)\b/i.test(text));
  if (shown) notes.find("key", "a key, or the fingerprint of one, is shown", shown, "certain", clauseOf(shown));
  else if (named) notes.find("key", "a PGP key is spoken of and not shown", named, "certain", clauseOf(named));
  return shown !== undefined;
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

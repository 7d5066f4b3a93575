import type { LintClause, LintSubject } from "../lint/types";
import { typedBlocks } from "../plain";
import { clauseKey } from "../schema";
import { type ClauseKind, isClauseKind, KIND_FIELDS } from "./clause-fields";
import { fromFields } from "./fields";
import { readableClause } from "./readable";
import { referrersOf, renameReferences } from "./references";

/**
 * What is done to the clauses of a draft as a whole. A clause keeps its number wherever it moves, for the number is
 * its address; only `renumberClause` gives another, and takes every reference along.
 */

export type Outcome = { ok: true; draft: LintSubject; key: string } | { ok: false; message: string };

const clausesOf = (draft: LintSubject): LintClause[] => draft.clauses ?? [];
const keysOf = (draft: LintSubject): string[] => clausesOf(draft).flatMap(({ key }) => key ?? []);
const isWithin = (key: string | null | undefined, parent: string) => key?.startsWith(`${parent}.`) ?? false;

const GONE = "That clause is no longer in the draft.";
const refused = (message: string): Outcome => ({ ok: false, message });

/** A clause with nothing in it but its number and kind. */
export function blankClause(key: string, kind: ClauseKind): LintClause {
  const { part } = fromFields(KIND_FIELDS[kind], {});
  return { ...part, key, kind, heading: null, body: "" } as LintClause;
}

/**
 * Adds a blank clause behind another, or as the last one within it, under the next free number.
 * @param reserved numbers that other versions gave away: an address never leads to another clause
 */
export function addClause(
  draft: LintSubject,
  { kind, behind, within }: { kind: ClauseKind; behind: string | null; within: boolean },
  reserved: readonly string[] = [],
): Outcome {
  const clauses = clausesOf(draft);
  const place =
    behind === null
      ? clauses.length
      : endOf(
          clauses,
          clauses.findIndex(({ key }) => key === behind),
        );
  if (place < 0) return refused(GONE);
  if (clauses.length >= 200) return refused("A policy has at most 200 clauses.");
  const parent = behind === null ? "" : within ? behind : behind.split(".").slice(0, -1).join(".");
  const key = nextNumber(parent, [...keysOf(draft), ...reserved]);
  if (key === null) return refused(`No number is free within ${parent || "the policy"}: add the clause elsewhere.`);
  return { ok: true, draft: insertAt(draft, place, [blankClause(key, kind)]), key };
}

/** The number behind the last one given away under a parent; null where a sixth level or a hundredth number would be needed. */
export function nextNumber(parent: string, given: readonly string[]): string | null {
  const stem = parent === "" ? "" : `${parent}.`;
  const used = given.filter((key) => key.startsWith(stem)).map((key) => Number(key.slice(stem.length).split(".")[0]));
  const key = `${stem}${Math.max(0, ...used) + 1}`;
  return clauseKey.safeParse(key).success ? key : null;
}

/** Exchanges a clause and what stands within it with the clause before or after it of the same level. */
export function moveClause(draft: LintSubject, key: string, direction: "up" | "down"): Outcome {
  const clauses = clausesOf(draft);
  const from = clauses.findIndex((clause) => clause.key === key);
  if (from < 0) return refused(GONE);
  const to = endOf(clauses, from);
  if (direction === "down") {
    const next = clauses[to];
    if (!next || !areSiblings(clauses, from, to)) return { ok: true, draft, key };
    return { ok: true, draft: exchange(draft, from, to, endOf(clauses, to)), key };
  }
  const before = clauses.findLastIndex((_, index) => index < from && areSiblings(clauses, index, from));
  if (before < 0 || endOf(clauses, before) !== from) return { ok: true, draft, key };
  return { ok: true, draft: exchange(draft, before, from, to), key };
}

/** Whether moving in a direction would change anything. */
export function canMove(draft: LintSubject, key: string, direction: "up" | "down"): boolean {
  const moved = moveClause(draft, key, direction);
  return moved.ok && moved.draft !== draft;
}

/** Takes a clause out, unless another text refers to it. */
export function removeClause(draft: LintSubject, key: string): Outcome {
  const clauses = clausesOf(draft);
  const at = clauses.findIndex((clause) => clause.key === key);
  if (at < 0) return refused(GONE);
  const namesake = clauses.some((clause, index) => index !== at && clause.key === key);
  const referrers = namesake ? [] : referrersOf(draft, [key]);
  if (referrers.length > 0) {
    const places = referrers.map((place) => (place === null ? "a text outside the clauses" : `clause ${place}`));
    return refused(
      `Clause ${key} was not removed: ${places.join(", ")} ${places.length === 1 ? "refers" : "refer"} to it. Change that text first.`,
    );
  }
  const order = clauses.map((_, index) => index).filter((index) => index !== at);
  return { ok: true, draft: reorder(draft, order), key };
}

/** Gives a clause, and what stands within it, another number, and every reference with it. */
export function renumberClause(draft: LintSubject, key: string, number: string): Outcome {
  const clauses = clausesOf(draft);
  const at = clauses.findIndex((clause) => clause.key === key);
  if (at < 0) return refused(GONE);
  if (!clauseKey.safeParse(number).success) {
    return refused("Enter a number such as 2.3: up to five numbers with points between them.");
  }
  if (number === key) return { ok: true, draft, key };
  const alone = clauses.filter((clause) => clause.key === key).length === 1;
  const moves = (other: string) => other === key || (alone && isWithin(other, key));
  const renamed = new Map(
    keysOf(draft)
      .filter(moves)
      .map((old) => [old, number + old.slice(key.length)]),
  );
  const staying = alone ? keysOf(draft).filter((other) => !moves(other)) : keysOf(draft);
  const taken = [...renamed.values()].find((now) => staying.includes(now));
  if (taken) return refused(`There is a clause ${taken} already. Choose a free number.`);
  const tooDeep = [...renamed.values()].find((now) => !clauseKey.safeParse(now).success);
  if (tooDeep) return refused(`Clause ${tooDeep} would have more than five levels. Choose a shorter number.`);
  const numbered = {
    ...draft,
    clauses: clauses.map((clause, index) => {
      const now = clause.key ? renamed.get(clause.key) : undefined;
      return now === undefined || (!alone && index !== at) ? clause : { ...clause, key: now };
    }),
  };
  // Of two clauses with one number the texts cannot mean both: they keep meaning the one that stays.
  return { ok: true, draft: alone ? renameReferences(numbered, renamed) : numbered, key: number };
}

/** Makes a clause one of another kind; what the new kind has no field for stays in its text. */
export function changeKind(draft: LintSubject, key: string, kind: ClauseKind): Outcome {
  const clauses = clausesOf(draft);
  const at = clauses.findIndex((clause) => clause.key === key);
  const clause = clauses[at];
  if (!clause) return refused(GONE);
  if (clause.kind === kind) return { ok: true, draft, key };
  const blank = blankClause(key, kind);
  const carried = Object.fromEntries(
    Object.entries(clause).filter(
      ([name]) => ["heading", "body"].includes(name) || (isPromising(kind) && name === "commitments"),
    ),
  );
  const lost = isClauseKind(clause.kind) ? typedBlocks(readableClause(withoutCarried(clause, kind))) : [];
  const body = [clause.body?.trim() ?? "", ...lost].filter((block) => block !== "").join("\n\n");
  const changed = { ...blank, ...carried, body, key, kind } as LintClause;
  const marks = draft.demonstrationValues?.filter((mark) => !mark.startsWith(`/clauses/${at}/`));
  return {
    ok: true,
    draft: {
      ...draft,
      clauses: clauses.map((one, index) => (index === at ? changed : one)),
      ...(marks ? { demonstrationValues: marks } : {}),
    },
    key,
  };
}

const isPromising = (kind: unknown) => kind === "commitment" || kind === "contact";

function withoutCarried(clause: LintClause, kind: ClauseKind): LintClause {
  return isPromising(kind) && isPromising(clause.kind) ? ({ ...clause, commitments: [] } as LintClause) : clause;
}

/** Behind the clauses that stand within the one at `index`. */
function endOf(clauses: readonly LintClause[], index: number): number {
  const key = clauses[index]?.key;
  if (index < 0) return -1;
  let end = index + 1;
  while (key && end < clauses.length && isWithin(clauses[end]?.key, key)) end += 1;
  return end;
}

/** Two clauses under the same nearest clause above them. */
function areSiblings(clauses: readonly LintClause[], one: number, other: number): boolean {
  return parentOf(clauses, one) === parentOf(clauses, other);
}

function parentOf(clauses: readonly LintClause[], index: number): string {
  const parts = (clauses[index]?.key ?? "").split(".");
  for (let length = parts.length - 1; length > 0; length -= 1) {
    const parent = parts.slice(0, length).join(".");
    if (clauses.some(({ key }) => key === parent)) return parent;
  }
  return "";
}

function exchange(draft: LintSubject, first: number, second: number, end: number): LintSubject {
  const order = clausesOf(draft).map((_, index) => index);
  return reorder(draft, [
    ...order.slice(0, first),
    ...order.slice(second, end),
    ...order.slice(first, second),
    ...order.slice(end),
  ]);
}

function insertAt(draft: LintSubject, place: number, added: LintClause[]): LintSubject {
  const clauses = clausesOf(draft);
  const order = [...clauses.map((_, index) => index)];
  const marked = remark(draft, (old) => (old < place ? old : old + added.length));
  return {
    ...marked,
    clauses: [...order.slice(0, place).flatMap((i) => clauses[i] ?? []), ...added, ...clauses.slice(place)],
  };
}

/** The clauses in another order; those whose place is not in it are gone. */
function reorder(draft: LintSubject, order: readonly number[]): LintSubject {
  const clauses = clausesOf(draft);
  return { ...remark(draft, (old) => order.indexOf(old)), clauses: order.flatMap((index) => clauses[index] ?? []) };
}

/** Marks of demonstration values name clauses by their place: they follow it. */
function remark(draft: LintSubject, placeOf: (old: number) => number): LintSubject {
  if (!draft.demonstrationValues) return draft;
  const marks = draft.demonstrationValues.flatMap((mark) => {
    const [, index, rest = ""] = /^\/clauses\/(\d+)(\/.*)?$/.exec(mark) ?? [];
    if (index === undefined) return [mark];
    const now = placeOf(Number(index));
    return now < 0 ? [] : [`/clauses/${now}${rest}`];
  });
  return { ...draft, demonstrationValues: marks };
}

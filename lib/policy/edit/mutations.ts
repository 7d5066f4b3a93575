import "server-only";
import { conflict, invalid } from "@/lib/errors";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { mayDo, refuseUnlessOpen, savePolicyDraft, updateDraft } from "../drafts/mutations";
import { type DraftRow, draftRow, loadDraft, namesOfPeople } from "../drafts/queries";
import { warningReasonSchema } from "../drafts/schema";
import type { SavedPolicyDraft } from "../drafts/types";
import type { LintSubject } from "../lint/types";
import { pinnedPolicy } from "../pinned/queries";
import { addClause, changeKind, moveClause, type Outcome, removeClause, renumberClause } from "./clauses";
import { chosenValues } from "./conflict";
import { readSection, sectionMark, writeSection } from "./document";
import type { FieldValues } from "./fields";
import { idsIn, operateOnItems } from "./items";
import type { ClauseChange } from "./schema";
import { sectionOf } from "./sections";
import type { SectionAnswer } from "./types";

const ONLY_EDITORS = "Only a coordinator or the policy owner of this program can change its policy.";

/** How often a save is tried when somebody saves another part at the same moment. */
const TRIES = 5;

export type SaveSectionInput = {
  publicId: string;
  section: string;
  /** What the section said when its form was filled (sectionMark). */
  mark: string;
  values: FieldValues;
  /** A button of a list that was pressed (itemOperation). */
  operation?: string | undefined;
};

/**
 * Keeps one section of a draft. People who work on different sections never meet; where somebody changed this one
 * since, nothing is overwritten and the answer holds their version.
 * Errors: NOT_FOUND, FORBIDDEN, INVALID with the field, CONFLICT where the section or the draft is gone.
 */
export async function saveSection(ctx: Context, input: SaveSectionInput): Promise<SectionAnswer> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { row, savedBy, reserved } = await editableRow(ctx, input.publicId);
    const section = sectionOf(row.document, input.section);
    if (!section) {
      throw conflict(
        "Somebody removed this clause or gave it another number. Copy what you typed, and look at the clauses again.",
      );
    }
    const theirs = readSection(row.document, section);
    const mark = sectionMark(row.document, section);
    if (mark !== input.mark) {
      return { outcome: "stale", mark, savedAt: row.savedAt.toISOString(), savedBy, theirs, yours: input.values };
    }
    const { values, mixed } = chosenValues(input.values, theirs);
    const operated = input.operation ? operateOnItems(section.fields, values, input.operation, reserved) : null;
    const { draft, problems } = writeSection(row.document, section, operated?.values ?? values);
    if (problems.length > 0) throw invalid("There is a problem", byField(problems));
    const saved = await savePolicyDraft(ctx, { publicId: input.publicId, rev: row.rev, document: draft });
    if (saved.outcome === "stale") continue;
    const kept = sectionOf(draft, input.section) ?? section;
    return {
      outcome: "saved",
      mark: sectionMark(draft, kept),
      savedAt: saved.savedAt,
      ...(mixed || operated ? { values: readSection(draft, kept) } : {}),
    };
  }
  throw conflict("Others are saving this draft at the same moment. What you typed is not saved yet: save it again.");
}

/** Adds, moves, removes or renumbers a clause, or makes it one of another kind. Answers its number. Errors as above. */
export async function changeClauses(ctx: Context, publicId: string, input: ClauseChange): Promise<{ key: string }> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { row, numbers } = await editableRow(ctx, publicId);
    const outcome = outcomeOf(row.document, input, numbers);
    if (!outcome.ok) {
      if (input.change === "renumber") throw invalid(outcome.message, { number: [outcome.message] });
      throw conflict(outcome.message);
    }
    if (outcome.draft === row.document) return { key: outcome.key };
    const saved: SavedPolicyDraft = await savePolicyDraft(ctx, { publicId, rev: row.rev, document: outcome.draft });
    if (saved.outcome === "saved") return { key: outcome.key };
  }
  throw conflict("Others are saving this draft at the same moment. Nothing was changed: try it again.");
}

function outcomeOf(draft: LintSubject, input: ClauseChange, reserved: readonly string[]): Outcome {
  switch (input.change) {
    case "add": {
      const within = input.place.endsWith("/");
      const behind = input.place.replace(/\/$/, "") || null;
      return addClause(draft, { kind: input.kind, behind, within }, reserved);
    }
    case "up":
    case "down":
      return moveClause(draft, input.clause, input.change);
    case "remove": {
      const section = sectionOf(draft, input.clause);
      if (section?.clause && sectionMark(draft, section) !== input.mark) {
        return {
          ok: false,
          message: `Somebody changed clause ${input.clause} meanwhile, so it was not removed. Read it again.`,
        };
      }
      return removeClause(draft, input.clause);
    }
    case "renumber":
      return renumberClause(draft, input.clause, input.number);
    case "kind":
      return changeKind(draft, input.clause, input.kind);
  }
}

/**
 * Writes down why a warning may stand, or takes the reason back (null). What is signed keeps its reasons.
 * @param key of the finding (findingKey); it must be one of the draft's warnings
 */
export async function giveReason(
  ctx: Context,
  publicId: string,
  { key, reason }: { key: string; reason: string | null },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { row, judgement, signature } = await loadDraft(tx, publicId, true);
    mayDo(tx, "policy_draft.edit", row.programId, ONLY_EDITORS);
    refuseUnlessOpen(row);
    if (signature) throw conflict("This draft is signed with its reasons. Return it to its writers to change them.");
    const text = reason === null ? null : warningReasonSchema.parse(reason);
    if (!judgement.findings.some((finding) => finding.key === key && finding.severity === "warning")) {
      throw conflict("The draft has no such warning any more. Look at the findings again.");
    }
    const { [key]: _, ...others } = row.warningReasons;
    await updateDraft(tx, row, { warningReasons: text === null ? others : { ...others, [key]: text } });
  });
}

type EditableRow = { row: DraftRow; savedBy: string | null; reserved: string[]; numbers: string[] };

/** The draft for somebody who may change it; ids and numbers that the version it revises gave away. */
async function editableRow(ctx: Context, publicId: string): Promise<EditableRow> {
  return inTransaction(ctx, async (tx: Transaction) => {
    const row = await draftRow(tx, publicId);
    mayDo(tx, "policy_draft.edit", row.programId, ONLY_EDITORS);
    refuseUnlessOpen(row);
    const names = await namesOfPeople(tx, row.savedBy === null ? [] : [row.savedBy]);
    const base = row.basedOn === null ? null : (await pinnedPolicy(tx, row.basedOn)).document;
    return {
      row,
      savedBy: names.get(row.savedBy ?? "") ?? null,
      reserved: [...idsIn(row.document), ...idsIn(base)],
      numbers: base?.clauses.map(({ key }) => key) ?? [],
    };
  });
}

function byField(problems: readonly { name: string; message: string }[]): Record<string, string[]> {
  return Object.fromEntries(problems.map(({ name, message }) => [name, [message]]));
}

import "server-only";
import { randomBytes } from "node:crypto";
import { and, eq, isNotNull, isNull, lte, or } from "drizzle-orm";
import { v7 } from "uuid";
import { programs, reportDrafts } from "@/db/schema";
import { accountOf, can } from "@/lib/auth/policy";
import { forbidden, invalid, notFound, PortalError } from "@/lib/errors";
import { type Context, inTransaction, type Transaction, withProof } from "@/lib/request/transaction";
import { hashToken, newToken } from "@/lib/vault/lookup";
import { ring } from "@/lib/vault/ring";
import { newWrappedKey, sealJson } from "@/lib/vault/seal";
import type { AnswerKey, Answers, RawAnswers, Step } from "../form/answers";
import type { Field } from "../form/fields";
import type { Lookups } from "../form/formats";
import { journeyOf, type Stop, stopAfter } from "../form/journey";
import { asTyped, judge, type Problem, unstorableIn } from "../form/judge";
import { formLookups } from "../form/lookups";
import { fieldsOn, type Part, stepForm, stepsOf } from "../form/report-form";
import { readForm } from "../form/schema";
import { answerInWords } from "../form/summary";
import { draftPlace } from "../places";
import type { Protection } from "../protection";
import { tooLong } from "../text";
import { draftLimits } from "./lifetime";
import { type LoadedDraft, loadDraft, policyInForce, referenceOfDraft } from "./queries";

const NOT_ASKED = "This page sent something that it does not ask for. Reload it and try again.";
const SIGNED_OUT = "You are signed out. Sign in again in another tab, then press the button here once more.";

/** A draft just begun. */
export type StartedDraft = {
  publicId: string;
  /** For a guest's browser to keep; only its hash is stored. Null with an account. */
  guestToken: string | null;
};

/**
 * Begins a report to a program, in the actor's account or, without one, as a guest.
 * Errors: NOT_FOUND without such a program, FORBIDDEN before the second factor.
 */
export async function startDraft(
  ctx: Context,
  input: { programSlug: string; protection?: Protection },
): Promise<StartedDraft> {
  return inTransaction(ctx, async (before) => {
    if (!can(before.actor, "report.submit", null)) throw forbidden(SIGNED_OUT);
    const accountId = accountOf(before.actor);
    const guestToken = accountId === null ? newToken() : null;
    const guestHash = guestToken === null ? null : hashToken(guestToken).toString("hex");
    const tx = guestHash === null ? before : await withProof(before, guestHash);
    const [program] = await tx.db
      .select({ id: programs.id })
      .from(programs)
      .where(eq(programs.slug, input.programSlug));
    if (!program) throw notFound();
    const policy = await policyInForce(tx, program.id);
    const id = v7();
    const { key, wrapped } = newWrappedKey(ring(), id);
    const publicId = randomBytes(16).toString("hex");
    await tx.db.insert(reportDrafts).values({
      id,
      publicId,
      programId: program.id,
      accountId,
      guestHash,
      firstPolicyVersionId: policy.id,
      protection: input.protection ?? "https",
      dataKey: wrapped,
      answersSealed: sealJson(key, draftPlace(id), {}),
      createdAt: tx.now,
      savedAt: tx.now,
    });
    return { publicId, guestToken };
  });
}

export type SaveInput = {
  publicId: string;
  step: Step;
  part: Part;
  /** The revision that the page was made from. */
  rev: number;
  /** The form's values as they arrived. */
  values: Readonly<Record<string, string | string[]>>;
  /** `judged`: refused unless it is right. `as_typed`: kept to come back to. */
  keep: "judged" | "as_typed";
  /** Whether the page was opened from the check page. */
  changing: boolean;
};

export type SavedStep = {
  /** Where Continue leads. */
  stop: Stop;
  notices: Problem[];
  /** Set when the draft had been sent already: nothing was saved. */
  sentAs: string | null;
};

/**
 * Keeps one page of a draft. Errors: NOT_FOUND (not the actor's draft), CONFLICT (saved elsewhere since
 * the page was made; the other version stands at each field and nothing is overwritten), INVALID.
 */
export async function saveDraftStep(ctx: Context, input: SaveInput): Promise<SavedStep> {
  if (ctx.actor.kind === "anonymous" || ctx.actor.kind === "pending") throw forbidden(SIGNED_OUT);
  return inTransaction(ctx, async (tx) => {
    const draft = await loadDraft(tx, input.publicId, true);
    const { document, calendar } = draft.policy;
    const lookups = formLookups(tx.now, calendar.zone);
    const { protection } = draft.row;
    // What an encrypted report says inside its message is not taken in any other way.
    if (!stepsOf(protection).includes(input.step)) throw invalid(NOT_ASKED);
    const fields = fieldsOn(stepForm(document, input.step, protection), input.part);
    const sentAs = await referenceOfDraft(tx, draft.row);
    if (sentAs !== null) return { stop: { step: "check", part: "step" }, notices: [], sentAs };

    const { patch, notices } = pageAnswers(fields, input, draft.answers, lookups);
    const answers = { ...draft.answers, ...patch };
    if (draft.row.rev !== input.rev) refuseIfDifferent(fields, patch, draft.answers);
    else await store(tx, draft, answers);
    const journey = journeyOf(document, answers, lookups, protection);
    return { stop: stopAfter(journey, answers, input.step, input.part, input.changing), notices, sentAs: null };
  });
}

function pageAnswers(
  fields: readonly Field[],
  input: SaveInput,
  known: Answers,
  lookups: Lookups,
): { patch: Answers; notices: Problem[] } {
  const { raw, unexpected } = readForm(fields, input.values);
  if (unexpected.length > 0) {
    throw invalid(NOT_ASKED);
  }
  if (input.keep === "as_typed") return { patch: asTypedWithinReason(fields, raw), notices: [] };
  const { answers, problems, notices } = judge(fields, raw, lookups, known);
  if (problems.length > 0) throw invalid("There is a problem", byField(problems));
  // A blank answer is stored as blank: it tells a step that was seen from one that was not.
  return { patch: { ...asTyped(fields, {}), ...answers }, notices };
}

/** Room for what is typed beyond a limit; the whole form has to fit into one request anyway. */
const TYPED_MAX = 200_000;

function asTypedWithinReason(fields: readonly Field[], raw: RawAnswers): Answers {
  const typed = asTyped(fields, raw);
  const problems = fields.flatMap((field) => {
    const given = typed[field.name];
    const message = unstorableIn(field, given) ?? tooLong([given ?? ""].flat().join("\n"), TYPED_MAX);
    return message === null ? [] : [{ field: field.name, message }];
  });
  if (problems.length > 0) throw invalid("There is a problem", byField(problems));
  return typed;
}

function byField(problems: readonly Problem[]): Record<string, string[]> {
  const found: Partial<Record<AnswerKey, string[]>> = {};
  for (const { field, message } of problems) found[field] = [...(found[field] ?? []), message];
  return found;
}

/** How much of the other version stands in the sentence at a field. */
const QUOTED_MAX = 300;

/** The same page sent twice is no conflict: what it holds is what is stored. */
function refuseIfDifferent(fields: readonly Field[], mine: Answers, stored: Answers): void {
  const fieldErrors: Record<string, string[]> = {};
  for (const field of fields) {
    const theirs = stored[field.name];
    if (sameAnswer(mine[field.name], theirs)) continue;
    const words = [...answerInWords(field, theirs)];
    const quoted = words.length > QUOTED_MAX ? `${words.slice(0, QUOTED_MAX).join("")}…` : words.join("");
    fieldErrors[field.name] = [`Saved in another tab as: ${quoted}`];
  }
  if (Object.keys(fieldErrors).length === 0) return;
  throw new PortalError(
    "CONFLICT",
    "This step was saved in another tab while you were writing. Nothing was overwritten. Your version is in the form; continue to keep it.",
    fieldErrors,
  );
}

function sameAnswer(one: string | string[] | undefined, other: string | string[] | undefined): boolean {
  const text = (value: string | string[] | undefined) => [value ?? []].flat().filter(Boolean).join("\n");
  return text(one) === text(other);
}

async function store(tx: Transaction, draft: LoadedDraft, answers: Answers): Promise<void> {
  const { row, key } = draft;
  const saved = await tx.db
    .update(reportDrafts)
    .set({
      answersSealed: sealJson(key, draftPlace(row.id), answers),
      rev: row.rev + 1,
      savedAt: tx.now,
    })
    .where(and(eq(reportDrafts.id, row.id), eq(reportDrafts.rev, row.rev), isNull(reportDrafts.submittedAt)))
    .returning({ rev: reportDrafts.rev });
  if (saved.length === 0) throw new PortalError("CONFLICT", "This draft changed meanwhile. Try once more.");
}

/** Deletes an unsent draft for good. NOT_FOUND for everybody but its owner, and once it was sent. */
export async function deleteDraft(ctx: Context, input: { publicId: string }): Promise<{ deleted: true }> {
  return inTransaction(ctx, async (tx) => {
    const draft = await loadDraft(tx, input.publicId, true);
    const gone = await tx.db
      .delete(reportDrafts)
      .where(and(eq(reportDrafts.id, draft.row.id), isNull(reportDrafts.submittedAt)))
      .returning({ id: reportDrafts.id });
    if (gone.length === 0) throw notFound();
    return { deleted: true };
  });
}

/** Deletes the unsent drafts that have had their time. FORBIDDEN for everybody but the portal itself. */
export async function pruneDrafts(ctx: Context): Promise<{ pruned: number }> {
  if (!can(ctx.actor, "drafts.prune", null)) throw forbidden("Only the portal itself can do this.");
  return inTransaction(ctx, async (tx) => {
    const { unsaved, guest, empty } = draftLimits(tx.now);
    const gone = await tx.db
      .delete(reportDrafts)
      .where(
        and(
          isNull(reportDrafts.submittedAt),
          or(
            lte(reportDrafts.savedAt, unsaved),
            and(isNotNull(reportDrafts.guestHash), lte(reportDrafts.savedAt, guest)),
            and(eq(reportDrafts.rev, 1), lte(reportDrafts.savedAt, empty)),
          ),
        ),
      )
      .returning({ id: reportDrafts.id });
    return { pruned: gone.length };
  });
}

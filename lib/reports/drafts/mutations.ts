import "server-only";
import { randomBytes } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { v7 } from "uuid";
import { heldPages, programs, reportDrafts } from "@/db/schema";
import { accountOf, can, isNobody } from "@/lib/auth/policy";
import { conflict, forbidden, invalid, notFound, PortalError } from "@/lib/errors";
import { readPublicKey } from "@/lib/pgp/read-key";
import { messageProblem, usableKey } from "@/lib/program-keys/queries";
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
import { draftPlace } from "../places";
import type { Protection } from "../protection";
import { tooLong } from "../text";
import { countMark } from "./counted/mutations";
import { type LoadedDraft, loadDraft, policyInForce, referenceOfDraft } from "./queries";
import { confirmedSteps, recordSave, type Saves, type Sender, standing } from "./saves";
import { differences, type FormValues, theirsInWords, withChoices } from "./versions";

const NO_KEY =
  "There is no key to encrypt to at the moment, so the report can only be sent over https. It is kept encrypted there.";
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
  input: {
    programSlug: string;
    protection?: Protection;
    answers?: Answers;
    /** A guest's token that is not random: the demonstration's, whose receipt code is told at each start. */
    guestToken?: string | undefined;
  },
): Promise<StartedDraft> {
  return inTransaction(ctx, async (before) => {
    if (!can(before.actor, "report.submit", null)) throw forbidden(SIGNED_OUT);
    const accountId = accountOf(before.actor);
    const guestToken = accountId === null ? (input.guestToken ?? newToken()) : null;
    const guestHash = guestToken === null ? null : hashToken(guestToken).toString("hex");
    const tx = guestHash === null ? before : await withProof(before, guestHash);
    const [program] = await tx.db
      .select({ id: programs.id })
      .from(programs)
      .where(eq(programs.slug, input.programSlug));
    if (!program) throw notFound();
    const policy = await policyInForce(tx, program.id);
    const protection = input.protection ?? "https";
    if (protection !== "https" && (await usableKey(tx, program.id)) === null) throw conflict(NO_KEY);
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
      protection,
      dataKey: wrapped,
      answersSealed: sealJson(key, draftPlace(id), input.answers ?? {}),
      createdAt: tx.now,
      savedAt: tx.now,
    });
    await countMark(tx, { programId: program.id, zone: policy.calendar.zone, mark: "begun" });
    return { publicId, guestToken };
  });
}

export type SaveInput = {
  publicId: string;
  step: Step;
  part: Part;
  /** The form's values as they arrived. */
  values: Readonly<FormValues>;
  /** `judged`: Continue, refused unless it is right. `as_typed`: kept to come back to; finishes no step. */
  keep: "judged" | "as_typed";
  /** Whether the page was opened from the check page. */
  changing: boolean;
  /** The revision that the page was made from. */
  rev: number;
  /** The open page's own token and count, where it has scripts. */
  tab?: string | null;
  seq?: number;
};

export type SavedStep = {
  /** Where Continue leads. */
  stop: Stop;
  notices: Problem[];
  /** When the draft was last saved, ISO 8601 UTC. */
  savedAt: string;
  /** Set when the draft had been sent already: nothing was saved. */
  sentAs: string | null;
};

/**
 * Keeps one page of a draft. Errors: NOT_FOUND (not the actor's draft), CONFLICT (somebody else saved the step since
 * the page was made; both versions come back, question by question, and nothing is overwritten), INVALID.
 */
export async function saveDraftStep(ctx: Context, input: SaveInput): Promise<SavedStep> {
  if (isNobody(ctx.actor)) throw forbidden(SIGNED_OUT);
  return inTransaction(ctx, async (tx) => {
    const draft = await loadDraft(tx, input.publicId, true);
    const { row } = draft;
    const { document, calendar } = draft.policy;
    const lookups = formLookups(tx.now, calendar.zone);
    const { protection } = row;
    // What an encrypted report says inside its message is not taken in any other way.
    if (!stepsOf(protection).includes(input.step)) throw invalid(NOT_ASKED);
    const fields = fieldsOn(stepForm(document, input.step, protection), input.part);
    const savedAt = row.savedAt.toISOString();
    const sentAs = await referenceOfDraft(tx, row);
    if (sentAs !== null) return { stop: { step: "check", part: "step" }, notices: [], savedAt, sentAs };

    const values = withChoices(fields, input.values, draft.answers);
    const { patch, notices } = pageAnswers(fields, { ...input, values }, draft.answers, lookups);
    if (input.keep === "judged") await refuseUnreadable(tx, row.programId, patch);
    const answers = { ...draft.answers, ...patch };
    const changes = differences(fields, patch, draft.answers);
    const sender: Sender = { rev: input.rev, tab: input.tab ?? null, seq: input.seq ?? 0 };
    const save = row.saves[input.step];
    const place = standing(save, sender);
    if (place === "stale" && changes.length > 0) throw twoVersions(changes, values, draft.answers);
    const confirms = input.keep === "judged";
    const saves = { ...row.saves, [input.step]: recordSave(save, sender, row.rev + 1, confirms) };
    const isNews = changes.length > 0 || save === undefined || (confirms && !save.confirmed);
    const stores = place !== "superseded" && isNews;
    if (stores) await store(tx, draft, answers, saves);
    if (stores && confirms && !save?.confirmed) {
      await countMark(tx, { programId: row.programId, zone: calendar.zone, mark: input.step });
    }
    // What had been held through sign-in is in the draft now.
    if (values._held !== undefined) await tx.db.delete(heldPages).where(eq(heldPages.draftId, row.id));
    const confirmed = confirmedSteps(stores ? saves : row.saves);
    const journey = journeyOf(document, answers, lookups, protection, confirmed);
    return {
      stop: stopAfter(journey, answers, input.step, input.part, input.changing),
      notices,
      savedAt: stores ? tx.now.toISOString() : savedAt,
      sentAs: null,
    };
  });
}

/** Looks into the two blocks that only the server can judge: whether the key is of use, and the message for us. */
async function refuseUnreadable(
  tx: Transaction,
  programId: string,
  { pgpKey, encryptedMessage }: Answers,
): Promise<void> {
  if (pgpKey) {
    const read = await readPublicKey(pgpKey, tx.now);
    if (!read.ok) throw invalid("There is a problem", { pgpKey: [read.message] });
  }
  const problem = encryptedMessage ? await messageProblem(tx, programId, encryptedMessage) : null;
  if (problem !== null) throw invalid("There is a problem", { encryptedMessage: [problem] });
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
  if (problems.length > 0) {
    throw new PortalError("INVALID", "There is a problem", byField(problems), undefined, { ...input.values });
  }
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

/** Both versions, question by question: the form keeps mine, and each question shows the other one. */
function twoVersions(fields: readonly Field[], mine: FormValues, theirs: Answers): PortalError {
  const fieldErrors = Object.fromEntries(fields.map(({ name, label }) => [name, [`Choose a version of “${label}”`]]));
  return new PortalError(
    "CONFLICT",
    "This step was saved in another tab or on another device while you were writing. Nothing was overwritten.",
    fieldErrors,
    undefined,
    { ...mine, ...theirsInWords(fields, theirs) },
  );
}

async function store(tx: Transaction, draft: LoadedDraft, answers: Answers, saves: Saves): Promise<void> {
  const { row, key } = draft;
  const saved = await tx.db
    .update(reportDrafts)
    .set({
      answersSealed: sealJson(key, draftPlace(row.id), answers),
      saves,
      rev: row.rev + 1,
      savedAt: tx.now,
      warnedDays: null,
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

"use server";

import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { FormState } from "@/components/forms/action-form";
import { fieldName, scoped, unscoped } from "@/components/reports/field-names";
import { OWN_SCOPE } from "@/components/reports-mine/own-reference";
import { SPLIT_NO_SCOPE, SPLIT_YES_SCOPE } from "@/components/reports-mine/split-question";
import { answerCredit, wishCredit } from "@/lib/credit/mutations";
import { consentSchema, creditWishSchema } from "@/lib/credit/schema";
import { notFound } from "@/lib/errors";
import { additionSchema } from "@/lib/reports/additions";
import { nameOwnReport } from "@/lib/reports/mine/mutations";
import { ownReferenceSchema } from "@/lib/reports/mine/schema";
import { moveSchema } from "@/lib/reports/moves";
import { addInformation } from "@/lib/reports/mutations/add";
import { moveReport } from "@/lib/reports/mutations/move";
import { answerSplit } from "@/lib/reports/mutations/split";
import { completeNoticeFrom } from "@/lib/reports/notices/mutations";
import { getReporterReport } from "@/lib/reports/queries";
import { parseReference } from "@/lib/reports/reference";
import { splitAnswerSchema } from "@/lib/reports/split";
import { MOVES, type Move } from "@/lib/reports/state";
import { formValues, runAction } from "@/lib/request/action";
import { requestContext } from "@/lib/request/context";
import { rememberDraft } from "@/lib/request/guest";
import type { Context } from "@/lib/request/transaction";

/** What the page was bound with comes back from the browser and is checked again. */
function checkedReference(text: string): string {
  const parsed = parseReference(z.string().max(60).parse(text));
  if (!parsed.ok) throw notFound();
  return parsed.reference;
}

/** Opens the draft of the full report that follows an urgent notice. */
export async function completeNotice(
  reference: string,
  _state: FormState<undefined>,
  form: FormData,
): Promise<FormState<undefined>> {
  const result = await runAction("completeNotice", z.object({}), form, (ctx) =>
    completeNoticeFrom(ctx, checkedReference(reference)),
  );
  if (!result.ok) return result;
  const { publicId, stop, guestToken } = result.data;
  if (guestToken !== null) await rememberDraft(guestToken);
  redirect(`/report/${publicId}/${stop.step}${stop.held ? "?held=1" : ""}`);
}

export async function makeMove(
  reference: string,
  move: Move,
  _state: FormState<undefined>,
  form: FormData,
): Promise<FormState<undefined>> {
  const values = { ...formValues(unscoped(form, move)), move: z.enum(MOVES).parse(move) };
  const result = await runAction("makeMove", moveSchema, values, (ctx, input) =>
    moveReport(ctx, checkedReference(reference), input),
  );
  if (!result.ok) {
    // Without scripts the page is made anew; a form that has nothing to offer any more is gone from it with its answer.
    if (result.code === "CONFLICT" && !(await headers()).has("next-action") && !(await offers(reference, move))) {
      redirect(`/reports/${reference}?refused=${result.code}`);
    }
    const typed = form.get(fieldName(move, "text"));
    return scoped({ ...result, values: typeof typed === "string" ? { text: typed } : {} }, move);
  }
  redirect(`/reports/${reference}?moved=${result.data.version}`);
}

async function offers(reference: string, move: Move): Promise<boolean> {
  const { moves } = await getReporterReport(await requestContext(), checkedReference(reference));
  return moves.some((offer) => offer.move === move);
}

export async function addToReport(
  reference: string,
  _state: FormState<undefined>,
  form: FormData,
): Promise<FormState<undefined>> {
  const result = await runAction("addToReport", additionSchema, form, (ctx, input) =>
    addInformation(ctx, checkedReference(reference), input),
  );
  if (!result.ok) return result;
  const { additionId } = result.data;
  redirect(`/reports/${reference}?added=${encodeURIComponent(additionId)}#a-${additionId}`);
}

export async function agreeToSplit(
  reference: string,
  _state: FormState<undefined>,
  form: FormData,
): Promise<FormState<undefined>> {
  return answerSplitAs("confirm", SPLIT_YES_SCOPE, reference, form);
}

export async function declineSplit(
  reference: string,
  _state: FormState<undefined>,
  form: FormData,
): Promise<FormState<undefined>> {
  return answerSplitAs("decline", SPLIT_NO_SCOPE, reference, form);
}

async function answerSplitAs(
  answer: "confirm" | "decline",
  scope: string,
  reference: string,
  form: FormData,
): Promise<FormState<undefined>> {
  const values = { ...formValues(unscoped(form, scope)), answer };
  const result = await runAction("answerSplit", splitAnswerSchema, values, async (ctx, input) => {
    await answerSplit(ctx, checkedReference(reference), input);
  });
  if (!result.ok) {
    const typed = form.get(fieldName(scope, "word"));
    return scoped({ ...result, values: typeof typed === "string" ? { word: typed } : {} }, scope);
  }
  redirect(`/reports/${reference}?split=${answer === "confirm" ? "yes" : "no"}`);
}

/** The reporter's own credit of a report; its id never leaves the server. */
async function ownCredit(ctx: Context, reference: string): Promise<string> {
  const report = await getReporterReport(ctx, reference);
  const own = report.credits.find(({ mine }) => mine);
  if (!own) throw notFound();
  return own.id;
}

const versionSchema = z.number().int().positive();

export async function saveWish(
  reference: string,
  version: number,
  _state: FormState<undefined>,
  form: FormData,
): Promise<FormState<undefined>> {
  const result = await runAction("saveWish", creditWishSchema, form, async (ctx, wish) => {
    const known = checkedReference(reference);
    const creditId = await ownCredit(ctx, known);
    await wishCredit(ctx, known, { creditId, version: versionSchema.parse(version), ...wish });
    return version + 1;
  });
  if (!result.ok) return result;
  redirect(`/reports/${reference}/credit?saved=wish&v=${result.data}`);
}

export async function answerLine(
  reference: string,
  version: number,
  _state: FormState<undefined>,
  form: FormData,
): Promise<FormState<undefined>> {
  const result = await runAction("answerLine", consentSchema, form, async (ctx, { consent }) => {
    const known = checkedReference(reference);
    const creditId = await ownCredit(ctx, known);
    await answerCredit(ctx, known, { creditId, version: versionSchema.parse(version), consent });
    return version + 1;
  });
  if (!result.ok) return result;
  redirect(`/reports/${reference}/credit?saved=answer&v=${result.data}`);
}

/** Keeps what the reporter calls it. */
export async function nameOwn(
  reference: string,
  _state: FormState<undefined>,
  form: FormData,
): Promise<FormState<undefined>> {
  const known = checkedReference(reference);
  const result = await runAction("nameOwnReport", ownReferenceSchema, unscoped(form, OWN_SCOPE), (ctx, input) =>
    nameOwnReport(ctx, known, input),
  );
  if (!result.ok) return scoped(result, OWN_SCOPE);
  revalidatePath(`/reports/${known}`);
  redirect(`/reports/${known}?named=1#own`);
}

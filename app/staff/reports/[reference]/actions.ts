"use server";

import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { FormState } from "@/components/forms/action-form";
import { ASSIGN_SCOPE } from "@/components/reports/assignee";
import { adjustmentScope, scoped, unscoped } from "@/components/reports/field-names";
import { READERS_SCOPE } from "@/components/reports/readers";
import { WITHHOLD_SCOPE } from "@/components/reports/withhold-form";
import { settleCredit } from "@/lib/credit/mutations";
import { creditRolesSchema, creditSchema } from "@/lib/credit/schema";
import { adjustmentSchema } from "@/lib/reports/adjustments";
import { staffReason } from "@/lib/reports/break-glass/schema";
import { markLesson } from "@/lib/reports/lessons/mutations";
import { lessonSchema } from "@/lib/reports/lessons/schema";
import { moveSchema } from "@/lib/reports/moves";
import { adjustClock } from "@/lib/reports/mutations/adjust-clock";
import { assignReport } from "@/lib/reports/mutations/assign";
import { moveReport } from "@/lib/reports/mutations/move";
import { redactAnswer } from "@/lib/reports/mutations/redact";
import { restrictReport } from "@/lib/reports/mutations/restrict";
import { releaseToTriage } from "@/lib/reports/mutations/urgent";
import { getStaffReport } from "@/lib/reports/queries";
import { redactionSchema } from "@/lib/reports/redaction";
import { MOVES, type Move } from "@/lib/reports/state";
import { runAction } from "@/lib/request/action";
import { requestContext } from "@/lib/request/context";
import { ADJUSTABLE_CLOCKS, ADJUSTMENTS, type AdjustableClock, type Adjustment } from "@/lib/sla/vocabulary";

type State = FormState<undefined>;

/** What the page was bound with comes back from the browser and is checked again. */
const referenceSchema = z.string().regex(/^[A-Z0-9-]{1,40}$/);
const scopeSchema = z.string().regex(/^credit\d{1,3}$/);

export async function makeMove(reference: string, move: Move, _state: State, form: FormData): Promise<State> {
  const report = referenceSchema.parse(reference);
  const scope = z.enum(MOVES).parse(move);
  const data = unscoped(form, scope);
  data.set("move", scope);
  const result = await runAction("makeMove", moveSchema, data, (ctx, input) => moveReport(ctx, report, input));
  if (!result.ok) {
    // Without scripts the page is made anew; a form that has nothing to offer any more is gone from it with its answer.
    if (result.code === "CONFLICT" && !(await headers()).has("next-action") && !(await offers(report, scope))) {
      redirect(`/staff/reports/${report}?refused=${scope}`);
    }
    return scoped(result, scope);
  }
  revalidatePath(`/staff/reports/${report}`);
  redirect(`/staff/reports/${report}?done=${scope}`);
}

async function offers(reference: string, move: Move): Promise<boolean> {
  const { moves } = await getStaffReport(await requestContext(), reference, { seen: false });
  return moves.some((offer) => offer.move === move);
}

const assignSchema = z.strictObject({
  version: z.coerce.number().int().positive(),
  assignee: z.string().max(64),
  /** Who carried it on the page that this came from: what takes it back. */
  was: z
    .string()
    .regex(/^[0-9a-f]{0,64}$/)
    .default(""),
});

export async function assign(reference: string, _state: State, form: FormData): Promise<State> {
  const report = referenceSchema.parse(reference);
  const result = await runAction("assign", assignSchema, unscoped(form, ASSIGN_SCOPE), (ctx, { version, assignee }) =>
    assignReport(ctx, report, { version, assignee: assignee || null }),
  );
  if (!result.ok) return scoped(result, ASSIGN_SCOPE);
  revalidatePath(`/staff/reports/${report}`);
  const was = String(form.get("was") ?? "");
  redirect(`/staff/reports/${report}?${new URLSearchParams({ done: "assigned", was })}#facts`);
}

const readersSchema = z.strictObject({
  version: z.coerce.number().int().positive(),
  who: z.enum(["team", "named"]),
  readers: z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(z.string().max(64)).max(200)),
  reason: staffReason,
});

export async function nameReaders(reference: string, _state: State, form: FormData): Promise<State> {
  const report = referenceSchema.parse(reference);
  const result = await runAction(
    "nameReaders",
    readersSchema,
    unscoped(form, READERS_SCOPE),
    (ctx, { version, who, readers, reason }) =>
      restrictReport(ctx, report, { version, readers: who === "named" ? readers : null, reason }),
  );
  if (!result.ok) return scoped(result, READERS_SCOPE);
  revalidatePath(`/staff/reports/${report}`);
  redirect(`/staff/reports/${report}?done=readers#facts`);
}

export async function changeClock(
  reference: string,
  clock: AdjustableClock,
  adjustment: Adjustment,
  _state: State,
  form: FormData,
): Promise<State> {
  const report = referenceSchema.parse(reference);
  const scope = adjustmentScope(z.enum(ADJUSTABLE_CLOCKS).parse(clock), z.enum(ADJUSTMENTS).parse(adjustment));
  const data = unscoped(form, scope);
  data.set("clock", clock);
  data.set("adjustment", adjustment);
  const result = await runAction("changeClock", adjustmentSchema, data, (ctx, input) =>
    adjustClock(ctx, report, input),
  );
  if (!result.ok) return scoped(result, scope);
  revalidatePath(`/staff/reports/${report}`);
  redirect(`/staff/reports/${report}?done=clock#clocks`);
}

export async function withhold(reference: string, _state: State, form: FormData): Promise<State> {
  const report = referenceSchema.parse(reference);
  const result = await runAction("withhold", redactionSchema, unscoped(form, WITHHOLD_SCOPE), (ctx, input) =>
    redactAnswer(ctx, report, input),
  );
  if (!result.ok) return scoped(result, WITHHOLD_SCOPE);
  revalidatePath(`/staff/reports/${report}`);
  redirect(`/staff/reports/${report}?done=withheld#sent`);
}

const settleSchema = creditSchema.extend({
  version: z.coerce.number().int().positive(),
  roles: z.preprocess((value) => (value === undefined ? [] : [value].flat()), creditRolesSchema),
});

export async function saveCredit(
  reference: string,
  creditId: string,
  scope: string,
  _state: State,
  form: FormData,
): Promise<State> {
  const report = referenceSchema.parse(reference);
  const credit = z.uuid().parse(creditId);
  const at = scopeSchema.parse(scope);
  const result = await runAction(
    "saveCredit",
    settleSchema,
    unscoped(form, at),
    (ctx, { version, roles, ...display }) => settleCredit(ctx, report, { creditId: credit, version, roles, display }),
  );
  if (!result.ok) return scoped(result, at);
  revalidatePath(`/staff/reports/${report}`);
  redirect(`/staff/reports/${report}?done=credit#credit`);
}

/** A privacy officer opens a sealed notice to triage. */
export async function release(reference: string, _state: State, form: FormData): Promise<State> {
  const report = referenceSchema.parse(reference);
  const result = await runAction("release", z.record(z.string(), z.unknown()), form, (ctx) =>
    releaseToTriage(ctx, report),
  );
  if (!result.ok) return result;
  redirect(`/staff/reports/${report}?done=release`);
}

export async function saveLesson(reference: string, _state: State, form: FormData): Promise<State> {
  const report = referenceSchema.parse(reference);
  const result = await runAction("markLesson", lessonSchema, form, (ctx, { marked, lesson }) =>
    markLesson(ctx, report, { marked: marked === "yes", text: lesson }),
  );
  if (!result.ok) return result;
  revalidatePath(`/staff/reports/${report}`);
  redirect(`/staff/reports/${report}?done=lesson#lesson`);
}

"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { FormState } from "@/components/forms/action-form";
import { scoped, unscoped } from "@/components/reports/field-names";
import { moveSchema } from "@/lib/reports/moves";
import { moveReport } from "@/lib/reports/mutations/move";
import { snoozeReport, wakeReport } from "@/lib/reports/mutations/snooze";
import { snoozeSchema } from "@/lib/reports/snoozing";
import type { Move } from "@/lib/reports/state";
import { runAction } from "@/lib/request/action";

type State = FormState<undefined>;

/** What the page was bound with comes back from the browser and is checked again. */
const placeSchema = z.strictObject({
  reference: z.string().regex(/^[A-Z0-9-]{1,40}$/),
  /** The report to show next; none: the queue's first. */
  next: z
    .string()
    .regex(/^[A-Z0-9-]{1,40}$/)
    .nullable(),
  program: z.string().regex(/^[a-z0-9-]{1,60}$/),
});
export type TriagePlace = z.infer<typeof placeSchema>;

/** The moves that triage makes from its queue; the others have their place on the report's page. */
const HERE = ["start_checking", "reject"] as const satisfies readonly Move[];

function onward({ reference, next, program }: TriagePlace, done: string, version: number | null = null) {
  const parameters = new URLSearchParams({ program, done, of: reference });
  if (next !== null) parameters.set("at", next);
  if (version !== null) parameters.set("version", String(version));
  return `/staff/triage?${parameters}` as const;
}

/** A move from the queue; then the next report is shown. */
export async function moveOn(place: TriagePlace, move: Move, _state: State, form: FormData): Promise<State> {
  const at = placeSchema.parse(place);
  const scope = z.enum(HERE).parse(move);
  const data = unscoped(form, scope);
  data.set("move", scope);
  const result = await runAction("moveOn", moveSchema, data, (ctx, input) => moveReport(ctx, at.reference, input));
  if (!result.ok) return scoped(result, scope);
  revalidatePath("/staff/triage");
  redirect(onward(at, scope));
}

export async function snoozeOn(place: TriagePlace, _state: State, form: FormData): Promise<State> {
  const at = placeSchema.parse(place);
  const result = await runAction("snoozeOn", snoozeSchema, form, async (ctx, input) => {
    await snoozeReport(ctx, at.reference, input);
    return input.version + 1;
  });
  if (!result.ok) return result;
  revalidatePath("/staff/triage");
  redirect(onward(at, "snoozed", result.data));
}

const wakeSchema = z.strictObject({ version: z.coerce.number().int().positive() });

/** Takes back what was just put aside. */
export async function takeBack(place: TriagePlace, _state: State, form: FormData): Promise<State> {
  const at = placeSchema.parse(place);
  const result = await runAction("takeBack", wakeSchema, form, (ctx, input) => wakeReport(ctx, at.reference, input));
  if (!result.ok) return result;
  revalidatePath("/staff/triage");
  redirect(onward({ ...at, next: at.reference }, "woken"));
}

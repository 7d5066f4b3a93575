"use server";

import type { Route } from "next";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { FormState } from "@/components/forms/action-form";
import { scoped, unscoped } from "@/components/reports/field-names";
import { notFound } from "@/lib/errors";
import { markDone, snoozeEntry, undoDone, wakeEntry } from "@/lib/notifications/inbox/mutations";
import { boxSchema, instantSchema, sideSchema, snoozeEntrySchema } from "@/lib/notifications/inbox/schema";
import type { Box, InboxSide } from "@/lib/notifications/inbox/types";
import { parseReference } from "@/lib/reports/reference";
import { runAction } from "@/lib/request/action";
import { inboxPath } from "./places";

type State = FormState<undefined>;
const noFields = z.record(z.string(), z.unknown());

/** What the page was bound with comes back from the browser and is checked again. */
function checked(side: InboxSide, reference: string, box: Box) {
  const parsed = parseReference(z.string().max(60).parse(reference));
  if (!parsed.ok) throw notFound();
  return { side: sideSchema.parse(side), reference: parsed.reference, box: boxSchema.parse(box) };
}

/** Back to the list, which says what was done and how to undo it; the count in the header is made anew with it. */
function back({ side, reference, box }: ReturnType<typeof checked>, said: Record<string, string>): never {
  const path = inboxPath(side);
  revalidatePath(path, "layout");
  redirect(`${path}?${new URLSearchParams({ box, of: reference, ...said })}` as Route);
}

export async function finish(side: InboxSide, reference: string, box: Box, _state: State, form: FormData) {
  const at = checked(side, reference, box);
  const result = await runAction("markDone", noFields, form, (ctx) => markDone(ctx, at.side, at.reference));
  if (!result.ok) return result;
  return back(at, { done: String(result.data.at.getTime()) });
}

export async function putBack(
  side: InboxSide,
  reference: string,
  box: Box,
  instant: number | null,
  _state: State,
  form: FormData,
) {
  const at = checked(side, reference, box);
  const which = instant === null ? null : new Date(instantSchema.parse(instant));
  const result = await runAction("undoDone", noFields, form, (ctx) => undoDone(ctx, at.side, at.reference, which));
  if (!result.ok) return result;
  return back(at, { back: "1" });
}

export async function putAside(
  side: InboxSide,
  reference: string,
  box: Box,
  _state: State,
  form: FormData,
): Promise<State> {
  const at = checked(side, reference, box);
  const result = await runAction("snoozeEntry", snoozeEntrySchema, unscoped(form, at.reference), (ctx, input) =>
    snoozeEntry(ctx, at.side, at.reference, input),
  );
  if (!result.ok) return scoped(result, at.reference);
  return back(at, { aside: String(result.data.until.getTime()) });
}

export async function wake(side: InboxSide, reference: string, box: Box, _state: State, form: FormData) {
  const at = checked(side, reference, box);
  const result = await runAction("wakeEntry", noFields, form, (ctx) => wakeEntry(ctx, at.side, at.reference));
  if (!result.ok) return result;
  return back(at, { back: "1" });
}

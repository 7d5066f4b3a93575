"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { NAMED_SCOPE } from "@/components/credit/named-people";
import type { FormState } from "@/components/forms/action-form";
import { scoped, unscoped } from "@/components/reports/field-names";
import { namePerson, removePerson } from "@/lib/credit/named/mutations";
import { namedPersonSchema } from "@/lib/credit/schema";
import { runAction } from "@/lib/request/action";

/** The page that the form stands on: the reporter's or the team's. */
type Side = "reports" | "staff/reports";

/** What the page was bound with comes back from the browser and is checked again. */
const sideSchema = z.enum(["reports", "staff/reports"]);
const referenceSchema = z.string().regex(/^[A-Z0-9-]{1,40}$/);
const handleSchema = z.string().regex(/^[0-9a-f]{32}$/);
const versionSchema = z.number().int().positive();

export async function nameBeside(
  side: Side,
  reference: string,
  _state: FormState<undefined>,
  form: FormData,
): Promise<FormState<undefined>> {
  const [there, report] = [sideSchema.parse(side), referenceSchema.parse(reference)];
  const result = await runAction("nameBeside", namedPersonSchema, unscoped(form, NAMED_SCOPE), (ctx, person) =>
    namePerson(ctx, report, person),
  );
  if (!result.ok) return scoped(result, NAMED_SCOPE);
  return back(there, report, "named");
}

export async function removeBeside(
  side: Side,
  reference: string,
  handle: string,
  version: number,
): Promise<FormState<undefined>> {
  const [there, report] = [sideSchema.parse(side), referenceSchema.parse(reference)];
  const input = { handle: handleSchema.parse(handle), version: versionSchema.parse(version) };
  const result = await runAction("removeBeside", z.object({}), {}, async (ctx) => {
    await removePerson(ctx, report, input);
  });
  if (!result.ok) return result;
  return back(there, report, "removed");
}

function back(side: Side, reference: string, what: "named" | "removed"): never {
  revalidatePath(`/${side}/${reference}`);
  redirect(
    side === "reports"
      ? `/reports/${reference}/credit?saved=${what}#others`
      : `/staff/reports/${reference}?done=${what}#credit`,
  );
}

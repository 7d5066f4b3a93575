"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { FormState } from "@/components/forms/action-form";
import { HANDLING_SCOPES, type HandlingScope } from "@/components/handling/scopes";
import { scoped, unscoped } from "@/components/reports/field-names";
import { STATEMENT_SCOPE } from "@/components/statements/issue-statement";
import { assessReport } from "@/lib/handling/mutations/assess";
import { decidePriority } from "@/lib/handling/mutations/decide";
import { setTags, setVersions, setWeaknesses } from "@/lib/handling/mutations/describe";
import { addLink, removeLink } from "@/lib/handling/mutations/link";
import { unwatchReport, watchReport } from "@/lib/handling/mutations/watch";
import {
  assessSchema,
  linkSchema,
  ssvcSchema,
  tagsSchema,
  versionsSchema,
  watchSchema,
  weaknessesSchema,
} from "@/lib/handling/schema";
import { runAction } from "@/lib/request/action";
import type { Context } from "@/lib/request/transaction";
import type { Result } from "@/lib/result";
import { issueStatement } from "@/lib/statements/mutations";
import { statementSchema } from "@/lib/statements/schema";

type State = FormState<undefined>;

/** What the page was bound with comes back from the browser and is checked again. */
const referenceSchema = z.string().regex(/^[A-Z0-9-]{1,40}$/);
const scopeSchema = z.enum(HANDLING_SCOPES);
const noFields = z.record(z.string(), z.unknown());

/** Changes one fact of the handling: the scope of its form says which. */
export async function handle(reference: string, scope: HandlingScope, _state: State, form: FormData): Promise<State> {
  const report = referenceSchema.parse(reference);
  const what = scopeSchema.parse(scope);
  const result = await changed(what, report, unscoped(form, what));
  return result.ok ? back(report, what) : scoped(result, what);
}

function changed(scope: HandlingScope, report: string, data: FormData): Promise<Result<undefined>> {
  const run = async <S extends z.ZodType>(
    schema: S,
    verb: (ctx: Context, reference: string, input: z.output<S>) => Promise<void>,
  ): Promise<Result<undefined>> => {
    const result = await runAction(`handle.${scope}`, schema, data, (ctx, input) => verb(ctx, report, input));
    return result.ok ? { ok: true, data: undefined } : result;
  };
  switch (scope) {
    case "severity":
      return run(assessSchema, assessReport);
    case "priority":
      return run(ssvcSchema, decidePriority);
    case "weakness":
      return run(weaknessesSchema, setWeaknesses);
    case "versions":
      return run(versionsSchema, setVersions);
    case "tags":
      return run(tagsSchema, setTags);
    case "link":
      return run(linkSchema, addLink);
    case "watch":
      return run(watchSchema, watchReport);
  }
}

export async function dropLink(reference: string, linkId: string, _state: State, form: FormData): Promise<State> {
  const report = referenceSchema.parse(reference);
  const id = z.string().max(64).parse(linkId);
  const result = await runAction("dropLink", noFields, form, (ctx) => removeLink(ctx, report, id));
  return result.ok ? back(report, "link") : result;
}

export async function stopWatching(reference: string, handle: string, _state: State, form: FormData): Promise<State> {
  const report = referenceSchema.parse(reference);
  const who = z.string().max(64).parse(handle);
  const result = await runAction("stopWatching", noFields, form, (ctx) => unwatchReport(ctx, report, { who }));
  return result.ok ? back(report, "watch") : result;
}

/** Signs and issues the compliance statement of a report. */
export async function issue(reference: string, _state: State, form: FormData): Promise<State> {
  const report = referenceSchema.parse(reference);
  const result = await runAction("issueStatement", statementSchema, unscoped(form, STATEMENT_SCOPE), (ctx, input) =>
    issueStatement(ctx, report, input),
  );
  if (!result.ok) return scoped(result, STATEMENT_SCOPE);
  revalidatePath(`/staff/reports/${report}`);
  redirect(`/staff/reports/${report}?done=statement#statement`);
}

function back(report: string, scope: HandlingScope): never {
  revalidatePath(`/staff/reports/${report}`);
  redirect(`/staff/reports/${report}?done=${scope}#${scope === "watch" ? "facts" : "handling"}`);
}

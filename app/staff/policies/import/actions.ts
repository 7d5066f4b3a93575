"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import type { ImportState } from "@/components/policy-import/import-desk";
import { can } from "@/lib/auth/policy";
import { invalid, notFound } from "@/lib/errors";
import { startPolicyDraft } from "@/lib/policy/drafts/mutations";
import { importPolicy } from "@/lib/policy/import/import";
import { readPasted } from "@/lib/policy/import/pasted";
import { proposalOf, takeFrom } from "@/lib/policy/import/proposal";
import type { ImportResult } from "@/lib/policy/import/types";
import { runAction } from "@/lib/request/action";
import type { Context } from "@/lib/request/transaction";

const schema = z.object({
  intent: z.enum(["read", "open"]).default("read"),
  program: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,59}$/, "Choose a program"),
  text: z.string().default(""),
  format: z.enum(["", "text", "markdown", "html"]).default(""),
  "take[]": z.array(z.string().max(200)).max(5000).default([]),
});
type Input = z.output<typeof schema>;

/** Reads a pasted policy, or opens what was read and taken as a draft. Everything typed comes back with an error. */
export async function importForm(_state: ImportState, form: FormData): Promise<ImportState> {
  const typed = (name: string) => String(form.get(name) ?? "");
  const kept = { text: typed("text").replace(/\r\n?/g, "\n"), program: typed("program"), format: typed("format") };
  const open = typed("intent") === "open";
  let result: ImportResult | null = null;
  const answer = await runAction("importPolicy", schema, form, async (ctx, input) => {
    result = read(ctx, { ...input, text: kept.text });
    if (input.intent === "read") return null;
    const document = takeFrom(result, new Set(input["take[]"]));
    return startPolicyDraft(ctx, { programSlug: input.program, source: "imported", document });
  });
  if (answer.ok && answer.data) redirect(`/staff/policies/${answer.data.publicId}/edit`);
  const proposal = result && proposalOf(result);
  const taken = open ? form.getAll("take[]").map(String) : null;
  if (answer.ok) return { ...kept, error: null, proposal, taken };
  const [field = "", messages] = Object.entries(answer.fieldErrors ?? {})[0] ?? [];
  return { ...kept, error: { field, message: messages?.[0] ?? answer.message }, proposal, taken };
}

/** The importer is for those who may edit: it works for whoever asks, and text costs it time. */
function read(ctx: Context, { program, text, format }: Input): ImportResult {
  const { actor } = ctx;
  const membership =
    actor.kind === "staff" ? actor.memberships.find(({ programSlug }) => programSlug === program) : undefined;
  if (!membership || !can(actor, "policy_draft.edit", membership)) throw notFound();
  const source = readPasted(text);
  if (!source.ok) throw invalid(source.reason, { text: [source.reason] });
  return importPolicy({ text: source.text, programSlug: program, ...(format === "" ? {} : { hint: format }) });
}

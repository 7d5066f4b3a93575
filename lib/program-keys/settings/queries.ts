import "server-only";
import { and, eq, isNotNull } from "drizzle-orm";
import { programKeys, programs, signedSecurityTxts } from "@/db/schema";
import { stepUpMeans } from "@/lib/accounts/queries";
import { can } from "@/lib/auth/policy";
import { env } from "@/lib/env/env";
import { notFound } from "@/lib/errors";
import { currentPolicy } from "@/lib/policy/queries";
import { servedSecurityTxt, unsignedSecurityTxt } from "@/lib/policy/security-txt/queries";
import type { Context } from "@/lib/request/transaction";
import { listProgramKeys } from "../queries";
import type { KeySettings } from "../types";

/** The keys of a program for those who keep them. NOT_FOUND for everybody else. */
export async function keySettings(ctx: Context, programSlug: string): Promise<KeySettings> {
  const [program] = await ctx.db
    .select({ id: programs.id, fullTextMail: programs.fullTextMail, signedFor: signedSecurityTxts.programId })
    .from(programs)
    .leftJoin(signedSecurityTxts, eq(signedSecurityTxts.programId, programs.id))
    .where(eq(programs.slug, programSlug));
  const subject = program && { programId: program.id };
  if (!subject || !can(ctx.actor, "keys.read", subject)) throw notFound();
  const policy = await currentPolicy(ctx, programSlug);
  const { APP_URL } = env();
  const served = await servedSecurityTxt(ctx, policy, APP_URL);
  return {
    programSlug,
    programName: policy.document.organisation.tradeName,
    zone: policy.calendar.zone,
    keys: await listProgramKeys(ctx, programSlug),
    mayChange: can(ctx.actor, "keys.change", subject),
    fullTextMail: program.fullTextMail,
    readsMailOf: await heldHalves(ctx, program.id),
    stepUp: await stepUpMeans(ctx),
    toSign: await unsignedSecurityTxt(ctx, policy, APP_URL),
    signature: program.signedFor === null ? "none" : served?.signed ? "served" : "stale",
  };
}

async function heldHalves(ctx: Context, programId: string): Promise<string[]> {
  const rows = await ctx.db
    .select({ fingerprint: programKeys.fingerprint })
    .from(programKeys)
    .where(and(eq(programKeys.programId, programId), isNotNull(programKeys.privateSealed)));
  return rows.map(({ fingerprint }) => fingerprint);
}

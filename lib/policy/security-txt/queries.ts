import "server-only";
import { asc, eq, sql } from "drizzle-orm";
import { policyVersions, programKeys, programs, signedSecurityTxts } from "@/db/schema";
import { listProgramKeys } from "@/lib/program-keys/queries";
import { keyStanding } from "@/lib/program-keys/standing";
import type { Context } from "@/lib/request/transaction";
import { pgpKeyFilePath, programPath } from "../paths";
import type { PublishedPolicy } from "../types";
import { securityTxt } from "./build";
import { contentHashOf } from "./signed";

type Reader = Pick<Context, "db" | "clockOffsetMs">;

export type ServedFile = { text: string; signed: boolean };

/** The file as the portal writes it, without a signature; null where the policy names nobody to contact. */
export async function unsignedSecurityTxt(
  ctx: Reader,
  policy: PublishedPolicy,
  appUrl: string,
): Promise<string | null> {
  const { current } = await listProgramKeys(ctx, policy.slug);
  const valid = current?.standing === "usable" || current?.standing === "ending";
  return securityTxt({
    // A signed review moves Expires as a revision does.
    document: { ...policy.document, reviewedOn: policy.reviewedOn },
    appUrl,
    paths: await pathsOf(ctx, policy.slug),
    keyPath: valid ? pgpKeyFilePath(policy.slug) : null,
    now: policy.readAt,
  });
}

/** The file as it is served: with its owner's signature while that covers what the portal would say now. */
export async function servedSecurityTxt(
  ctx: Reader,
  policy: PublishedPolicy,
  appUrl: string,
): Promise<ServedFile | null> {
  const text = await unsignedSecurityTxt(ctx, policy, appUrl);
  if (text === null) return null;
  const [signed] = await ctx.db
    .select({ file: signedSecurityTxts, key: programKeys })
    .from(signedSecurityTxts)
    .innerJoin(programs, eq(programs.id, signedSecurityTxts.programId))
    .innerJoin(programKeys, eq(programKeys.id, signedSecurityTxts.programKeyId))
    .where(eq(programs.slug, policy.slug));
  const standing = signed && keyStanding(signed.key, policy.readAt);
  const holds =
    signed !== undefined &&
    (standing === "usable" || standing === "ending") &&
    signed.file.expiresAt > policy.readAt &&
    signed.file.contentHash === contentHashOf(text);
  return holds ? { text: signed.file.signed, signed: true } : { text, signed: false };
}

/** Where the program's file lies: its own place, and for the first program with a policy that of the host as well. */
async function pathsOf(ctx: Reader, slug: string): Promise<string[]> {
  const [first] = await ctx.db
    .select({ slug: programs.slug })
    .from(programs)
    .innerJoin(policyVersions, eq(policyVersions.programId, programs.id))
    .where(sql`${policyVersions.status} = 'published' and ${policyVersions.document} ->> 'classification' = 'public'`)
    .orderBy(asc(programs.position))
    .limit(1);
  return [...(first?.slug === slug ? ["/.well-known/security.txt"] : []), `${programPath(slug)}/security.txt`];
}

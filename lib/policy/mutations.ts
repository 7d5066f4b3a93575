import "server-only";
import { and, eq } from "drizzle-orm";
import { v7 } from "uuid";
import { calendarVersions, policyVersions, programs } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { conflict, forbidden, invalid, notFound } from "@/lib/errors";
import type { ProgramEvent } from "@/lib/ledger/program-events";
import { recordProgramEvent } from "@/lib/ledger/record";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { contentHash } from "./hash";
import { type PolicyDocument, policyDocumentSchema } from "./schema";

export type PublishInput = { programSlug: string; document: unknown };
export type Publication = { version: string; contentHash: string; supersedes: string | null; publishedAt: string };

/**
 * Puts a new version in force. The one before it is superseded, and stays readable; reports already
 * sent stay under theirs. The number must be new and the document must name a calendar of the program.
 */
export async function publishPolicyVersion(ctx: Context, input: PublishInput): Promise<Publication> {
  return inTransaction(ctx, async (tx) => {
    const program = await lockProgram(tx, input.programSlug);
    if (!can(tx.actor, "policy.install", null)) {
      throw forbidden("A policy is published from a draft that was reviewed and signed.");
    }
    const document = parseDocument(input.document, input.programSlug);
    const { version, hash, supersedes } = await putInForce(tx, program, document, { reviewedAt: null });
    return { version, contentHash: hash, supersedes, publishedAt: tx.now.toISOString() };
  });
}

type Governed = Extract<ProgramEvent, { type: "policy.published" }>["governed"];

/** Supersedes the version in force; the caller holds the program's row and has decided that it may. */
export async function putInForce(
  tx: Transaction,
  program: { id: string },
  document: PolicyDocument,
  { reviewedAt, governed }: { reviewedAt: Date | null; governed?: Governed },
): Promise<{ id: string; version: string; hash: string; supersedes: string | null }> {
  const calendarVersionId = await calendarOf(tx, program.id, document);
  const [taken] = await tx.db
    .select({ id: policyVersions.id })
    .from(policyVersions)
    .where(and(eq(policyVersions.programId, program.id), eq(policyVersions.version, document.version)));
  if (taken) throw conflict(`Version ${document.version} already exists. Give the revision a new number.`);

  const [previous] = await tx.db
    .update(policyVersions)
    .set({ status: "superseded", supersededAt: tx.now })
    .where(and(eq(policyVersions.programId, program.id), eq(policyVersions.status, "published")))
    .returning({ version: policyVersions.version });
  const hash = contentHash(document);
  const id = v7();
  await tx.db.insert(policyVersions).values({
    id,
    programId: program.id,
    version: document.version,
    status: "published",
    revisedOn: document.revisedOn,
    document,
    contentHash: hash,
    calendarVersionId,
    publishedAt: tx.now,
    reviewedAt,
    createdAt: tx.now,
  });
  const supersedes = previous?.version ?? null;
  await recordProgramEvent(tx, program.id, {
    type: "policy.published",
    version: document.version,
    hash,
    supersedes,
    ...(governed ? { governed } : {}),
  });
  return { id, version: document.version, hash, supersedes };
}

/** Locked, so that two publications of one program come one after the other. */
async function lockProgram(tx: Transaction, slug: string): Promise<{ id: string }> {
  const [program] = await tx.db.select({ id: programs.id }).from(programs).where(eq(programs.slug, slug)).for("update");
  if (!program) throw notFound();
  return program;
}

function parseDocument(candidate: unknown, slug: string): PolicyDocument {
  const parsed = policyDocumentSchema.safeParse(candidate);
  if (!parsed.success) {
    const fieldErrors: Record<string, string[]> = {};
    for (const issue of parsed.error.issues) {
      const pointer = `/${issue.path.join("/")}`;
      fieldErrors[pointer] = [...(fieldErrors[pointer] ?? []), issue.message];
    }
    throw invalid("The policy document is not complete.", fieldErrors);
  }
  if (parsed.data.program !== slug) throw invalid("The policy document belongs to another program.");
  return parsed.data;
}

async function calendarOf(tx: Transaction, programId: string, document: PolicyDocument): Promise<string> {
  const [row] = await tx.db
    .select({ id: calendarVersions.id, calendar: calendarVersions.calendar })
    .from(calendarVersions)
    .where(and(eq(calendarVersions.programId, programId), eq(calendarVersions.version, document.calendar.version)));
  if (!row) throw invalid(`The program has no calendar version ${document.calendar.version}.`);
  if (row.calendar.zone !== document.calendar.zone) {
    throw invalid(`Calendar version ${document.calendar.version} is for ${row.calendar.zone}.`);
  }
  return row.id;
}

import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { and, count, eq, isNull, ne } from "drizzle-orm";
import { programs, templates } from "@/db/schema";
import { accountOf, can } from "@/lib/auth/policy";
import { conflict, forbidden, invalid, notFound } from "@/lib/errors";
import { recordProgramEvent } from "@/lib/ledger/record";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { TEMPLATES_MAX, type TemplateInput } from "./schema";

const FASTER = "Somebody changed this template meanwhile. Nothing of yours was applied; look at it again first.";

/** SHA-256, hex, of what a template says: the ledger holds no text. */
const hashOf = ({ title, body }: TemplateInput) =>
  createHash("sha256").update(`${title}\n${body}`, "utf8").digest("hex");

/**
 * Adds a template. Errors: NOT_FOUND (no part in the program), FORBIDDEN (the missing role in words), INVALID (another
 * has its name), CONFLICT (the program holds no more).
 */
export async function addTemplate(ctx: Context, programSlug: string, input: TemplateInput): Promise<{ id: string }> {
  return inTransaction(ctx, async (tx) => {
    const programId = await changeable(tx, programSlug);
    await refuseSameName(tx, programId, input);
    const [held] = await tx.db.select({ many: count() }).from(templates).where(eq(templates.programId, programId));
    if ((held?.many ?? 0) >= TEMPLATES_MAX) throw conflict(`The program holds its ${TEMPLATES_MAX} templates.`);
    const publicId = randomBytes(16).toString("base64url");
    await tx.db.insert(templates).values({
      programId,
      publicId,
      ...input,
      createdAt: tx.now,
      changedAt: tx.now,
      changedBy: accountOf(tx.actor),
    });
    await recordProgramEvent(tx, programId, { type: "template.added", templateId: publicId, hash: hashOf(input) });
    return { id: publicId };
  });
}

/** Changes what a template says. `rev`: as the page showed it. Errors: as above; CONFLICT (somebody was faster, or it is out of use). */
export async function changeTemplate(
  ctx: Context,
  programSlug: string,
  publicId: string,
  { rev, ...input }: TemplateInput & { rev: number },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const programId = await changeable(tx, programSlug);
    await refuseSameName(tx, programId, input, publicId);
    const [changed] = await tx.db
      .update(templates)
      .set({ ...input, rev: rev + 1, changedAt: tx.now, changedBy: accountOf(tx.actor) })
      .where(and(one(programId, publicId), eq(templates.rev, rev), isNull(templates.retiredAt)))
      .returning({ id: templates.id });
    if (!changed) throw await goneOrChanged(tx, programId, publicId);
    await recordProgramEvent(tx, programId, { type: "template.changed", templateId: publicId, hash: hashOf(input) });
  });
}

/** Takes a template out of use. Errors: as above. */
export async function retireTemplate(ctx: Context, programSlug: string, publicId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const programId = await changeable(tx, programSlug);
    const [retired] = await tx.db
      .update(templates)
      .set({ retiredAt: tx.now, changedBy: accountOf(tx.actor) })
      .where(and(one(programId, publicId), isNull(templates.retiredAt)))
      .returning({ id: templates.id });
    if (!retired) throw await goneOrChanged(tx, programId, publicId);
    await recordProgramEvent(tx, programId, { type: "template.retired", templateId: publicId });
  });
}

const one = (programId: string, publicId: string) =>
  and(eq(templates.programId, programId), eq(templates.publicId, publicId));

async function goneOrChanged(tx: Transaction, programId: string, publicId: string) {
  const [known] = await tx.db
    .select({ retiredAt: templates.retiredAt })
    .from(templates)
    .where(one(programId, publicId));
  if (!known) return notFound();
  return conflict(known.retiredAt === null ? FASTER : "This template is out of use already.");
}

async function refuseSameName(tx: Transaction, programId: string, input: TemplateInput, except?: string) {
  const [same] = await tx.db
    .select({ id: templates.id })
    .from(templates)
    .where(
      and(
        eq(templates.programId, programId),
        eq(templates.language, input.language),
        eq(templates.title, input.title),
        isNull(templates.retiredAt),
        except === undefined ? undefined : ne(templates.publicId, except),
      ),
    );
  if (same) throw invalid("There is a problem", { title: ["Another template in this language has this name"] });
}

/** The program, locked so that of two people who add one name the second is told. */
async function changeable(tx: Transaction, programSlug: string): Promise<string> {
  const [program] = await tx.db
    .select({ programId: programs.id })
    .from(programs)
    .where(eq(programs.slug, programSlug))
    .for("update");
  if (!program || !can(tx.actor, "templates.read", program)) throw notFound();
  if (!can(tx.actor, "templates.change", program)) {
    throw forbidden("Only a coordinator or the policy owner of this program can do this.");
  }
  return program.programId;
}

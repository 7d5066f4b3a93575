import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import { v7 } from "uuid";
import { accounts, inquiries, inquiryMessages, memberships, policyVersions, programs } from "@/db/schema";
import { accountOf } from "@/lib/auth/policy";
import { conflict, invalid, notFound } from "@/lib/errors";
import { recordProgramEvent } from "@/lib/ledger/record";
import { queueMail, queueMails } from "@/lib/notifications/mutations";
import { takePoint } from "@/lib/request/rate-limit";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { looksLikeVulnerability } from "./hint";
import { followLink, inquiryByLink, inquiryByPublicId, type LoadedInquiry } from "./queries";
import { inquiryPath, keyOf, newInquiryRecord, openAddress, openLink, sealBody, staffInquiryPath } from "./records";
import { answerAddress, type NewInquiry } from "./schema";

export type Asked = { token: string } | { hint: true };

/**
 * Opens an inquiry and mails its link to whoever asked. A text that reads like a report of a vulnerability is answered
 * with a hint first; sent again with `sure` it is taken. It starts no clock and is no report.
 * Errors: NOT_FOUND, INVALID (no address), RATE_LIMITED.
 */
export async function askQuestion(
  ctx: Context,
  programSlug: string,
  input: NewInquiry & { network: string },
): Promise<Asked> {
  const accountId = accountOf(ctx.actor);
  const to = accountId === null ? answerAddress(input.email) : null;
  if (to && "problem" in to) throw invalid("There is a problem", { email: [to.problem] });
  if (!input.sure && looksLikeVulnerability(`${input.subject}\n${input.text}`)) return { hint: true };
  await takePoint(ctx.db, "inquiry:network", input.network);
  if (to) await takePoint(ctx.db, "account-mail:recipient", `inquiry:${to.address}`);
  return inTransaction(ctx, async (tx) => {
    const program = await publicProgram(tx, programSlug);
    const id = v7();
    const { key, token, row } = newInquiryRecord(ring(), id, { subject: input.subject, email: to?.address ?? null });
    await followLink(tx, row.linkHash);
    await tx.db.insert(inquiries).values({
      ...row,
      programId: program.id,
      accountId,
      state: "open",
      createdAt: tx.now,
      changedAt: tx.now,
    });
    await storeMessage(tx, { id, key, side: "asker", ...input });
    await recordProgramEvent(tx, program.id, { type: "inquiry.opened", inquiryId: id });
    const recipient = to ? { address: to.address } : { accountId: accountId ?? "" };
    const params = { program: program.name, path: inquiryPath(token), what: "received" as const };
    await queueMail(tx, "inquiry_news", recipient, params);
    await tellStaff(tx, program, row.publicId);
    return { token };
  });
}

/** The asker writes again; an answered or closed inquiry opens anew. Sent twice with one key, it is one message. */
export async function askAgain(
  ctx: Context,
  token: string,
  input: { text: string; idempotencyKey: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await inquiryByLink(tx, token);
    await takePoint(ctx.db, "inquiry-message:inquiry", row.id);
    if (!(await storeMessage(tx, { id: row.id, key: keyOf(ring(), row), side: "asker", ...input }))) return;
    await moveTo(tx, row, "open");
    await recordProgramEvent(tx, row.programId, { type: "inquiry.asked_again", inquiryId: row.id });
    const [program] = await tx.db.select().from(programs).where(eq(programs.id, row.programId));
    if (program)
      await tellStaff(tx, { id: program.id, name: await nameOf(tx, program.id, program.slug) }, row.publicId);
  });
}

/** Staff answer. The second of two who answer the same state of an inquiry is told. Errors: NOT_FOUND, CONFLICT. */
export async function answerInquiry(
  ctx: Context,
  publicId: string,
  input: { text: string; idempotencyKey: string; version: number },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await inquiryByPublicId(tx, publicId);
    if (!(await storeMessage(tx, { id: row.id, key: keyOf(ring(), row), side: "staff", ...input }))) return;
    await moveTo(tx, row, "answered", input.version);
    await recordProgramEvent(tx, row.programId, { type: "inquiry.answered", inquiryId: row.id });
    await tellAsker(tx, row);
  });
}

/** Closes an inquiry without another word; whoever asked can open it again by writing. Errors: NOT_FOUND, CONFLICT. */
export async function closeInquiry(ctx: Context, publicId: string, input: { version: number }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await inquiryByPublicId(tx, publicId);
    if (row.state === "closed") throw conflict("This question is closed already.");
    await moveTo(tx, row, "closed", input.version);
    await recordProgramEvent(tx, row.programId, { type: "inquiry.closed", inquiryId: row.id });
  });
}

type Program = { id: string; name: string };

async function publicProgram(tx: Transaction, slug: string): Promise<Program> {
  const [program] = await tx.db.select().from(programs).where(eq(programs.slug, slug));
  if (!program) throw notFound();
  return { id: program.id, name: await nameOf(tx, program.id, slug) };
}

async function nameOf(tx: Transaction, programId: string, slug: string): Promise<string> {
  const [policy] = await tx.db
    .select({ document: policyVersions.document })
    .from(policyVersions)
    .where(and(eq(policyVersions.programId, programId), eq(policyVersions.status, "published")));
  return policy?.document.organisation.tradeName ?? slug;
}

/** False when this key was stored before. */
async function storeMessage(
  tx: Transaction,
  message: {
    id: string;
    key: ReturnType<typeof keyOf>;
    side: "asker" | "staff";
    text: string;
    idempotencyKey: string;
  },
): Promise<boolean> {
  const messageId = v7();
  const [stored] = await tx.db
    .insert(inquiryMessages)
    .values({
      id: messageId,
      inquiryId: message.id,
      side: message.side,
      authorId: accountOf(tx.actor),
      bodySealed: sealBody(message.key, message.id, messageId, message.text),
      idempotencyKey: message.idempotencyKey,
      sentAt: tx.now,
    })
    .onConflictDoNothing()
    .returning({ id: inquiryMessages.id });
  return stored !== undefined;
}

/** The next state, unless somebody changed the inquiry since `version`. */
async function moveTo(
  tx: Transaction,
  row: LoadedInquiry,
  state: LoadedInquiry["state"],
  version = row.version,
): Promise<void> {
  const [moved] = await tx.db
    .update(inquiries)
    .set({ state, changedAt: tx.now, version: version + 1 })
    .where(and(eq(inquiries.id, row.id), eq(inquiries.version, version)))
    .returning({ id: inquiries.id });
  if (!moved) throw conflict("Somebody wrote here since you opened this page. Read it again before you answer.");
}

/** The people who answer for the program, by content-free mail. */
async function tellStaff(tx: Transaction, program: Program, publicId: string): Promise<void> {
  const readers = await tx.db
    .selectDistinct({ accountId: memberships.accountId })
    .from(memberships)
    .innerJoin(accounts, eq(accounts.id, memberships.accountId))
    .where(
      and(
        eq(memberships.programId, program.id),
        inArray(memberships.role, ["triager", "coordinator"]),
        isNull(memberships.endedAt),
        isNull(accounts.deactivatedAt),
      ),
    );
  const own = accountOf(tx.actor);
  await queueMails(
    tx,
    readers
      .filter(({ accountId }) => accountId !== own)
      .map(({ accountId }) => ({
        template: "inquiry_staff_news" as const,
        to: { accountId },
        params: { program: program.name, path: staffInquiryPath(publicId) },
      })),
  );
}

async function tellAsker(tx: Transaction, row: LoadedInquiry): Promise<void> {
  const key = keyOf(ring(), row);
  const address = openAddress(key, row);
  const to = row.accountId !== null ? { accountId: row.accountId } : address === null ? null : { address };
  if (!to) return;
  const [program] = await tx.db.select().from(programs).where(eq(programs.id, row.programId));
  await queueMail(tx, "inquiry_news", to, {
    program: await nameOf(tx, row.programId, program?.slug ?? ""),
    path: inquiryPath(openLink(key, row)),
    what: "answered",
  });
}

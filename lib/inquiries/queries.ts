import "server-only";
import { and, asc, desc, eq, gt, lt, ne, or, sql } from "drizzle-orm";
import { inquiries, inquiryMessages, policyVersions, programs } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { decodeCursor, encodeCursor } from "@/lib/triage/cursor";
import { hashToken } from "@/lib/vault/lookup";
import { ring } from "@/lib/vault/ring";
import { keyOf, openBody, openSubject } from "./records";
import type { InquiryMessage, InquiryRow, OwnInquiry, StaffInquiry } from "./types";

const MESSAGES_SHOWN = 200;
export const INQUIRY_PAGE = 50;

export type LoadedInquiry = typeof inquiries.$inferSelect;

/** The row that a link leads to, for whoever may follow it. NOT_FOUND says nothing about the link. */
export async function inquiryByLink(tx: Transaction, token: string): Promise<LoadedInquiry> {
  const linkHash = hashToken(token);
  await followLink(tx, linkHash);
  const [row] = await tx.db.select().from(inquiries).where(eq(inquiries.linkHash, linkHash));
  if (!row || !can(tx.actor, "inquiry.follow", row)) throw notFound();
  return row;
}

/** Row security lets nobody without an account past without it. */
export async function followLink(tx: Transaction, linkHash: Buffer): Promise<void> {
  await tx.db.execute(sql`select set_config('app.inquiry_link', ${linkHash.toString("hex")}, true)`);
}

/** The row for the desk. */
export async function inquiryByPublicId(tx: Transaction, publicId: string): Promise<LoadedInquiry> {
  const [row] = await tx.db.select().from(inquiries).where(eq(inquiries.publicId, publicId));
  if (!row || !can(tx.actor, "inquiry.answer", row)) throw notFound();
  return row;
}

/** An inquiry for whoever asked, by the link. */
export async function ownInquiry(ctx: Context, token: string): Promise<OwnInquiry> {
  return inTransaction(ctx, async (tx) => {
    const row = await inquiryByLink(tx, token);
    return { ...(await opened(tx, row)), byAccount: row.accountId !== null };
  });
}

/** An inquiry for the program's triage. */
export async function staffInquiry(ctx: Context, publicId: string): Promise<StaffInquiry> {
  return inTransaction(ctx, async (tx) => {
    const row = await inquiryByPublicId(tx, publicId);
    const { version } = row;
    return { ...(await opened(tx, row)), publicId, version, byAccount: row.accountId !== null };
  });
}

async function opened(tx: Transaction, row: LoadedInquiry) {
  const key = keyOf(ring(), row);
  const [program] = await tx.db
    .select({ slug: programs.slug, document: policyVersions.document })
    .from(programs)
    .leftJoin(policyVersions, and(eq(policyVersions.programId, programs.id), eq(policyVersions.status, "published")))
    .where(eq(programs.id, row.programId));
  const messages = await tx.db
    .select()
    .from(inquiryMessages)
    .where(eq(inquiryMessages.inquiryId, row.id))
    .orderBy(asc(inquiryMessages.sentAt), asc(inquiryMessages.id))
    .limit(MESSAGES_SHOWN);
  return {
    subject: openSubject(key, row),
    state: row.state,
    programSlug: program?.slug ?? "",
    programName: program?.document?.organisation.tradeName ?? program?.slug ?? "",
    zone: program?.document?.calendar.zone ?? "UTC",
    messages: messages.map(
      (message): InquiryMessage => ({
        side: message.side,
        text: openBody(key, row.id, message),
        sentAt: message.sentAt.toISOString(),
      }),
    ),
  };
}

export type InquiryPage = {
  programSlug: string;
  programName: string;
  zone: string;
  rows: InquiryRow[];
  next: string | null;
};

/** One page of a program's inquiries: open ones by age, the others newest first. NOT_FOUND without the role. */
export async function listInquiries(
  ctx: Context,
  input: { programSlug?: string | undefined; done: boolean; after?: string | undefined },
): Promise<InquiryPage> {
  if (ctx.actor.kind !== "staff") throw notFound();
  const program = ctx.actor.memberships.find(
    (membership) =>
      can(ctx.actor, "inquiry.answer", { ...membership, accountId: null }) &&
      (!input.programSlug || membership.programSlug === input.programSlug),
  );
  if (!program) throw notFound();
  return inTransaction(ctx, async (tx) => {
    const beyond = input.done ? lt : gt;
    const order = input.done ? desc : asc;
    const cursor = decodeCursor(input.after);
    const bounds = cursor
      ? or(
          beyond(inquiries.changedAt, cursor.at),
          and(eq(inquiries.changedAt, cursor.at), beyond(inquiries.id, cursor.id)),
        )
      : undefined;
    const state = input.done ? ne(inquiries.state, "open") : eq(inquiries.state, "open");
    const rows = await tx.db
      .select()
      .from(inquiries)
      .where(and(eq(inquiries.programId, program.programId), state, bounds))
      .orderBy(order(inquiries.changedAt), order(inquiries.id))
      .limit(INQUIRY_PAGE + 1);
    const [named] = await tx.db
      .select({ document: policyVersions.document })
      .from(policyVersions)
      .where(and(eq(policyVersions.programId, program.programId), eq(policyVersions.status, "published")));
    const page = rows.slice(0, INQUIRY_PAGE);
    const last = page.at(-1);
    return {
      programSlug: program.programSlug,
      programName: named?.document.organisation.tradeName ?? program.programSlug,
      zone: named?.document.calendar.zone ?? "UTC",
      rows: page.map((row) => ({
        publicId: row.publicId,
        subject: openSubject(keyOf(ring(), row), row),
        state: row.state,
        createdAt: row.createdAt.toISOString(),
        changedAt: row.changedAt.toISOString(),
      })),
      next: last && rows.length > INQUIRY_PAGE ? encodeCursor({ at: last.changedAt, id: last.id }) : null,
    };
  });
}

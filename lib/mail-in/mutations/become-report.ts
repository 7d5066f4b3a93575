import "server-only";
import { createHash } from "node:crypto";
import { and, asc, eq, isNull } from "drizzle-orm";
import { v7 } from "uuid";
import { attachments, reportDrafts, reports } from "@/db/schema";
import { openName } from "@/lib/attachments/mutations/loaded";
import { storeWhole } from "@/lib/attachments/mutations/store-whole";
import { appSecret } from "@/lib/env/env";
import { PortalError } from "@/lib/errors";
import { codeHash, codeOfDraft } from "@/lib/guests/code-hash";
import { policyInForce } from "@/lib/reports/drafts/queries";
import { receive } from "@/lib/reports/mutations/receive";
import { draftPlace } from "@/lib/reports/places";
import { takePoint } from "@/lib/request/rate-limit";
import { type Context, inTransaction, type Transaction, withProof } from "@/lib/request/transaction";
import { hashToken, lookupHash } from "@/lib/vault/lookup";
import { ring } from "@/lib/vault/ring";
import { newWrappedKey, sealJson } from "@/lib/vault/seal";
import { answersOfMail, textBesides } from "../answers";
import type { MailFile, ReadMail } from "../read";
import type { MailState } from "../vocabulary";
import { type IncomingMail, lockMail, settle } from "./load";

type Outcome = { reference: string } | null;

/**
 * Makes the one report of a mail: received when the mail was, its sender a guest who holds no code yet. Run again after
 * a stop anywhere, it goes on. Null when somebody else settled the mail meanwhile, or `stillNew` says no.
 */
export async function becomeReport(
  ctx: Context,
  mail: IncomingMail,
  read: ReadMail,
  options: {
    from: MailState;
    verified: boolean;
    /** Asked once more under the lock. */
    stillNew?: (tx: Transaction) => Promise<boolean>;
    /** Besides what is always written. */
    change: (tx: Transaction) => Promise<Parameters<typeof settle>[2]>;
  },
): Promise<Outcome> {
  const draft = await draftOf(ctx, mail);
  const left = await keepFiles(draft.ctx, draft.publicId, [...textBesides(read), ...read.files]);
  return inTransaction(draft.ctx, async (before) => {
    const row = await lockMail(before, mail.id, options.from);
    if (row === null) return null;
    const hash = codeHash(appSecret(), codeOfDraft(appSecret(), draft.token));
    const tx = await withProof(before, hash);
    if (options.stillNew && !(await options.stillNew(tx))) return null;
    const [loaded] = await tx.db
      .select()
      .from(reportDrafts)
      .where(eq(reportDrafts.publicId, draft.publicId))
      .for("update");
    if (!loaded) return null;
    await removeCopies(tx, loaded.id);
    // Asked once it is certain that this copy becomes the report: of several at once, one may be answered.
    const acknowledged = options.verified && (await mayAcknowledge(ctx, read.from?.address ?? null));
    const { reference } = await receive(tx, {
      // Whoever settles it later: it arrived when it arrived, and every promise runs from there.
      arrivedAt: row.receivedAt,
      draft: loaded,
      policy: await policyInForce(tx, row.programId),
      answers: answersOfMail(read, { left, verified: options.verified }),
      guestCodeHash: hash,
      urgent: false,
      channel: "mail",
      acknowledged,
      flags: options.verified ? [] : ["sender_unverified"],
    });
    await tx.db.update(reportDrafts).set({ submittedAt: tx.now }).where(eq(reportDrafts.id, loaded.id));
    const [report] = await tx.db.select({ id: reports.id }).from(reports).where(eq(reports.reference, reference));
    await settle(tx, row.id, {
      ...(await options.change(tx)),
      state: "report",
      reportId: report?.id ?? null,
      judgedAt: row.judgedAt ?? tx.now,
    });
    return { reference };
  });
}

/** The draft of a mail, always the same one: files go through it as those of a form do, under the same rules. */
async function draftOf(ctx: Context, mail: IncomingMail) {
  const token = lookupHash(appSecret(), "mail-draft", mail.id).toString("base64url");
  const guestHash = hashToken(token).toString("hex");
  const publicId = createHash("sha256").update(`mail ${token}`).digest("hex").slice(0, 32);
  const guest: Context = { ...ctx, actor: { kind: "guest", proofs: [guestHash] } };
  await inTransaction(guest, async (tx) => {
    const policy = await policyInForce(tx, mail.programId);
    const id = v7();
    const { key, wrapped } = newWrappedKey(ring(), id);
    await tx.db
      .insert(reportDrafts)
      .values({
        id,
        publicId,
        programId: mail.programId,
        guestHash,
        firstPolicyVersionId: policy.id,
        dataKey: wrapped,
        answersSealed: sealJson(key, draftPlace(id), {}),
        createdAt: tx.now,
        savedAt: tx.now,
      })
      .onConflictDoNothing();
  });
  return { ctx: guest, publicId, token };
}

/** Keeps what can be kept as files; the others by name, each with the reason why not. */
async function keepFiles(ctx: Context, draftPublicId: string, files: readonly MailFile[]): Promise<string[]> {
  const there = await inTransaction(ctx, async (tx) => {
    const rows = await tx.db
      .select()
      .from(attachments)
      .innerJoin(reportDrafts, eq(reportDrafts.id, attachments.draftId))
      .where(and(eq(reportDrafts.publicId, draftPublicId), isNull(attachments.removedAt)));
    return new Set(rows.map(({ attachments: row }) => `${row.sha256} ${openName(row).name}`));
  });
  const left: string[] = [];
  for (const { name, content } of files) {
    if (there.has(`${createHash("sha256").update(content).digest("hex")} ${name}`)) continue;
    try {
      await storeWhole(ctx, { place: draftPublicId, name, source: bytesOf(content) });
    } catch (error) {
      if (!(error instanceof PortalError) || error.code === "NOT_FOUND") throw error;
      left.push(error.message);
    }
  }
  return left;
}

/** Two workers that judge one mail at once both store its files; the report has each once. */
async function removeCopies(tx: Transaction, draftId: string): Promise<void> {
  const rows = await tx.db
    .select()
    .from(attachments)
    .where(and(eq(attachments.draftId, draftId), isNull(attachments.removedAt)))
    .orderBy(asc(attachments.createdAt), asc(attachments.id));
  const seen = new Set<string>();
  for (const row of rows) {
    const same = `${row.sha256} ${openName(row).name}`;
    if (seen.has(same)) await tx.db.update(attachments).set({ removedAt: tx.now }).where(eq(attachments.id, row.id));
    seen.add(same);
  }
}

async function* bytesOf(content: Buffer): AsyncGenerator<Uint8Array> {
  yield content;
}

/** One acknowledgement a day and address, whatever it sends (security.md C40). */
async function mayAcknowledge(ctx: Context, address: string | null): Promise<boolean> {
  if (address === null) return false;
  try {
    await takePoint(ctx.db, "mail-acknowledgement:recipient", address);
    return true;
  } catch (error) {
    if (error instanceof PortalError && error.code === "RATE_LIMITED") return false;
    throw error;
  }
}

import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { draftLinks, reportDrafts } from "@/db/schema";
import { linkState } from "@/lib/accounts/link-state";
import { accountOf, can } from "@/lib/auth/policy";
import { appSecret } from "@/lib/env/env";
import { conflict, forbidden, invalid, notFound, PortalError } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/enqueue";
import { type PromisedMail, queueMails } from "@/lib/notifications/mutations";
import { readPublicKey } from "@/lib/pgp/read-key";
import { heldBeside } from "@/lib/reports/drafts/held/mutations";
import { cardOf, guestRecipient, loadDraft, openDraft, policyInForce } from "@/lib/reports/drafts/queries";
import { resumePlace } from "@/lib/reports/places";
import { takePoint } from "@/lib/request/rate-limit";
import { type Context, inTransaction, type Transaction, withProof } from "@/lib/request/transaction";
import { hashToken, lookupHash, newToken } from "@/lib/vault/lookup";
import { sealText } from "@/lib/vault/seal";
import { DRAFT_LINK_MINUTES, DRAFT_LINK_SENTENCES } from "./link";
import type { Resumed } from "./types";

/*
 * A guest's draft opens in one browser. With an address, a link can be mailed that moves it to another: once, for a
 * while. The address lies sealed under the draft's own key, found by its HMAC, and goes when the draft does.
 */

type Draft = typeof reportDrafts.$inferSelect;

const lookupOf = (address: string) => lookupHash(appSecret(), "draft-address", address);

/**
 * Keeps an address with the actor's own draft and mails a link there.
 * Errors: NOT_FOUND, RATE_LIMITED, CONFLICT where the mail could not be encrypted to the key in the draft.
 */
export async function mailDraftLink(
  ctx: Context,
  input: { publicId: string; address: string; network: string },
): Promise<{ address: string }> {
  const { publicId, address } = input;
  await takePoint(ctx.db, "guest-link:network", input.network);
  await takePoint(ctx.db, "guest-link:recipient", address);
  return inTransaction(ctx, async (tx) => {
    const { row, key, answers } = await guestDraft(tx, publicId);
    const read = answers.pgpKey ? await readPublicKey(answers.pgpKey, tx.now) : null;
    if (read?.ok === false) {
      throw conflict(`The key that you gave under “About you” cannot be used, so no mail is sent. ${read.message}.`);
    }
    const [kept] = await tx.db
      .update(reportDrafts)
      .set({ resumeLookup: lookupOf(address), resumeSealed: sealText(key, resumePlace(row.id), address) })
      .where(and(eq(reportDrafts.id, row.id), isNull(reportDrafts.submittedAt)))
      .returning();
    if (!kept) throw notFound();
    await queueMails(tx, [await newLink(tx, kept)]);
    return { address };
  });
}

/** Forgets the address of the actor's own draft; links that were mailed there open nothing from now on. NOT_FOUND. */
export async function forgetDraftAddress(ctx: Context, publicId: string): Promise<{ forgotten: true }> {
  return inTransaction(ctx, async (tx) => {
    const { row } = await guestDraft(tx, publicId);
    await forgetWaysBack(tx, row.id);
    return { forgotten: true };
  });
}

/** Ends every mailed way into a draft: it was sent, or its address is to be forgotten. */
export async function forgetWaysBack(tx: Transaction, draftId: string): Promise<void> {
  await tx.db.delete(draftLinks).where(eq(draftLinks.draftId, draftId));
  await tx.db.update(reportDrafts).set({ resumeLookup: null, resumeSealed: null }).where(eq(reportDrafts.id, draftId));
}

/**
 * Asks for links to the drafts of an address. The answer is the same whether there are any: the portal looks for them
 * later, in a job. Errors: RATE_LIMITED, by network alone.
 */
export async function askForDraftLinks(
  ctx: Context,
  { address, network }: { address: string; network: string },
): Promise<{ asked: true }> {
  await takePoint(ctx.db, "guest-link:network", network);
  const lookup = lookupOf(address).toString("hex");
  return asked(ctx, { lookup }, lookup);
}

/** Asks for another link by one that is no longer good, to where that one was mailed. Errors: RATE_LIMITED. */
export async function renewDraftLink(
  ctx: Context,
  { token, network }: { token: string; network: string },
): Promise<{ asked: true }> {
  await takePoint(ctx.db, "guest-link:network", network);
  const [link] = await ctx.db
    .select({ draftId: draftLinks.draftId })
    .from(draftLinks)
    .where(eq(draftLinks.tokenHash, hashToken(token)));
  return link ? asked(ctx, link, link.draftId) : { asked: true };
}

function asked(ctx: Context, payload: { lookup: string } | { draftId: string }, key: string): Promise<{ asked: true }> {
  return inTransaction(ctx, async (tx) => {
    await enqueue(tx, "mail_draft_links", [{ payload, key: `draft-links:${key}` }]);
    return { asked: true };
  });
}

/** A browser holds a few drafts, and somebody has not many more. */
const MAILED_AT_MOST = 5;

/** Mails the links that were asked for. FORBIDDEN for everybody but the portal itself. */
export async function mailAskedLinks(ctx: Context, input: { lookup: string } | { draftId: string }): Promise<void> {
  if (!can(ctx.actor, "drafts.mail_links", null)) throw forbidden("Only the portal itself can do this.");
  await inTransaction(ctx, async (tx) => {
    const which =
      "lookup" in input
        ? eq(reportDrafts.resumeLookup, Buffer.from(input.lookup, "hex"))
        : eq(reportDrafts.id, input.draftId);
    const drafts = await tx.db
      .select()
      .from(reportDrafts)
      .where(and(which, isNull(reportDrafts.submittedAt)))
      .orderBy(reportDrafts.savedAt)
      .limit(MAILED_AT_MOST)
      .for("update");
    const addressed = drafts.filter(({ resumeSealed }) => resumeSealed !== null);
    const [first] = addressed;
    if (!first || !(await mayWriteTo(ctx, guestRecipient(first).to.address))) return;
    const mails: PromisedMail[] = [];
    for (const draft of addressed) mails.push(await newLink(tx, draft));
    await queueMails(tx, mails);
  });
}

/** Whoever is mailed more than they read is mailed no more; nobody learns that from an answer. */
async function mayWriteTo(ctx: Context, address: string): Promise<boolean> {
  try {
    await takePoint(ctx.db, "guest-link:recipient", address);
    return true;
  } catch (error) {
    if (error instanceof PortalError && error.code === "RATE_LIMITED") return false;
    throw error;
  }
}

/** A new link to a draft that is locked; those before it are superseded. */
async function newLink(tx: Transaction, draft: Draft): Promise<PromisedMail> {
  await tx.db
    .update(draftLinks)
    .set({ replacedAt: tx.now })
    .where(and(eq(draftLinks.draftId, draft.id), isNull(draftLinks.usedAt), isNull(draftLinks.replacedAt)));
  const token = newToken();
  await tx.db.insert(draftLinks).values({
    tokenHash: hashToken(token),
    draftId: draft.id,
    createdAt: tx.now,
    expiresAt: new Date(tx.now.getTime() + DRAFT_LINK_MINUTES * 60_000),
  });
  const { document, calendar } = await policyInForce(tx, draft.programId);
  return {
    template: "draft_link",
    ...guestRecipient(draft),
    params: {
      program: document.organisation.tradeName,
      path: `/report/resume?token=${token}`,
      savedAt: draft.savedAt.toISOString(),
      zone: calendar.zone,
    },
  };
}

/**
 * Moves a guest's draft to the browser, or the account, that opens a link to it; whichever had it does no longer.
 * Errors: CONFLICT with the sentence of a link that is not usable; of two at once the second is told that it was used.
 */
export async function openDraftLink(ctx: Context, token: string): Promise<Resumed> {
  return inTransaction(ctx, async (before) => {
    const tokenHash = hashToken(token);
    const tx = await withProof(before, tokenHash.toString("hex"));
    const [link] = await tx.db.select().from(draftLinks).where(eq(draftLinks.tokenHash, tokenHash)).for("update");
    const state = linkState(link ?? null, tx.now);
    if (!link || state !== "usable") throw conflict(DRAFT_LINK_SENTENCES[state === "usable" ? "unknown" : state]);
    const [draft] = await tx.db.select().from(reportDrafts).where(eq(reportDrafts.id, link.draftId)).for("update");
    if (!draft || draft.submittedAt !== null || !can(tx.actor, "draft.take", draft)) {
      throw conflict(DRAFT_LINK_SENTENCES.unknown);
    }
    const resumed = await takeDraft(tx, draft);
    // Last: a spent link opens the draft to nobody, this transaction included.
    await tx.db.update(draftLinks).set({ usedAt: tx.now }).where(eq(draftLinks.tokenHash, tokenHash));
    return resumed;
  });
}

/** Gives a draft that was judged to whoever asks: to the account, or to a new token for the browser. */
export async function takeDraft(before: Transaction, draft: Draft): Promise<Resumed> {
  const accountId = accountOf(before.actor);
  const guestToken = accountId === null ? newToken() : null;
  const guestHash = guestToken === null ? null : hashToken(guestToken).toString("hex");
  const tx = guestHash === null ? before : await withProof(before, guestHash);
  const [taken] = await tx.db
    .update(reportDrafts)
    .set({ accountId, guestHash, ...(accountId === null ? {} : { resumeLookup: null, resumeSealed: null }) })
    .where(and(eq(reportDrafts.id, draft.id), isNull(reportDrafts.submittedAt)))
    .returning();
  if (!taken) throw conflict(DRAFT_LINK_SENTENCES.unknown);
  const held = await heldBeside(tx, taken.id, openDraft(taken).key);
  const { next, publicId } = await cardOf(tx, taken);
  const { step, part } = held ?? { step: next, part: "step" as const };
  return { publicId, stop: { step, part, held: held !== null }, guestToken };
}

async function guestDraft(tx: Transaction, publicId: string) {
  const draft = await loadDraft(tx, publicId, true);
  if (draft.row.guestHash === null) throw invalid("A draft in an account opens wherever you sign in.");
  if (draft.row.submittedAt !== null) throw notFound();
  return { ...draft, ...openDraft(draft.row) };
}

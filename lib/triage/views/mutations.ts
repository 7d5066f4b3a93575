import "server-only";
import { randomBytes } from "node:crypto";
import { and, count, eq } from "drizzle-orm";
import { v7 } from "uuid";
import { deskSettings, savedViews } from "@/db/schema";
import { accountOf, can } from "@/lib/auth/policy";
import { conflict, forbidden, invalid, notFound } from "@/lib/errors";
import { recordProgramEvent } from "@/lib/ledger/record";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { sealWithRing } from "@/lib/vault/seal";
import { listFrame } from "../frame/queries";
import { listedProgram } from "../queries";
import { moved } from "./built-in";
import { viewPlace } from "./places";
import type { RenameView, SaveView } from "./schema";

/** Lists that somebody keeps in one program at most. */
const VIEWS_MAX = 50;

/** Keeps a list under a name. Errors: NOT_FOUND (no part in the program), INVALID (too many). */
export async function saveView(ctx: Context, programSlug: string, input: SaveView): Promise<{ key: string }> {
  const { programId } = listedProgram(ctx.actor, programSlug);
  return inTransaction(ctx, async (tx) => {
    const ownerId = accountOf(tx.actor);
    if (ownerId === null) throw notFound();
    const [held] = await tx.db
      .select({ many: count() })
      .from(savedViews)
      .where(and(eq(savedViews.programId, programId), eq(savedViews.ownerId, ownerId)));
    if ((held?.many ?? 0) >= VIEWS_MAX) {
      throw invalid("There is a problem", { name: [`Delete a list first: ${VIEWS_MAX} are kept at most`] });
    }
    const id = v7();
    const publicId = randomBytes(16).toString("hex");
    await tx.db.insert(savedViews).values({
      id,
      publicId,
      programId,
      ownerId,
      visibility: input.visibility,
      nameSealed: sealWithRing(ring(), viewPlace(id, "name_sealed"), input.name),
      querySealed: sealWithRing(ring(), viewPlace(id, "query_sealed"), input.query),
      createdAt: tx.now,
      changedAt: tx.now,
    });
    await recordProgramEvent(tx, programId, { type: "view.saved", view: publicId, visibility: input.visibility });
    return { key: publicId };
  });
}

/** Another name, or other people who see it. Errors: NOT_FOUND, FORBIDDEN (somebody else's), CONFLICT (changed meanwhile). */
export async function renameView(ctx: Context, publicId: string, input: RenameView): Promise<void> {
  await changeView(ctx, publicId, input.known, (id) => ({
    visibility: input.visibility,
    nameSealed: sealWithRing(ring(), viewPlace(id, "name_sealed"), input.name),
  }));
}

/** Another list under the same name. Errors: as `renameView`. */
export async function replaceView(
  ctx: Context,
  publicId: string,
  input: { query: string; known: string },
): Promise<void> {
  await changeView(ctx, publicId, input.known, (id) => ({
    querySealed: sealWithRing(ring(), viewPlace(id, "query_sealed"), input.query),
  }));
}

async function changeView(
  ctx: Context,
  publicId: string,
  known: string,
  values: (id: string) => Partial<typeof savedViews.$inferInsert>,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const view = await ownView(tx, publicId);
    if (view.changedAt.toISOString() !== known) {
      throw conflict("This list was changed in the meantime. Nothing of yours was saved; look at it again first.");
    }
    const set = values(view.id);
    await tx.db
      .update(savedViews)
      .set({ ...set, changedAt: tx.now })
      .where(eq(savedViews.id, view.id));
    const visibility = set.visibility ?? view.visibility;
    await recordProgramEvent(tx, view.programId, { type: "view.changed", view: publicId, visibility });
  });
}

/** Errors: NOT_FOUND (also when it is gone already), FORBIDDEN (somebody else's). */
export async function deleteView(ctx: Context, publicId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const view = await ownView(tx, publicId);
    await tx.db.delete(savedViews).where(eq(savedViews.id, view.id));
    await recordProgramEvent(tx, view.programId, { type: "view.deleted", view: publicId });
  });
}

/** The view, locked, when the actor sees it and it is theirs. */
async function ownView(tx: Transaction, publicId: string): Promise<typeof savedViews.$inferSelect> {
  // A row that somebody may not change is not locked either, so that it is looked for first.
  const [seen] = await tx.db.select().from(savedViews).where(eq(savedViews.publicId, publicId));
  if (!seen) throw notFound();
  if (!can(tx.actor, "view.change", seen)) throw forbidden("Only whoever saved this list can change it.");
  const [view] = await tx.db.select().from(savedViews).where(eq(savedViews.id, seen.id)).for("update");
  if (!view) throw notFound();
  return view;
}

/** Moves one list among those offered to the actor, or hides it from them. Errors: NOT_FOUND (no such list for them). */
export async function moveView(
  ctx: Context,
  programSlug: string,
  key: string,
  change: { by: -1 | 1 } | { hidden: boolean },
): Promise<void> {
  const { programId } = listedProgram(ctx.actor, programSlug);
  await inTransaction(ctx, async (tx) => {
    const { views } = await listFrame(tx, programId);
    if (!views.some((view) => view.key === key && !view.pinned)) throw notFound();
    const hidden = views.filter((view) => view.hidden).map((view) => view.key);
    if ("by" in change) await keepSettings(tx, { viewOrder: moved(views, key, change.by) });
    else if (change.hidden) await keepSettings(tx, { hiddenViews: [...new Set([...hidden, key])] });
    else await keepSettings(tx, { hiddenViews: hidden.filter((each) => each !== key) });
  });
}

/** Single keys on or off; nothing of it concerns anybody else. Errors: NOT_FOUND (no member of staff). */
export async function arrangeDesk(ctx: Context, change: { keys: boolean }): Promise<void> {
  await inTransaction(ctx, (tx) => keepSettings(tx, change));
}

type Settings = Partial<Pick<typeof deskSettings.$inferInsert, "viewOrder" | "hiddenViews" | "keys">>;

async function keepSettings(tx: Transaction, settings: Settings): Promise<void> {
  if (tx.actor.kind !== "staff") throw notFound();
  const set = { ...settings, changedAt: tx.now };
  await tx.db
    .insert(deskSettings)
    .values({ accountId: tx.actor.accountId, ...set })
    .onConflictDoUpdate({ target: deskSettings.accountId, set });
}

import "server-only";
import { randomBytes } from "node:crypto";
import { and, desc, eq, ne, notInArray, sql } from "drizzle-orm";
import { calendarVersions, policyDrafts, policyVersions, programs } from "@/db/schema";
import { type Action, accountOf, can } from "@/lib/auth/policy";
import { conflict, forbidden, invalid, notFound } from "@/lib/errors";
import { recordProgramEvent } from "@/lib/ledger/record";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { localDay } from "@/lib/sla/local-day";
import { documentHash } from "../hash";
import { STAGE_WORDS } from "../life";
import type { LintSubject } from "../lint/types";
import { pinnedPolicy } from "../pinned/queries";
import { blankDocument, revisionOf } from "./blank";
import { type DraftRow, draftRow, namesOfPeople } from "./queries";
import { draftDocumentSchema } from "./schema";
import type { DraftSource, SavedPolicyDraft } from "./types";

/** Enough to work on several revisions at once; each is a decision that somebody has to take. */
const OPEN_AT_MOST = 20;

const ONLY_EDITORS = "Only a coordinator or the policy owner of this program can change its policy.";

export type StartInput = {
  programSlug: string;
  /** `current`: the policy in force, as the beginning of its revision. `imported`: the document given. */
  source: DraftSource;
  document?: unknown;
};

/** Begins a policy. Several may be open at once: a small correction need not wait for a large revision. */
export async function startPolicyDraft(ctx: Context, input: StartInput): Promise<{ publicId: string }> {
  return inTransaction(ctx, async (tx) => {
    const [program] = await tx.db
      .select({ id: programs.id, slug: programs.slug })
      .from(programs)
      .where(eq(programs.slug, input.programSlug))
      .for("update");
    if (!program || !can(tx.actor, "policy_draft.read", { programId: program.id })) throw notFound();
    mayDo(tx, "policy_draft.edit", program.id, ONLY_EDITORS);
    const open = await tx.db.$count(
      policyDrafts,
      and(eq(policyDrafts.programId, program.id), notInArray(policyDrafts.stage, ["published", "withdrawn"])),
    );
    if (open >= OPEN_AT_MOST) throw conflict(`${open} drafts are open already. Publish or withdraw one of them first.`);
    const [current] = await tx.db
      .select({ id: policyVersions.id })
      .from(policyVersions)
      .where(and(eq(policyVersions.programId, program.id), eq(policyVersions.status, "published")));
    const document = await firstText(tx, program, current?.id ?? null, input);
    const publicId = randomBytes(16).toString("hex");
    const hash = documentHash(document);
    await tx.db.insert(policyDrafts).values({
      publicId,
      programId: program.id,
      basedOn: current?.id ?? null,
      source: input.source,
      document,
      contentHash: hash,
      createdBy: accountOf(tx.actor),
      createdAt: tx.now,
      savedBy: accountOf(tx.actor),
      savedAt: tx.now,
    });
    const basedOn = current ? (await pinnedPolicy(tx, current.id)).version : null;
    await recordProgramEvent(tx, program.id, {
      type: "policy_draft.started",
      draft: publicId,
      hash,
      source: input.source,
      basedOn,
    });
    return { publicId };
  });
}

async function firstText(
  tx: Transaction,
  program: { id: string; slug: string },
  currentId: string | null,
  { source, document }: StartInput,
): Promise<LintSubject> {
  if (source === "imported") return readDocument(document, program.slug);
  if (source === "current") {
    if (currentId === null) throw conflict("This program has no policy in force to begin from.");
    const { document: current, calendar } = await pinnedPolicy(tx, currentId);
    return revisionOf(current, localDay(tx.now, calendar.zone).toString());
  }
  const [newest] = await tx.db
    .select({ calendar: calendarVersions.calendar })
    .from(calendarVersions)
    .where(eq(calendarVersions.programId, program.id))
    .orderBy(desc(calendarVersions.version))
    .limit(1);
  const calendar = newest?.calendar ?? null;
  const named = calendar && { version: calendar.version, zone: calendar.zone, region: calendar.region };
  return blankDocument(program.slug, named, localDay(tx.now, calendar?.zone ?? "UTC").toString());
}

function readDocument(candidate: unknown, slug: string): LintSubject {
  const parsed = draftDocumentSchema.safeParse(candidate);
  if (!parsed.success) throw invalid(parsed.error.issues[0]?.message ?? "This is not a policy document.");
  if (parsed.data.program !== slug) throw invalid("The policy document belongs to another program.");
  return parsed.data;
}

/**
 * Keeps a new text of an open draft. In review or approved it goes back to being a draft, and every signature with it.
 * A text that was saved since `rev` is not overwritten: the answer then holds both.
 */
export async function savePolicyDraft(
  ctx: Context,
  input: { publicId: string; rev: number; document: unknown },
): Promise<SavedPolicyDraft> {
  return inTransaction(ctx, async (tx) => {
    const row = await draftRow(tx, input.publicId, true);
    mayDo(tx, "policy_draft.edit", row.programId, ONLY_EDITORS);
    refuseUnlessOpen(row);
    const [program] = await tx.db.select({ slug: programs.slug }).from(programs).where(eq(programs.id, row.programId));
    if (!program) throw notFound();
    const document = readDocument(input.document, program.slug);
    const contentHash = documentHash(document);
    // The same text again is no conflict and no change: nothing that was signed dies of it.
    if (contentHash === row.contentHash) return saved(row);
    if (row.rev !== input.rev) {
      const names = await namesOfPeople(tx, row.savedBy === null ? [] : [row.savedBy]);
      return {
        outcome: "stale",
        rev: row.rev,
        savedAt: row.savedAt.toISOString(),
        savedBy: names.get(row.savedBy ?? "") ?? null,
        theirs: row.document,
        yours: document,
      };
    }
    const after = await updateDraft(tx, row, { document, contentHash, stage: "draft" });
    if (row.stage !== "draft") {
      await recordProgramEvent(tx, row.programId, {
        type: "policy_draft.returned",
        draft: row.publicId,
        hash: contentHash,
        because: "edited",
      });
    }
    return saved(after);
  });
}

function saved({ rev, savedAt, contentHash }: DraftRow): SavedPolicyDraft {
  return { outcome: "saved", rev, savedAt: savedAt.toISOString(), contentHash };
}

/** @throws PortalError CONFLICT for what is published or withdrawn */
export function refuseUnlessOpen(row: DraftRow): void {
  if (row.stage === "published" || row.stage === "withdrawn") {
    throw conflict(`This draft is ${STAGE_WORDS[row.stage].toLowerCase()}. Start a new one to change the policy.`);
  }
}

type PlainAction = Extract<
  Action,
  "policy_draft.edit" | "policy_draft.challenge" | "policy.sign" | "policy.publish" | "policy_draft.read"
>;

/** @throws PortalError FORBIDDEN, for somebody who may see the program's drafts */
export function mayDo(tx: Transaction, action: PlainAction, programId: string, sentence: string): void {
  if (!can(tx.actor, action, { programId })) throw forbidden(sentence);
}

/** Changes the row that was loaded and no other: whoever changed it since wins. */
export async function updateDraft(
  tx: Transaction,
  row: DraftRow,
  change: Partial<typeof policyDrafts.$inferInsert>,
): Promise<DraftRow> {
  const [after] = await tx.db
    .update(policyDrafts)
    .set({ ...change, rev: sql`${policyDrafts.rev} + 1`, savedAt: tx.now, savedBy: accountOf(tx.actor) })
    .where(and(eq(policyDrafts.id, row.id), eq(policyDrafts.rev, row.rev), ne(policyDrafts.stage, "published")))
    .returning();
  if (!after) throw conflict("Somebody changed this draft meanwhile. Look at it again.");
  return after;
}

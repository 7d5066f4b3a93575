import "server-only";
import { eq } from "drizzle-orm";
import { calendarVersions, policyVersions, programs } from "@/db/schema";
import type { PolicyDocument } from "@/lib/policy/schema";
import type { Transaction } from "@/lib/request/transaction";
import type { Calendar } from "@/lib/sla/types";

/** A policy version with its program and calendar, as reports are pinned to it. */
export type PinnedPolicy = {
  id: string;
  programId: string;
  programSlug: string;
  referencePrefix: string;
  nextUpdateDays: number;
  version: string;
  hash: string;
  document: PolicyDocument;
  calendarVersionId: string;
  calendar: Calendar;
};

const columns = {
  id: policyVersions.id,
  programId: programs.id,
  programSlug: programs.slug,
  referencePrefix: programs.referencePrefix,
  nextUpdateDays: programs.nextUpdateDays,
  version: policyVersions.version,
  hash: policyVersions.contentHash,
  document: policyVersions.document,
  calendarVersionId: calendarVersions.id,
  calendar: calendarVersions.calendar,
  status: policyVersions.status,
};

// A published version and its calendar never change, so a process reads each once.
const kept = new Map<string, PinnedPolicy>();
const KEPT_AT_MOST = 200;

/** The version with this id; throws when there is none (ids come from foreign keys). */
export async function pinnedPolicy(tx: Transaction, id: string): Promise<PinnedPolicy> {
  const present = kept.get(id);
  if (present) return present;
  const [row] = await from(tx).where(eq(policyVersions.id, id));
  if (!row) throw new Error("a pinned policy version is missing");
  const { status, ...pinned } = row;
  if (status === "published" || status === "superseded") {
    if (kept.size >= KEPT_AT_MOST) kept.clear();
    kept.set(id, pinned);
  }
  return pinned;
}

function from(tx: Transaction) {
  return tx.db
    .select(columns)
    .from(policyVersions)
    .innerJoin(programs, eq(programs.id, policyVersions.programId))
    .innerJoin(calendarVersions, eq(calendarVersions.id, policyVersions.calendarVersionId));
}

import type { PolicyDocument } from "../schema";
import type { PolicyHistoryEntry } from "../types";
import { classifyRevision, type RevisionClass } from "./classify";

/** A version that was ever in force, beside the one that it replaced. */
export type PolicyRevision = PolicyHistoryEntry & {
  /** The version in force before it; null for the first. */
  predecessor: string | null;
  /** Null for the first version: there is nothing that it could take away. */
  classification: RevisionClass | null;
};

type Version = { entry: PolicyHistoryEntry; document: PolicyDocument };

/** Each version with its class against its predecessor; takes and gives them newest first. */
export function revisionsOf(versions: readonly Version[]): PolicyRevision[] {
  return versions.map(({ entry, document }, index) => {
    const previous = versions[index + 1];
    return {
      ...entry,
      predecessor: previous?.entry.version ?? null,
      classification: previous ? classifyRevision(previous.document, document) : null,
    };
  });
}

/** The version that a revision is compared with when nobody names one: the one before it. */
export function predecessorOf(revisions: readonly PolicyHistoryEntry[], version: string): string | null {
  const index = revisions.findIndex((revision) => revision.version === version);
  return index < 0 ? null : (revisions[index + 1]?.version ?? null);
}

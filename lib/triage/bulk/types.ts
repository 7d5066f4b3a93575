import type { BulkVerb } from "./verbs";

/** A report of a selection, as it stands now. */
export type BulkRow = {
  reference: string;
  title: string;
  stateLabel: string;
  assignee: string | null;
  version: number;
  /** For each verb why it does not apply; null where it does. */
  obstacles: Record<BulkVerb, string | null>;
};

export type BulkPage = {
  programSlug: string;
  programName: string;
  rows: BulkRow[];
  /** Of the selection, how many are no reports that the reader sees here. */
  missing: number;
  team: { handle: string; name: string; you: boolean }[];
};

import type { StepUpMeans } from "../../accounts/types";
import type { ListChoices } from "../types";
import type { BulkVerb } from "./verbs";

/** A report of a selection, as it stands now. */
export type BulkRow = {
  reference: string;
  title: string;
  stateLabel: string;
  assignee: string | null;
  version: number;
  /** What its reporter would read from the template that was selected, and its hash; null where none was. */
  written: { text: string; hash: string } | null;
  /** For each verb why it does not apply; null where it does. */
  obstacles: Record<BulkVerb, string | null>;
};

export type BulkPage = {
  programSlug: string;
  programName: string;
  rows: BulkRow[];
  /** Of the selection, how many are no reports that the reader sees here. */
  missing: number;
  /** Texts that a question for information can begin with. */
  templates: { id: string; title: string; language: string }[];
  stepUp: StepUpMeans;
  team: ListChoices["team"];
  /** Those that the program's reports hold. */
  tags: string[];
};

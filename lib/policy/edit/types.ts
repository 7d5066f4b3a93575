import type { Calendar } from "../../sla/types";
import type { DraftStage } from "../life";
import type { LintContext, LintSubject } from "../lint/types";
import type { PolicyDocument } from "../schema";
import type { FieldValues } from "./fields";

/** A draft with everything that its editor needs to judge it while somebody types. */
export type EditorView = {
  publicId: string;
  programSlug: string;
  stage: DraftStage;
  /** Whether the reader may change it, and it can still be changed. */
  editable: boolean;
  document: LintSubject;
  /** The version it revises, with the calendar that version counts by. */
  base: { version: string; document: PolicyDocument; calendar: Calendar } | null;
  /** The calendar versions of the program, newest first. */
  calendars: Calendar[];
  /** OpenPGP key of the program as the linter asks for it; absent where nobody looked. */
  key?: LintContext["key"];
  warningReasons: Record<string, string>;
  raisedReason: string | null;
  signed: boolean;
  /** ISO 8601 UTC. */
  savedAt: string;
  savedBy: string | null;
  now: string;
  zone: string;
};

/** What became of a section that was sent. */
export type SectionAnswer =
  /** `values`: the section as it is kept, where that is another than was sent. */
  | { outcome: "saved"; mark: string; savedAt: string; values?: FieldValues }
  | {
      outcome: "stale";
      mark: string;
      savedAt: string;
      savedBy: string | null;
      theirs: FieldValues;
      yours: FieldValues;
    };

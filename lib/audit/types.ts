import type { StepUpMeans } from "../accounts/types";

export type AuditRow = {
  /** Among the rows of one page. */
  key: string;
  at: string;
  /** Somebody of the team by name; reporters and guests by what they are. */
  who: string;
  what: string;
  /** The type of the event, for whoever counts them. */
  type: string;
  reference: string | null;
};

export type AuditLog = {
  programSlug: string;
  programName: string;
  zone: string;
  rows: AuditRow[];
  /** Where the older rows begin; null at the end. */
  next: string | null;
  people: { handle: string; name: string }[];
  stepUp: StepUpMeans;
};

export type ChainCheck = { stream: string; good: boolean; events: number; reason: string | null };

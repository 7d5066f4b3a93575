import type { Severity } from "../reports/types";

/** A report that may be about the same thing. */
export type Candidate = {
  reference: string;
  title: string;
  stateLabel: string;
  severity: Severity | null;
  receivedAt: string;
  /** The report that came first of the two. */
  earlier: boolean;
  reasons: string[];
};

export type Similar = {
  reference: string;
  title: string;
  zone: string;
  candidates: Candidate[];
};

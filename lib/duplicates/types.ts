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
  /** Somebody said that the two belong together. */
  related: boolean;
  /** This report is marked as a duplicate of it. */
  original: boolean;
  reasons: string[];
};

export type Similar = {
  reference: string;
  title: string;
  zone: string;
  candidates: Candidate[];
  /** Of the report as shown: the second of two decisions is refused. */
  version: number;
  /** Whether the reader may decline it as a duplicate now, and say how it stands to others. */
  mayMark: boolean;
  mayRelate: boolean;
};

import type { Calendar } from "../sla/types";
import type { PolicyDocument } from "./schema";

/** A published or superseded policy with the facts of its publication. */
export type PublishedPolicy = {
  slug: string;
  document: PolicyDocument;
  contentHash: string;
  status: "published" | "superseded";
  publishedAt: string;
  supersededAt: string | null;
  /** The local date of the last signed review: later than the document's own where a review changed nothing. */
  reviewedOn: string | null;
  calendar: Calendar;
  /** The portal's instant of reading: what "overdue" is decided by. */
  readAt: Date;
};

export type PolicyHistoryEntry = {
  version: string;
  title: string;
  revisedOn: string;
  reviewedOn: string | null;
  /** Of a review after its publication that changed nothing; null where there was none. */
  confirmedAt: string | null;
  status: "published" | "superseded";
  publishedAt: string;
  supersededAt: string | null;
  contentHash: string;
  zone: string;
};

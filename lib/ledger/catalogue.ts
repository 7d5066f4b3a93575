import type { ProgramEvent } from "./program-events";
import type { ReportEvent } from "./report-events";
import type { SystemEvent } from "./system-events";

/**
 * Every event that a ledger stream can hold. Payloads carry ids, numbers and vocabulary words,
 * never text of a report: the ledger is kept for ever and is not sealed.
 */
export type LedgerEvent = ReportEvent | ProgramEvent | SystemEvent;

/** A recorded event as the folds read it. `at` is an ISO 8601 UTC instant. */
export type Recorded<E = LedgerEvent> = {
  seq: number;
  at: string;
  actorKind: "researcher" | "staff" | "guest" | "system";
  actorId: string | null;
  event: E;
};

import { dueAt } from "../sla/calendar";
import type { Calendar, Derivation } from "../sla/types";
import { commitmentsOf } from "./document";
import type { Commitment, PolicyDocument } from "./schema";

export type DuePreview = {
  commitment: Commitment;
  /** Exclusive UTC instant, ISO 8601. */
  due: string;
  dueDate: string;
  derivation: Derivation;
};

/** When each promise of a policy would be due for a report received at `at`; a fix counts as if confirmed then. */
export function dueIfReceived(document: PolicyDocument, calendar: Calendar, at: Date): DuePreview[] {
  return commitmentsOf(document).map((commitment) => {
    const startedBy = commitment.clock === "fix" ? "Confirmed" : "Received";
    const { amount, unit } = commitment;
    const { due, dueDate, derivation } = dueAt({ start: at, amount, unit, calendar, startedBy });
    return { commitment, due: due.toISOString(), dueDate, derivation };
  });
}

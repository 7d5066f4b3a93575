import type { ClockEvent } from "../sla/fold";
import type { ReportEvent } from "./report-events";

/** What an event did to clocks: at its own instant, and before it where a report was split from another. */
export function clockEventsOf(at: string, event: ReportEvent): ClockEvent[] {
  const before = event.type === "report.split_off" ? event.carried : [];
  return "clocks" in event ? [...before, { at, effects: event.clocks }] : [];
}

import type { ReportState, Resolution } from "./state";

export const PLAIN_STATUSES = [
  "Received",
  "We are looking",
  "We need something from you",
  "Confirmed",
  "Fix in progress",
  "Please check the fix",
  "Fixed",
  "Not accepted",
  "Already known",
  "Sent elsewhere",
  "Closed",
] as const;
export type PlainStatus = (typeof PLAIN_STATUSES)[number];

/** The one plain status the reporter sees (product.md §3). */
export function plainStatus(state: ReportState, resolution: Resolution | null): PlainStatus {
  if (resolution === "duplicate") return "Already known";
  if (resolution === "other_vendor") return "Sent elsewhere";
  switch (state) {
    case "received":
      return "Received";
    case "acknowledged":
    case "verifying":
      return "We are looking";
    case "needs_info":
      return "We need something from you";
    case "validated":
    case "deferred":
      return "Confirmed";
    case "accepted":
    case "fix_ready":
      return "Fix in progress";
    case "retest":
      return "Please check the fix";
    case "resolved":
      return "Fixed";
    case "not_valid":
      return "Not accepted";
    case "closed":
      return resolution === "fixed" || resolution === "mitigated_hosted" ? "Fixed" : "Closed";
  }
}

export type WaitingOn = "us" | "you" | "nobody";

/** Whose turn it is, said to the reporter. A decision that stands waits for nobody; an appeal against it waits for us. */
export function waitingOn({ state, appealOpen }: { state: ReportState; appealOpen: boolean }): WaitingOn {
  if (state === "needs_info" || state === "retest") return "you";
  if (state === "resolved" || state === "not_valid" || state === "closed") return appealOpen ? "us" : "nobody";
  return "us";
}

import type { LedgerEvent } from "../ledger/catalogue";
import type { WebhookEvent } from "./vocabulary";

/** What endpoints are told of an event of the ledger; null for all that stays inside. */
export function webhookEventOf(event: LedgerEvent): WebhookEvent | null {
  switch (event.type) {
    case "report.received":
    case "report.split_off":
    // Sealed until now: for whoever reads the queue it arrives at this moment.
    case "report.released":
      return "report.received";
    case "report.moved":
      return "report.moved";
    case "report.added":
      return "report.added";
    case "report.assigned":
      return "report.assigned";
    case "message.sent":
      return event.side === "reporter" ? "message.received" : "message.sent";
    case "disclosure.asked":
      return "disclosure.asked";
    case "clock.overdue":
      // The alert is between the portal and the people on call.
      return event.clock === "exposure_alert" ? null : "clock.overdue";
    case "policy.published":
      return "policy.published";
    case "program_key.ending":
      return "key.ending";
    default:
      return null;
  }
}

/** Ids, a type and a time: the bytes that are signed and sent, the same at every try. */
export function payloadOf(told: { type: string; at: string; program: string; report: string | null }): string {
  const { type, at, program, report } = told;
  return JSON.stringify({ type, timestamp: at, data: { program, ...(report === null ? {} : { report }) } });
}

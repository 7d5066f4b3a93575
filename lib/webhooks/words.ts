import type { OutboundFailure } from "../outbound/post";
import type { PauseReason, WebhookEvent } from "./vocabulary";

export const WEBHOOK_EVENT_WORDS: Record<WebhookEvent, string> = {
  "report.received": "A report arrived",
  "report.moved": "A report changed its state",
  "report.added": "A reporter added information",
  "report.assigned": "A report was assigned",
  "message.received": "A reporter wrote",
  "message.sent": "The team wrote to a reporter",
  "disclosure.asked": "A reporter asked whether they may tell others",
  "clock.overdue": "A clock ran past its date",
  "policy.published": "A policy version was published",
  "key.ending": "The PGP key comes to its end",
};

export const PAUSE_WORDS: Record<PauseReason, { title: string; sentence: string }> = {
  by_hand: {
    title: "Paused",
    sentence: "Somebody of this program paused it. What happens meanwhile waits for three days.",
  },
  failing: {
    title: "Paused: nothing arrived for three days",
    sentence: "Ten tries over three days failed, so nothing more is sent. Look at the endpoint, test it, then resume.",
  },
  gone: {
    title: "Paused: the endpoint said that it is gone",
    sentence: "It answered 410, which asks us to stop. Test it before you resume.",
  },
};

const FAILURES: Record<OutboundFailure | "withheld", string> = {
  private_address: "Its name leads into a private network, so nothing was sent",
  no_such_host: "Its host name is not known",
  timeout: "No answer in 15 seconds",
  certificate: "Its certificate is not valid",
  not_connected: "No connection",
  head_too_large: "Its answer was too large",
  broken_answer: "Its answer was not HTTP",
  withheld: "Not sent: the report was restricted meanwhile",
};

/** How a try ended: a status of HTTP, or why there was none. */
export function outcomeWords(outcome: string | null): string {
  if (outcome === null) return "Not tried yet";
  if (Object.hasOwn(FAILURES, outcome)) return FAILURES[outcome as keyof typeof FAILURES];
  if (/^3/.test(outcome)) return `${outcome}: a redirect, which is not followed`;
  return outcome;
}

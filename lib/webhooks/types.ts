import type { StepUpMeans } from "../accounts/types";
import type { PauseReason, WebhookEvent } from "./vocabulary";

/** An endpoint as its list shows it. An auditor reads its host alone: the rest of an address may be a secret. */
export type WebhookEndpoint = {
  id: string;
  host: string;
  /** Null for a reader who may not change it. */
  url: string | null;
  events: WebhookEvent[];
  paused: { at: string; because: PauseReason } | null;
  succeededAt: string | null;
  /** Until when the secret before the last change signs as well. */
  formerUntil: string | null;
  createdAt: string;
  version: number;
};

export type WebhookRoom = {
  programSlug: string;
  programName: string;
  zone: string;
  mayChange: boolean;
  stepUp: StepUpMeans;
  endpoints: WebhookEndpoint[];
};

/** One event for one endpoint, as its log shows it. */
export type WebhookDelivery = {
  message: string;
  type: string;
  /** What was or will be sent: ids, a type and a time. */
  body: string;
  createdAt: string;
  tries: number;
  triedAt: string | null;
  outcome: string | null;
  state: "delivered" | "waiting" | "given_up";
  nextAt: string | null;
};

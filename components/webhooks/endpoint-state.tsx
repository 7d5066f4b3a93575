import { Tag } from "@/components/ui/tag";
import type { WebhookDelivery, WebhookEndpoint } from "@/lib/webhooks/types";

export function EndpointState({ paused }: Pick<WebhookEndpoint, "paused">) {
  if (paused === null) return <Tag tone="met">Sending</Tag>;
  return (
    <Tag tone={paused.because === "by_hand" ? "pause" : "breach"} fill={paused.because !== "by_hand"}>
      Paused
    </Tag>
  );
}

const STATES: Record<WebhookDelivery["state"], { word: string; tone: "met" | "pause" | "breach" }> = {
  delivered: { word: "Delivered", tone: "met" },
  waiting: { word: "Waiting", tone: "pause" },
  given_up: { word: "Not delivered", tone: "breach" },
};

export function DeliveryState({ state }: Pick<WebhookDelivery, "state">) {
  return <Tag tone={STATES[state].tone}>{STATES[state].word}</Tag>;
}

import type { AccountPlace } from "../vault/seal";

/** Where each sealed value of an endpoint lives. */
export function endpointPlace(endpointId: string, column: "url" | "secret" | "former_secret"): AccountPlace {
  return { table: "webhook_endpoints", column: `${column}_sealed`, rowId: endpointId };
}

import type { Finding } from "./types";

/** Names a finding in its document: a reason written for it holds as long as the finding says the same. */
export function findingKey({ rule, clause, message }: Finding): string {
  return `${rule}|${clause ?? ""}|${message}`;
}

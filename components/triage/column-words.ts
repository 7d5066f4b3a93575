import type { Column } from "@/lib/triage/columns";

export const COLUMN_WORDS: Record<Column, string> = {
  clock: "Next clock",
  severity: "Severity",
  product: "Product",
  state: "State",
  assignee: "Carried by",
  reporter: "Reporter",
  received: "Received",
  updated: "Last activity",
  resolution: "Resolution",
};

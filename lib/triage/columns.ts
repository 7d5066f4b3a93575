/** Columns beside the title and the reference, in the order in which they stand. */
export const COLUMNS = [
  "clock",
  "severity",
  "product",
  "state",
  "assignee",
  "reporter",
  "received",
  "updated",
  "resolution",
] as const;
export type Column = (typeof COLUMNS)[number];
export const USUAL_COLUMNS: readonly Column[] = ["clock", "severity", "product", "state", "assignee", "reporter"];

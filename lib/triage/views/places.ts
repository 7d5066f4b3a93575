import type { AccountPlace } from "../../vault/seal";

/** Where a sealed value of a view belongs. */
export function viewPlace(id: string, column: "name_sealed" | "query_sealed"): AccountPlace {
  return { table: "saved_views", column, rowId: id };
}

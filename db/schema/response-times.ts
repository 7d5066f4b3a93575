import { jsonb, pgTable, uuid } from "drizzle-orm/pg-core";
import type { ResponseTimes } from "../../lib/sla/response-times/types";
import { instant } from "../columns";
import { programs } from "./programs";

/**
 * What a program's public page of response times says, as last calculated: aggregates alone, already suppressed. A
 * visitor's request reads this row and never has the right to read a report.
 */
export const responseTimes = pgTable("response_times", {
  programId: uuid("program_id")
    .primaryKey()
    .references(() => programs.id, { onDelete: "cascade" }),
  calculatedAt: instant("calculated_at").notNull(),
  figures: jsonb("figures").$type<ResponseTimes>().notNull(),
});

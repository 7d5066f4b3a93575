DROP INDEX "reports_assignee";--> statement-breakpoint
CREATE INDEX "reports_due" ON "reports" USING btree ("program_id","next_due_at","id");--> statement-breakpoint
CREATE INDEX "reports_moved" ON "reports" USING btree ("program_id","state_since","id");--> statement-breakpoint
CREATE INDEX "reports_open_severity" ON "reports" USING btree ("program_id","severity_order","next_due_at","id") WHERE "reports"."state" <> 'closed';--> statement-breakpoint
CREATE INDEX "reports_assignee" ON "reports" USING btree ("program_id","assignee_id","next_due_at","id") WHERE "reports"."state" <> 'closed';
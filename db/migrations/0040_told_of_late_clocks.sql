ALTER TABLE "clocks" ADD COLUMN "told_due_at" timestamp with time zone;
--> statement-breakpoint
-- What was told before this column was. The rows answer nobody who does not say who asks.
select set_config('app.actor_kind', 'system', true);
--> statement-breakpoint
update clocks c set told_due_at = c.due_at from clock_notices n
  where n.report_id = c.report_id and n.clock = c.clock and n.run = c.run and n.due_at = c.due_at and n.threshold = 'over';
--> statement-breakpoint
select set_config('app.actor_kind', '', true);
--> statement-breakpoint
CREATE INDEX "clocks_watched" ON "clocks" USING btree ("due_at","report_id","clock","run") WHERE "clocks"."stopped_at" is null and "clocks"."paused_at" is null and not "clocks"."voided" and "clocks"."told_due_at" is distinct from "clocks"."due_at";

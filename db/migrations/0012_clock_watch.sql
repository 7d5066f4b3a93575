CREATE TABLE "clock_notices" (
	"report_id" uuid NOT NULL,
	"clock" text NOT NULL,
	"run" integer NOT NULL,
	"threshold" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"noticed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "clock_notices_report_id_clock_run_threshold_due_at_pk" PRIMARY KEY("report_id","clock","run","threshold","due_at"),
	CONSTRAINT "clock_notices_threshold" CHECK ("clock_notices"."threshold" in ('half','most','over'))
);
--> statement-breakpoint
ALTER TABLE "reports" ADD COLUMN "assignee_id" uuid;--> statement-breakpoint
ALTER TABLE "clock_notices" ADD CONSTRAINT "clock_notices_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_assignee_id_accounts_id_fk" FOREIGN KEY ("assignee_id") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "clocks_running" ON "clocks" USING btree ("due_at") WHERE "clocks"."stopped_at" is null and "clocks"."paused_at" is null and not "clocks"."voided";--> statement-breakpoint
CREATE INDEX "clocks_paused" ON "clocks" USING btree ("paused_at") WHERE "clocks"."stopped_at" is null and "clocks"."paused_at" is not null and "clocks"."paused_because" <> 'closed' and not "clocks"."voided";
--> statement-breakpoint

alter table clock_notices enable row level security;
--> statement-breakpoint
alter table clock_notices force row level security;
--> statement-breakpoint
-- Only the watch writes and reads them.
create policy clock_notices_system on clock_notices using ((select app_is_system())) with check ((select app_is_system()));

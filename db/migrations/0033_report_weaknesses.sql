CREATE TABLE "report_weaknesses" (
	"report_id" uuid NOT NULL,
	"program_id" uuid NOT NULL,
	"cwe" integer NOT NULL,
	CONSTRAINT "report_weaknesses_report_id_cwe_pk" PRIMARY KEY("report_id","cwe")
);
--> statement-breakpoint
ALTER TABLE "report_weaknesses" ADD CONSTRAINT "report_weaknesses_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_weaknesses" ADD CONSTRAINT "report_weaknesses_program_id_programs_id_fk" FOREIGN KEY ("program_id") REFERENCES "public"."programs"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "report_weaknesses_program" ON "report_weaknesses" USING btree ("program_id","cwe","report_id");--> statement-breakpoint
alter table report_weaknesses enable row level security;
--> statement-breakpoint
alter table report_weaknesses force row level security;
--> statement-breakpoint
create policy report_weaknesses_staff on report_weaknesses using ((select app_is_system()) or app_staffs(report_id))
  with check ((select app_is_system()) or app_staffs(report_id));
--> statement-breakpoint
-- What was set before this table was. The rows answer nobody who does not say who asks.
select set_config('app.actor_kind', 'system', true);
--> statement-breakpoint
insert into report_weaknesses (report_id, program_id, cwe)
  select distinct r.id, r.program_id, w.cwe from report_handling h join reports r on r.id = h.report_id
  cross join unnest(h.weaknesses) as w (cwe);
--> statement-breakpoint
select set_config('app.actor_kind', '', true);

CREATE TABLE "policy_lessons" (
	"report_id" uuid PRIMARY KEY NOT NULL,
	"program_id" uuid NOT NULL,
	"reference" text NOT NULL,
	"text_sealed" "bytea",
	"marked_by" uuid,
	"marked_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "policy_reminders" (
	"policy_version_id" uuid NOT NULL,
	"due_on" date NOT NULL,
	"days_before" integer NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	CONSTRAINT "policy_reminders_policy_version_id_due_on_days_before_pk" PRIMARY KEY("policy_version_id","due_on","days_before")
);
--> statement-breakpoint
ALTER TABLE "policy_drafts" ADD COLUMN "returned_note" text;--> statement-breakpoint
ALTER TABLE "policy_lessons" ADD CONSTRAINT "policy_lessons_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_lessons" ADD CONSTRAINT "policy_lessons_program_id_programs_id_fk" FOREIGN KEY ("program_id") REFERENCES "public"."programs"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_lessons" ADD CONSTRAINT "policy_lessons_marked_by_accounts_id_fk" FOREIGN KEY ("marked_by") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_reminders" ADD CONSTRAINT "policy_reminders_policy_version_id_policy_versions_id_fk" FOREIGN KEY ("policy_version_id") REFERENCES "public"."policy_versions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "policy_lessons_program" ON "policy_lessons" USING btree ("program_id","marked_at");--> statement-breakpoint

-- A lesson is staff's business alone, like a note. The policy owner learns the reference: what it says is sealed.
alter table policy_lessons enable row level security;
--> statement-breakpoint
alter table policy_lessons force row level security;
--> statement-breakpoint
create policy policy_lessons_staff on policy_lessons using (
  (select app_is_system())
  or exists (
    select 1 from reports r
    join memberships m on m.program_id = r.program_id
    where r.id = report_id and r.reporter_id is distinct from app_actor() and m.account_id = app_actor()
      and m.ended_at is null and m.role in ('triager', 'coordinator')
  )
) with check (
  (select app_is_system())
  or exists (
    select 1 from reports r
    join memberships m on m.program_id = r.program_id
    where r.id = report_id and r.reporter_id is distinct from app_actor() and m.account_id = app_actor()
      and m.ended_at is null and m.role = 'coordinator' and r.program_id = policy_lessons.program_id
  )
);
--> statement-breakpoint
create policy policy_lessons_review on policy_lessons for select using (
  app_governs(program_id, array['policy_owner'])
);

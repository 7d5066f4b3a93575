CREATE TABLE "absences" (
	"program_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"from_day" date NOT NULL,
	"until_day" date NOT NULL,
	"cover_id" uuid,
	"set_by" uuid,
	"set_at" timestamp with time zone NOT NULL,
	CONSTRAINT "absences_program_id_account_id_pk" PRIMARY KEY("program_id","account_id"),
	CONSTRAINT "absences_days" CHECK ("absences"."from_day" <= "absences"."until_day"),
	CONSTRAINT "absences_cover" CHECK ("absences"."cover_id" is distinct from "absences"."account_id")
);
--> statement-breakpoint
CREATE TABLE "assignment_rules" (
	"program_id" uuid PRIMARY KEY NOT NULL,
	"rules" jsonb NOT NULL,
	"rev" integer NOT NULL,
	"changed_by" uuid,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "form_marks" (
	"program_id" uuid NOT NULL,
	"day" date NOT NULL,
	"mark" text NOT NULL,
	"shard" smallint NOT NULL,
	"drafts" integer NOT NULL,
	CONSTRAINT "form_marks_program_id_day_mark_shard_pk" PRIMARY KEY("program_id","day","mark","shard"),
	CONSTRAINT "form_marks_mark" CHECK ("form_marks"."mark" in ('begun','scope','exposure','product','details','repro','impact','contact','credit','agree','sent')),
	CONSTRAINT "form_marks_shard" CHECK ("form_marks"."shard" >= 0 and "form_marks"."shard" < 8)
);
--> statement-breakpoint
ALTER TABLE "absences" ADD CONSTRAINT "absences_program_id_programs_id_fk" FOREIGN KEY ("program_id") REFERENCES "public"."programs"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "absences" ADD CONSTRAINT "absences_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "absences" ADD CONSTRAINT "absences_cover_id_accounts_id_fk" FOREIGN KEY ("cover_id") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "absences" ADD CONSTRAINT "absences_set_by_accounts_id_fk" FOREIGN KEY ("set_by") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignment_rules" ADD CONSTRAINT "assignment_rules_program_id_programs_id_fk" FOREIGN KEY ("program_id") REFERENCES "public"."programs"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignment_rules" ADD CONSTRAINT "assignment_rules_changed_by_accounts_id_fk" FOREIGN KEY ("changed_by") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "form_marks" ADD CONSTRAINT "form_marks_program_id_programs_id_fk" FOREIGN KEY ("program_id") REFERENCES "public"."programs"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
-- Who carries a program's reports reads who of them is away; one says it of oneself, a coordinator of anybody.
alter table absences enable row level security;
--> statement-breakpoint
alter table absences force row level security;
--> statement-breakpoint
create policy absences_read on absences for select using (
  (select app_is_system()) or app_governs(program_id, array['triager', 'coordinator', 'privacy_officer'])
);
--> statement-breakpoint
create policy absences_set on absences using (
  (select app_is_system())
  or (account_id = (select app_actor()) and app_governs(program_id, array['triager', 'coordinator', 'privacy_officer']))
  or app_governs(program_id, array['coordinator'])
) with check (
  (select app_is_system())
  or (account_id = (select app_actor()) and app_governs(program_id, array['triager', 'coordinator', 'privacy_officer']))
  or app_governs(program_id, array['coordinator'])
);
--> statement-breakpoint
alter table assignment_rules enable row level security;
--> statement-breakpoint
alter table assignment_rules force row level security;
--> statement-breakpoint
create policy assignment_rules_read on assignment_rules for select using (
  (select app_is_system()) or app_governs(program_id, array['triager', 'coordinator', 'admin'])
);
--> statement-breakpoint
create policy assignment_rules_change on assignment_rules using (
  (select app_is_system()) or app_governs(program_id, array['coordinator', 'admin'])
) with check (
  (select app_is_system()) or app_governs(program_id, array['coordinator', 'admin'])
);

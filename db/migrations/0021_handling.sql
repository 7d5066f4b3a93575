CREATE TABLE "compliance_statements" (
	"id" uuid PRIMARY KEY NOT NULL,
	"report_id" uuid NOT NULL,
	"public_id" text NOT NULL,
	"statement_sealed" "bytea" NOT NULL,
	"kid" text NOT NULL,
	"issued_by" uuid,
	"issued_at" timestamp with time zone NOT NULL,
	CONSTRAINT "compliance_statements_public_id_unique" UNIQUE("public_id")
);
--> statement-breakpoint
CREATE TABLE "report_handling" (
	"report_id" uuid PRIMARY KEY NOT NULL,
	"weaknesses" integer[] DEFAULT '{}' NOT NULL,
	"versions_sealed" "bytea",
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "report_references" (
	"id" uuid PRIMARY KEY NOT NULL,
	"report_id" uuid NOT NULL,
	"public_id" text NOT NULL,
	"entry_sealed" "bytea" NOT NULL,
	"added_by" uuid,
	"added_at" timestamp with time zone NOT NULL,
	CONSTRAINT "report_references_public_id_unique" UNIQUE("public_id")
);
--> statement-breakpoint
CREATE TABLE "report_relations" (
	"report_id" uuid NOT NULL,
	"other_id" uuid NOT NULL,
	"relation" text NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp with time zone NOT NULL,
	CONSTRAINT "report_relations_report_id_other_id_pk" PRIMARY KEY("report_id","other_id"),
	CONSTRAINT "report_relations_relation" CHECK ("report_relations"."relation" in ('related','different')),
	CONSTRAINT "report_relations_two" CHECK ("report_relations"."report_id" <> "report_relations"."other_id")
);
--> statement-breakpoint
CREATE TABLE "report_tags" (
	"report_id" uuid NOT NULL,
	"program_id" uuid NOT NULL,
	"tag" text NOT NULL,
	CONSTRAINT "report_tags_report_id_tag_pk" PRIMARY KEY("report_id","tag")
);
--> statement-breakpoint
CREATE TABLE "report_watchers" (
	"report_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"since" timestamp with time zone NOT NULL,
	CONSTRAINT "report_watchers_report_id_account_id_pk" PRIMARY KEY("report_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "ssvc_decisions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"report_id" uuid NOT NULL,
	"author_id" uuid,
	"exploitation" text,
	"utility" text,
	"technical_impact" text,
	"public_safety_impact" text,
	"table_version" text NOT NULL,
	"decided_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "templates" (
	"id" uuid PRIMARY KEY NOT NULL,
	"program_id" uuid NOT NULL,
	"public_id" text NOT NULL,
	"move" text,
	"language" text NOT NULL,
	"title" text NOT NULL,
	"body" text NOT NULL,
	"rev" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"changed_by" uuid,
	"retired_at" timestamp with time zone,
	CONSTRAINT "templates_public_id_unique" UNIQUE("public_id"),
	CONSTRAINT "templates_move" CHECK ("templates"."move" is null or "templates"."move" in ('acknowledge','start_checking','ask_for_information','give_information','validate','reject','accept','defer','resume','mark_fix_ready','ask_for_retest','confirm_fix','report_fix_failed','resolve','close','close_unanswered','close_spam','close_rejected','withdraw','reopen','appeal','uphold_appeal','dismiss_appeal'))
);
--> statement-breakpoint
ALTER TABLE "assessments" ADD COLUMN "reason_sealed" "bytea";--> statement-breakpoint
ALTER TABLE "reports" ADD COLUMN "duplicate_of" uuid;--> statement-breakpoint
ALTER TABLE "compliance_statements" ADD CONSTRAINT "compliance_statements_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "compliance_statements" ADD CONSTRAINT "compliance_statements_kid_receipt_keys_kid_fk" FOREIGN KEY ("kid") REFERENCES "public"."receipt_keys"("kid") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "compliance_statements" ADD CONSTRAINT "compliance_statements_issued_by_accounts_id_fk" FOREIGN KEY ("issued_by") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_handling" ADD CONSTRAINT "report_handling_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_references" ADD CONSTRAINT "report_references_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_references" ADD CONSTRAINT "report_references_added_by_accounts_id_fk" FOREIGN KEY ("added_by") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_relations" ADD CONSTRAINT "report_relations_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_relations" ADD CONSTRAINT "report_relations_other_id_reports_id_fk" FOREIGN KEY ("other_id") REFERENCES "public"."reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_relations" ADD CONSTRAINT "report_relations_decided_by_accounts_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_tags" ADD CONSTRAINT "report_tags_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_tags" ADD CONSTRAINT "report_tags_program_id_programs_id_fk" FOREIGN KEY ("program_id") REFERENCES "public"."programs"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_watchers" ADD CONSTRAINT "report_watchers_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_watchers" ADD CONSTRAINT "report_watchers_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ssvc_decisions" ADD CONSTRAINT "ssvc_decisions_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ssvc_decisions" ADD CONSTRAINT "ssvc_decisions_author_id_accounts_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "templates" ADD CONSTRAINT "templates_program_id_programs_id_fk" FOREIGN KEY ("program_id") REFERENCES "public"."programs"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "templates" ADD CONSTRAINT "templates_changed_by_accounts_id_fk" FOREIGN KEY ("changed_by") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "compliance_statements_report" ON "compliance_statements" USING btree ("report_id","issued_at");--> statement-breakpoint
CREATE INDEX "report_references_report" ON "report_references" USING btree ("report_id","added_at");--> statement-breakpoint
CREATE INDEX "report_tags_program" ON "report_tags" USING btree ("program_id","tag","report_id");--> statement-breakpoint
CREATE INDEX "ssvc_decisions_report" ON "ssvc_decisions" USING btree ("report_id","decided_at");--> statement-breakpoint
CREATE UNIQUE INDEX "templates_title" ON "templates" USING btree ("program_id","language","title") WHERE "templates"."retired_at" is null;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_duplicate_of_reports_id_fk" FOREIGN KEY ("duplicate_of") REFERENCES "public"."reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "reports_duplicate_of" ON "reports" USING btree ("duplicate_of") WHERE "reports"."duplicate_of" is not null;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_not_its_own_duplicate" CHECK ("reports"."duplicate_of" is distinct from "reports"."id");--> statement-breakpoint
-- Whether who asks stands on the staff's side of a report; the report itself is under its own policy.
create function app_staffs(report uuid) returns boolean language sql stable
  as $$ select exists (
    select 1 from reports r
    join memberships m on m.program_id = r.program_id
    where r.id = report and r.reporter_id is distinct from app_actor() and m.account_id = app_actor()
      and m.ended_at is null
      and (m.role in ('triager', 'coordinator') or (m.role = 'privacy_officer' and r.urgent_at is not null))
  ) $$;
--> statement-breakpoint
-- How a report is handled is staff's business, like a note: its reporter sees none of it.
do $$
declare handled text;
begin
  foreach handled in array array['report_handling', 'ssvc_decisions', 'report_tags', 'report_references', 'report_watchers'] loop
    execute format('alter table %I enable row level security', handled);
    execute format('alter table %I force row level security', handled);
    execute format(
      'create policy %I on %I using ((select app_is_system()) or app_staffs(report_id))
        with check ((select app_is_system()) or app_staffs(report_id))', handled || '_staff', handled);
  end loop;
end $$;
--> statement-breakpoint
-- Of two reports: who reads one alone does not learn that the other exists.
alter table report_relations enable row level security;
--> statement-breakpoint
alter table report_relations force row level security;
--> statement-breakpoint
create policy report_relations_staff on report_relations using (
  (select app_is_system()) or (app_staffs(report_id) and app_staffs(other_id))
) with check (
  (select app_is_system()) or (app_staffs(report_id) and app_staffs(other_id))
);
--> statement-breakpoint
-- Visible exactly when the report is; what was stated stays as it was signed.
alter table compliance_statements enable row level security;
--> statement-breakpoint
alter table compliance_statements force row level security;
--> statement-breakpoint
create policy compliance_statements_read on compliance_statements for select
  using ((select app_is_system()) or exists (select 1 from reports r where r.id = report_id));
--> statement-breakpoint
create policy compliance_statements_issue on compliance_statements for insert
  with check ((select app_is_system()) or app_staffs(report_id));
--> statement-breakpoint
-- An account that is deleted leaves its name empty; nothing else of it changes.
create trigger compliance_statements_append_only
  before update of id, report_id, public_id, statement_sealed, kid, issued_at or delete on compliance_statements
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger ssvc_decisions_append_only
  before update of id, report_id, exploitation, utility, technical_impact, public_safety_impact, table_version, decided_at
  or delete on ssvc_decisions
  for each row execute function refuse_change();
--> statement-breakpoint
alter table templates enable row level security;
--> statement-breakpoint
alter table templates force row level security;
--> statement-breakpoint
create policy templates_read on templates for select using (
  (select app_is_system())
  or app_governs(program_id, array['triager', 'coordinator', 'privacy_officer', 'policy_owner'])
);
--> statement-breakpoint
create policy templates_change on templates for insert with check (
  (select app_is_system()) or app_governs(program_id, array['coordinator', 'policy_owner'])
);
--> statement-breakpoint
create policy templates_rewrite on templates for update
  using ((select app_is_system()) or app_governs(program_id, array['coordinator', 'policy_owner']))
  with check ((select app_is_system()) or app_governs(program_id, array['coordinator', 'policy_owner']));

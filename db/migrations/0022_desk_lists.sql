CREATE TABLE "desk_settings" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"keys" boolean DEFAULT true NOT NULL,
	"view_order" text[] DEFAULT '{}' NOT NULL,
	"hidden_views" text[] DEFAULT '{}' NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "saved_views" (
	"id" uuid PRIMARY KEY NOT NULL,
	"public_id" text NOT NULL,
	"program_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"visibility" text NOT NULL,
	"name_sealed" "bytea" NOT NULL,
	"query_sealed" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "saved_views_public_id_unique" UNIQUE("public_id"),
	CONSTRAINT "saved_views_visibility" CHECK ("saved_views"."visibility" in ('me','team'))
);
--> statement-breakpoint
ALTER TABLE "reports" ADD COLUMN "snoozed_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "reports" ADD COLUMN "snoozed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "reports" ADD COLUMN "snoozed_by" uuid;--> statement-breakpoint
ALTER TABLE "reports" ADD COLUMN "severity_order" smallint GENERATED ALWAYS AS (case severity when 'critical' then 0 when 'high' then 1 when 'medium' then 2 when 'low' then 3 when 'none' then 4 else 5 end) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "reports" ADD COLUMN "touched_at" timestamp with time zone GENERATED ALWAYS AS (greatest(staff_public_at, reporter_at, state_since)) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "desk_settings" ADD CONSTRAINT "desk_settings_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_program_id_programs_id_fk" FOREIGN KEY ("program_id") REFERENCES "public"."programs"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_owner_id_accounts_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "saved_views_program" ON "saved_views" USING btree ("program_id","created_at");--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_snoozed_by_accounts_id_fk" FOREIGN KEY ("snoozed_by") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "credits_consent" ON "credits" USING btree ("program_id","consent","report_id");--> statement-breakpoint
CREATE INDEX "reports_severity" ON "reports" USING btree ("program_id","severity_order","next_due_at","id");--> statement-breakpoint
CREATE INDEX "reports_touched" ON "reports" USING btree ("program_id","touched_at","id");--> statement-breakpoint
CREATE INDEX "reports_state_due" ON "reports" USING btree ("program_id","state","next_due_at","id");--> statement-breakpoint
CREATE INDEX "reports_assignee" ON "reports" USING btree ("program_id","assignee_id","next_due_at","id");--> statement-breakpoint
CREATE INDEX "reports_resolution" ON "reports" USING btree ("program_id","resolution","state_since","id") WHERE "reports"."resolution" is not null;--> statement-breakpoint
CREATE INDEX "reports_exposed" ON "reports" USING btree ("program_id","next_due_at","id") WHERE 'data_exposed' = any("reports"."flags");--> statement-breakpoint
CREATE INDEX "reports_encrypted" ON "reports" USING btree ("program_id","next_due_at","id") WHERE 'encrypted' = any("reports"."flags");--> statement-breakpoint
CREATE INDEX "reports_snoozed_until" ON "reports" USING btree ("program_id","snoozed_until") WHERE "reports"."snoozed_until" is not null;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_snoozed" CHECK (num_nonnulls("reports"."snoozed_until", "reports"."snoozed_at") in (0, 2));--> statement-breakpoint
-- A kept list is its owner's, or its team's to use; its owner alone changes it, while they read the program's reports.
alter table saved_views enable row level security;
--> statement-breakpoint
alter table saved_views force row level security;
--> statement-breakpoint
create policy saved_views_offered on saved_views for select using (
  (select app_is_system())
  or ((visibility = 'team' or owner_id = (select app_actor())) and app_governs(program_id, array['triager', 'coordinator']))
);
--> statement-breakpoint
create policy saved_views_own on saved_views using (
  (select app_is_system())
  or (owner_id = (select app_actor()) and app_governs(program_id, array['triager', 'coordinator']))
) with check (
  (select app_is_system())
  or (owner_id = (select app_actor()) and app_governs(program_id, array['triager', 'coordinator']))
);
--> statement-breakpoint
alter table desk_settings enable row level security;
--> statement-breakpoint
alter table desk_settings force row level security;
--> statement-breakpoint
create policy desk_settings_own on desk_settings
  using ((select app_is_system()) or account_id = (select app_actor()))
  with check ((select app_is_system()) or account_id = (select app_actor()));

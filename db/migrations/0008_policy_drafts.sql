CREATE TABLE "policy_approvals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"program_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"draft_id" uuid,
	"policy_version_id" uuid,
	"round" integer,
	"compared_with" uuid,
	"account_id" uuid NOT NULL,
	"role_at_time" text NOT NULL,
	"typed_name" text NOT NULL,
	"typed_role" text NOT NULL,
	"statement" text NOT NULL,
	"note" text,
	"version" text NOT NULL,
	"content_hash" char(64) NOT NULL,
	"class" text,
	"decided_at" timestamp with time zone NOT NULL,
	"zone" text NOT NULL,
	CONSTRAINT "policy_approvals_kind" CHECK ("policy_approvals"."kind" in ('review_signature','executive_approval') and "policy_approvals"."draft_id" is not null and "policy_approvals"."policy_version_id" is null
        or "policy_approvals"."kind" = 'reviewed_no_change' and "policy_approvals"."draft_id" is null and "policy_approvals"."policy_version_id" is not null),
	CONSTRAINT "policy_approvals_class" CHECK ("policy_approvals"."class" in ('major','minor'))
);
--> statement-breakpoint
CREATE TABLE "policy_drafts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"public_id" text NOT NULL,
	"program_id" uuid NOT NULL,
	"based_on" uuid,
	"source" text NOT NULL,
	"stage" text DEFAULT 'draft' NOT NULL,
	"round" integer DEFAULT 0 NOT NULL,
	"rev" integer DEFAULT 1 NOT NULL,
	"document" jsonb NOT NULL,
	"content_hash" char(64) NOT NULL,
	"warning_reasons" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"raised_by" uuid,
	"raised_at" timestamp with time zone,
	"raised_reason" text,
	"created_by" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"saved_by" uuid,
	"saved_at" timestamp with time zone NOT NULL,
	"published_version_id" uuid,
	CONSTRAINT "policy_drafts_public_id_unique" UNIQUE("public_id"),
	CONSTRAINT "policy_drafts_stage" CHECK ("policy_drafts"."stage" in ('draft','in_review','approved','published','withdrawn')),
	CONSTRAINT "policy_drafts_source" CHECK ("policy_drafts"."source" in ('blank','current','imported')),
	CONSTRAINT "policy_drafts_published" CHECK (("policy_drafts"."stage" = 'published') = ("policy_drafts"."published_version_id" is not null)),
	CONSTRAINT "policy_drafts_raised" CHECK (("policy_drafts"."raised_at" is null) = ("policy_drafts"."raised_reason" is null))
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "step_up_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "policy_versions" ADD COLUMN "reviewed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "policy_approvals" ADD CONSTRAINT "policy_approvals_program_id_programs_id_fk" FOREIGN KEY ("program_id") REFERENCES "public"."programs"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_approvals" ADD CONSTRAINT "policy_approvals_draft_id_policy_drafts_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."policy_drafts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_approvals" ADD CONSTRAINT "policy_approvals_policy_version_id_policy_versions_id_fk" FOREIGN KEY ("policy_version_id") REFERENCES "public"."policy_versions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_approvals" ADD CONSTRAINT "policy_approvals_compared_with_policy_versions_id_fk" FOREIGN KEY ("compared_with") REFERENCES "public"."policy_versions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_approvals" ADD CONSTRAINT "policy_approvals_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_drafts" ADD CONSTRAINT "policy_drafts_program_id_programs_id_fk" FOREIGN KEY ("program_id") REFERENCES "public"."programs"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_drafts" ADD CONSTRAINT "policy_drafts_based_on_policy_versions_id_fk" FOREIGN KEY ("based_on") REFERENCES "public"."policy_versions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_drafts" ADD CONSTRAINT "policy_drafts_raised_by_accounts_id_fk" FOREIGN KEY ("raised_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_drafts" ADD CONSTRAINT "policy_drafts_created_by_accounts_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_drafts" ADD CONSTRAINT "policy_drafts_saved_by_accounts_id_fk" FOREIGN KEY ("saved_by") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_drafts" ADD CONSTRAINT "policy_drafts_published_version_id_policy_versions_id_fk" FOREIGN KEY ("published_version_id") REFERENCES "public"."policy_versions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "policy_approvals_draft" ON "policy_approvals" USING btree ("draft_id");--> statement-breakpoint
CREATE INDEX "policy_approvals_version" ON "policy_approvals" USING btree ("policy_version_id");--> statement-breakpoint
CREATE INDEX "policy_drafts_program" ON "policy_drafts" USING btree ("program_id","stage","saved_at");--> statement-breakpoint

-- A program's unpublished policy: those who write, sign and approve it, and those who watch over them.
create function app_governs(program uuid, roles text[]) returns boolean language sql stable
  as $$ select exists (
    select 1 from memberships m
    where m.account_id = app_actor() and m.ended_at is null and m.program_id = program and m.role = any (roles)
  ) $$;
--> statement-breakpoint
alter table policy_drafts enable row level security;
--> statement-breakpoint
alter table policy_drafts force row level security;
--> statement-breakpoint
create policy policy_drafts_governing on policy_drafts using (
  (select app_is_system())
  or app_governs(program_id, array['coordinator', 'policy_owner', 'executive', 'auditor', 'admin'])
) with check (
  (select app_is_system()) or app_governs(program_id, array['coordinator', 'policy_owner', 'executive'])
);
--> statement-breakpoint
alter table policy_approvals enable row level security;
--> statement-breakpoint
alter table policy_approvals force row level security;
--> statement-breakpoint
create policy policy_approvals_read on policy_approvals for select using (
  (select app_is_system())
  or app_governs(program_id, array['coordinator', 'policy_owner', 'executive', 'auditor', 'admin'])
);
--> statement-breakpoint
-- Nobody puts down another person's name, or a role that they do not have.
create policy policy_approvals_sign on policy_approvals for insert with check (
  account_id = (select app_actor()) and app_governs(program_id, array[role_at_time])
);
--> statement-breakpoint
create trigger policy_approvals_append_only before update or delete on policy_approvals
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger policy_approvals_no_truncate before truncate on policy_approvals
  for each statement execute function refuse_change();

CREATE TABLE "guest_sessions" (
	"token_hash" "bytea" PRIMARY KEY NOT NULL,
	"code_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "spent_proofs" (
	"challenge_hash" "bytea" PRIMARY KEY NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "draft_links" (
	"token_hash" "bytea" PRIMARY KEY NOT NULL,
	"draft_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"replaced_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "report_drafts" ALTER COLUMN "account_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "programs" ADD COLUMN "on_call_sealed" "bytea";--> statement-breakpoint
ALTER TABLE "credits" ADD COLUMN "of_guest" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "report_drafts" ADD COLUMN "guest_hash" text;--> statement-breakpoint
ALTER TABLE "report_drafts" ADD COLUMN "resume_lookup" "bytea";--> statement-breakpoint
ALTER TABLE "report_drafts" ADD COLUMN "resume_sealed" "bytea";--> statement-breakpoint
ALTER TABLE "reports" ADD COLUMN "guest_code_hash" text;--> statement-breakpoint
ALTER TABLE "reports" ADD COLUMN "guest_read_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "reports" ADD COLUMN "urgent_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "reports" ADD COLUMN "released_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "draft_links" ADD CONSTRAINT "draft_links_draft_id_report_drafts_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."report_drafts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "draft_links_draft" ON "draft_links" USING btree ("draft_id");--> statement-breakpoint
CREATE INDEX "report_drafts_resume" ON "report_drafts" USING btree ("resume_lookup");--> statement-breakpoint
CREATE INDEX "reports_urgent" ON "reports" USING btree ("program_id","urgent_at","id") WHERE "reports"."urgent_at" is not null;--> statement-breakpoint
ALTER TABLE "report_drafts" ADD CONSTRAINT "report_drafts_guest_hash_unique" UNIQUE("guest_hash");--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_guest_code_hash_unique" UNIQUE("guest_code_hash");--> statement-breakpoint
ALTER TABLE "report_drafts" ADD CONSTRAINT "report_drafts_owner" CHECK (num_nonnulls("report_drafts"."account_id", "report_drafts"."guest_hash") = 1);
--> statement-breakpoint
-- What a guest has shown: hashes of draft tokens and of a receipt code, set by the transaction.
create function app_guest() returns text[] language sql stable
  as $$ select string_to_array(coalesce(current_setting('app.guest', true), ''), ',') $$;
--> statement-breakpoint
alter policy report_drafts_own on report_drafts
  using (
    (select app_is_system())
    or account_id = (select app_actor())
    or guest_hash = any((select app_guest())::text[])
  )
  with check (
    (select app_is_system())
    or account_id = (select app_actor())
    or guest_hash = any((select app_guest())::text[])
  );
--> statement-breakpoint
-- An urgent notice of exposed data opens to privacy officers alone until one of them releases it.
alter policy reports_visible on reports using (
  (select app_is_system())
  or reporter_id = (select app_actor())
  or guest_code_hash = any((select app_guest())::text[])
  or ((urgent_at is null or released_at is not null) and program_id in (
    select m.program_id from memberships m
    where m.account_id = (select app_actor()) and m.ended_at is null and m.role in ('triager', 'coordinator')
  ))
  or (urgent_at is not null and program_id in (
    select m.program_id from memberships m
    where m.account_id = (select app_actor()) and m.ended_at is null and m.role = 'privacy_officer'
  ))
) with check (
  (select app_is_system())
  or reporter_id = (select app_actor())
  or guest_code_hash = any((select app_guest())::text[])
  or ((urgent_at is null or released_at is not null) and program_id in (
    select m.program_id from memberships m
    where m.account_id = (select app_actor()) and m.ended_at is null and m.role in ('triager', 'coordinator')
  ))
  or (urgent_at is not null and program_id in (
    select m.program_id from memberships m
    where m.account_id = (select app_actor()) and m.ended_at is null and m.role = 'privacy_officer'
  ))
);
--> statement-breakpoint
drop policy internal_notes_staff on internal_notes;
--> statement-breakpoint
-- The inner select is under the policy of reports; an auditor's or admin's own role opens no note.
create policy internal_notes_staff on internal_notes using (
  app_is_system()
  or exists (
    select 1 from reports r
    join memberships m on m.program_id = r.program_id
    where r.id = report_id and r.reporter_id is distinct from app_actor() and m.account_id = app_actor()
      and m.ended_at is null
      and ((m.role in ('triager', 'coordinator') and (r.urgent_at is null or r.released_at is not null))
        or (m.role = 'privacy_officer' and r.urgent_at is not null))
  )
) with check (
  app_is_system()
  or exists (
    select 1 from reports r
    join memberships m on m.program_id = r.program_id
    where r.id = report_id and r.reporter_id is distinct from app_actor() and m.account_id = app_actor()
      and m.ended_at is null
      and ((m.role in ('triager', 'coordinator') and (r.urgent_at is null or r.released_at is not null))
        or (m.role = 'privacy_officer' and r.urgent_at is not null))
  )
);

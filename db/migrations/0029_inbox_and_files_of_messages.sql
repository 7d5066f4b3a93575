CREATE TABLE "inbox_items" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"report_id" uuid NOT NULL,
	"event" text NOT NULL,
	"anchor" text,
	"created_at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone,
	"snoozed_until" timestamp with time zone,
	"done_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "own_references" (
	"report_id" uuid PRIMARY KEY NOT NULL,
	"body_sealed" "bytea" NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "attachments" DROP CONSTRAINT "attachments_one_place";--> statement-breakpoint
DROP INDEX "attachments_swept";--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "deleted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "attachments" ADD COLUMN "reply_to_id" uuid;--> statement-breakpoint
ALTER TABLE "attachments" ADD COLUMN "reply_kind" text;--> statement-breakpoint
ALTER TABLE "attachments" ADD COLUMN "note_id" uuid;--> statement-breakpoint
ALTER TABLE "notification_choices" ADD COLUMN "inbox" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "inbox_items" ADD CONSTRAINT "inbox_items_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inbox_items" ADD CONSTRAINT "inbox_items_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "own_references" ADD CONSTRAINT "own_references_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "inbox_items_open" ON "inbox_items" USING btree ("account_id","report_id") WHERE "inbox_items"."done_at" is null;--> statement-breakpoint
CREATE INDEX "inbox_items_done" ON "inbox_items" USING btree ("account_id","done_at") WHERE "inbox_items"."done_at" is not null;--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_reply_to_id_reports_id_fk" FOREIGN KEY ("reply_to_id") REFERENCES "public"."reports"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_note_id_internal_notes_id_fk" FOREIGN KEY ("note_id") REFERENCES "public"."internal_notes"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attachments_reply" ON "attachments" USING btree ("reply_to_id") WHERE "attachments"."reply_to_id" is not null;--> statement-breakpoint
CREATE INDEX "attachments_swept" ON "attachments" USING btree ("id") WHERE "attachments"."removed_at" is not null or num_nonnulls("attachments"."draft_id", "attachments"."report_id", "attachments"."reply_to_id") = 0;--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_came_with" CHECK (num_nonnulls("attachments"."message_id", "attachments"."note_id") <= ("attachments"."report_id" is not null)::int);--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_reply_kind" CHECK ("attachments"."reply_to_id" is null or coalesce("attachments"."reply_kind" in ('reply','note'), false));--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_one_place" CHECK (num_nonnulls("attachments"."draft_id", "attachments"."report_id", "attachments"."reply_to_id") <= 1);
--> statement-breakpoint
-- A file that waits to be sent into a thread is its uploader's alone, as long as they read the report.
drop policy attachments_of_visible on attachments;
--> statement-breakpoint
create policy attachments_of_visible on attachments using (
  (select app_is_system())
  or exists (select 1 from report_drafts d where d.id = draft_id)
  or exists (select 1 from reports r where r.id = report_id)
  or exists (
    select 1 from reports r
    where r.id = reply_to_id
      and (uploader_id = (select app_actor())
        or (uploader_id is null and r.guest_code_hash = any((select app_guest())::text[])))
  )
) with check (
  (select app_is_system())
  or exists (select 1 from report_drafts d where d.id = draft_id)
  or exists (select 1 from reports r where r.id = report_id)
  or exists (
    select 1 from reports r
    where r.id = reply_to_id
      and (uploader_id = (select app_actor())
        or (uploader_id is null and r.guest_code_hash = any((select app_guest())::text[])))
  )
);
--> statement-breakpoint
-- What came with a message or a note is for whoever reads that: a held message's file for its own side, a note's for staff.
create policy attachments_with_words on attachments as restrictive for all using (
  (select app_is_system())
  or ((message_id is null or exists (select 1 from messages m where m.id = message_id))
    and (note_id is null or exists (select 1 from internal_notes n where n.id = note_id)))
) with check (true);
--> statement-breakpoint
-- Anybody's act may tell somebody; each reads their own, as long as they read the report.
alter table inbox_items enable row level security;
--> statement-breakpoint
alter table inbox_items force row level security;
--> statement-breakpoint
create policy inbox_items_write on inbox_items for insert with check (true);
--> statement-breakpoint
create policy inbox_items_own on inbox_items for select using (
  (select app_is_system())
  or (account_id = (select app_actor()) and exists (select 1 from reports r where r.id = report_id))
);
--> statement-breakpoint
create policy inbox_items_change on inbox_items for update using (
  (select app_is_system())
  or (account_id = (select app_actor()) and exists (select 1 from reports r where r.id = report_id))
) with check ((select app_is_system()) or account_id = (select app_actor()));
--> statement-breakpoint
create policy inbox_items_remove on inbox_items for delete using (
  (select app_is_system()) or account_id = (select app_actor())
);
--> statement-breakpoint
-- The reporter's own word for a report: staff who read the report do not read it.
alter table own_references enable row level security;
--> statement-breakpoint
alter table own_references force row level security;
--> statement-breakpoint
create policy own_references_reporter on own_references using (
  (select app_is_system())
  or exists (
    select 1 from reports r
    where r.id = report_id
      and (r.reporter_id = (select app_actor()) or r.guest_code_hash = any((select app_guest())::text[]))
  )
) with check (
  (select app_is_system())
  or exists (
    select 1 from reports r
    where r.id = report_id
      and (r.reporter_id = (select app_actor()) or r.guest_code_hash = any((select app_guest())::text[]))
  )
);

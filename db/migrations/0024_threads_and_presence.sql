CREATE TABLE "disclosure_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"report_id" uuid NOT NULL,
	"state" text NOT NULL,
	"planned_on" date,
	"agreed_from" date,
	"asked_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone,
	"answered_by" uuid,
	CONSTRAINT "disclosure_requests_state" CHECK ("disclosure_requests"."state" in ('asked','agreed','declined','withdrawn'))
);
--> statement-breakpoint
CREATE TABLE "message_versions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"report_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"body_sealed" "bytea" NOT NULL,
	"written_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "presences" (
	"report_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"doing" text NOT NULL,
	"until" timestamp with time zone NOT NULL,
	CONSTRAINT "presences_report_id_account_id_pk" PRIMARY KEY("report_id","account_id"),
	CONSTRAINT "presences_doing" CHECK ("presences"."doing" in ('viewing','replying'))
);
--> statement-breakpoint
CREATE TABLE "reply_drafts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"report_id" uuid NOT NULL,
	"account_id" uuid,
	"kind" text NOT NULL,
	"body_sealed" "bytea" NOT NULL,
	"saved_at" timestamp with time zone NOT NULL,
	CONSTRAINT "reply_drafts_once" UNIQUE NULLS NOT DISTINCT("report_id","account_id","kind"),
	CONSTRAINT "reply_drafts_kind" CHECK ("reply_drafts"."kind" in ('reply','note'))
);
--> statement-breakpoint
DROP INDEX "messages_thread";--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "shown_at" timestamp with time zone;--> statement-breakpoint
-- What was sent before was shown at once. The rows answer nobody who does not say who asks.
select set_config('app.actor_kind', 'system', true);--> statement-breakpoint
update messages set shown_at = sent_at;--> statement-breakpoint
select set_config('app.actor_kind', '', true);--> statement-breakpoint
ALTER TABLE "messages" ALTER COLUMN "shown_at" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "held" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "edited_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "redacted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "redacted_by" uuid;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "redaction_sealed" "bytea";--> statement-breakpoint
ALTER TABLE "reports" ADD COLUMN "staff_seen_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "reports" ADD COLUMN "reporter_seen_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "disclosure_requests" ADD CONSTRAINT "disclosure_requests_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disclosure_requests" ADD CONSTRAINT "disclosure_requests_answered_by_accounts_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_versions" ADD CONSTRAINT "message_versions_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_versions" ADD CONSTRAINT "message_versions_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "presences" ADD CONSTRAINT "presences_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "presences" ADD CONSTRAINT "presences_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reply_drafts" ADD CONSTRAINT "reply_drafts_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reply_drafts" ADD CONSTRAINT "reply_drafts_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "disclosure_requests_open" ON "disclosure_requests" USING btree ("report_id") WHERE "disclosure_requests"."state" = 'asked';--> statement-breakpoint
CREATE INDEX "disclosure_requests_report" ON "disclosure_requests" USING btree ("report_id","asked_at");--> statement-breakpoint
CREATE INDEX "message_versions_message" ON "message_versions" USING btree ("message_id","written_at");--> statement-breakpoint
CREATE INDEX "message_versions_report" ON "message_versions" USING btree ("report_id");--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_redacted_by_accounts_id_fk" FOREIGN KEY ("redacted_by") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "events_at" ON "events" USING btree ("at") WHERE "events"."report_id" is not null;--> statement-breakpoint
CREATE INDEX "messages_held" ON "messages" USING btree ("report_id") WHERE "messages"."held";--> statement-breakpoint
CREATE INDEX "messages_thread" ON "messages" USING btree ("report_id","shown_at","id");
--> statement-breakpoint
-- A message that its writer may still take back exists for the writer's side alone.
create policy messages_held on messages as restrictive for all using (
  not held
  or (select app_is_system())
  or exists (
    select 1 from reports r
    where r.id = report_id
      and (side = 'reporter') = (r.reporter_id is not distinct from (select app_actor()))
  )
) with check (true);
--> statement-breakpoint
do $$
declare child text;
begin
  foreach child in array array['message_versions', 'disclosure_requests'] loop
    execute format('alter table %I enable row level security', child);
    execute format('alter table %I force row level security', child);
    execute format(
      'create policy %I on %I using (exists (select 1 from reports r where r.id = report_id))
       with check (exists (select 1 from reports r where r.id = report_id))',
      child || '_of_visible_report', child);
  end loop;
end $$;
--> statement-breakpoint
-- What somebody types is theirs alone, as long as they read the report.
alter table reply_drafts enable row level security;
--> statement-breakpoint
alter table reply_drafts force row level security;
--> statement-breakpoint
create policy reply_drafts_own on reply_drafts using (
  (select app_is_system())
  or exists (
    select 1 from reports r
    where r.id = report_id
      and (account_id = (select app_actor())
        or (account_id is null and r.guest_code_hash = any((select app_guest())::text[])))
  )
) with check (
  (select app_is_system())
  or exists (
    select 1 from reports r
    where r.id = report_id
      and (account_id = (select app_actor())
        or (account_id is null and r.guest_code_hash = any((select app_guest())::text[])))
  )
);
--> statement-breakpoint
-- Who of the staff looks at a report is for the staff who read it; the reporter learns nothing of it.
alter table presences enable row level security;
--> statement-breakpoint
alter table presences force row level security;
--> statement-breakpoint
create policy presences_read on presences for select using (
  (select app_is_system())
  or exists (
    select 1 from reports r
    where r.id = report_id and (select app_actor()) is not null and r.reporter_id is distinct from (select app_actor())
  )
);
--> statement-breakpoint
create policy presences_own on presences for all using (
  (select app_is_system()) or account_id = (select app_actor())
) with check (
  (select app_is_system())
  or (account_id = (select app_actor()) and exists (
    select 1 from reports r where r.id = report_id and r.reporter_id is distinct from (select app_actor())
  ))
);

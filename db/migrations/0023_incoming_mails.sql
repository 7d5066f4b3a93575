CREATE TABLE "incoming_mails" (
	"id" uuid PRIMARY KEY NOT NULL,
	"public_id" text NOT NULL,
	"program_id" uuid NOT NULL,
	"source" text NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"data_key" "bytea" NOT NULL,
	"envelope_sealed" "bytea" NOT NULL,
	"raw_sealed" "bytea" NOT NULL,
	"size" integer NOT NULL,
	"summary_sealed" "bytea",
	"message_id_lookup" "bytea",
	"content_lookup" "bytea",
	"verified" boolean,
	"report_id" uuid,
	"received_at" timestamp with time zone NOT NULL,
	"judged_at" timestamp with time zone,
	"settled_by" uuid,
	"settled_at" timestamp with time zone,
	"note_sealed" "bytea",
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "incoming_mails_public_id_unique" UNIQUE("public_id"),
	CONSTRAINT "incoming_mails_state" CHECK ("incoming_mails"."state" in ('stored','report','message','quarantined','ended','noted','discarded')),
	CONSTRAINT "incoming_mails_reason" CHECK ("incoming_mails"."reason" is null or "incoming_mails"."reason" in ('auto_reply','bounce','loop','duplicate','unverified_sender','poses_as_staff','automatic','token_not_valid','not_the_person','names_a_report','closed_to_replies','unreadable','many_from_sender'))
);
--> statement-breakpoint
CREATE TABLE "mail_tokens" (
	"token_hash" "bytea" PRIMARY KEY NOT NULL,
	"purpose" text NOT NULL,
	"mail_id" uuid NOT NULL,
	"report_id" uuid,
	"account_id" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "mail_tokens_purpose" CHECK ("mail_tokens"."purpose" in ('reply','bounce','open'))
);
--> statement-breakpoint
CREATE TABLE "returned_addresses" (
	"lookup" "bytea" PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"returned_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "failed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "failure" text;--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "gave_up_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "returned_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "incoming_mails" ADD CONSTRAINT "incoming_mails_program_id_programs_id_fk" FOREIGN KEY ("program_id") REFERENCES "public"."programs"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incoming_mails" ADD CONSTRAINT "incoming_mails_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incoming_mails" ADD CONSTRAINT "incoming_mails_settled_by_accounts_id_fk" FOREIGN KEY ("settled_by") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail_tokens" ADD CONSTRAINT "mail_tokens_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail_tokens" ADD CONSTRAINT "mail_tokens_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "incoming_mails_listed" ON "incoming_mails" USING btree ("program_id","state","received_at","id");--> statement-breakpoint
CREATE INDEX "incoming_mails_content" ON "incoming_mails" USING btree ("program_id","content_lookup");--> statement-breakpoint
CREATE INDEX "incoming_mails_waiting" ON "incoming_mails" USING btree ("received_at") WHERE "incoming_mails"."state" = 'stored';--> statement-breakpoint
CREATE INDEX "incoming_mails_report" ON "incoming_mails" USING btree ("report_id") WHERE "incoming_mails"."report_id" is not null;--> statement-breakpoint
CREATE INDEX "mail_tokens_report" ON "mail_tokens" USING btree ("report_id","purpose");--> statement-breakpoint
CREATE INDEX "mail_tokens_expired" ON "mail_tokens" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "mails_failing" ON "mails" USING btree ("failed_at") WHERE "mails"."failed_at" is not null and "mails"."delivered_at" is null;--> statement-breakpoint
-- Mail before it is judged is the portal's alone; what waits, ended or was discarded is for the program's triage. What
-- became a report or a message is read there, under the rules of that report.
alter table incoming_mails enable row level security;
--> statement-breakpoint
alter table incoming_mails force row level security;
--> statement-breakpoint
create policy incoming_mails_desk on incoming_mails using (
  app_is_system()
  or (state in ('quarantined', 'ended', 'discarded') and program_id in (
    select m.program_id from memberships m
    where m.account_id = app_actor() and m.ended_at is null and m.role in ('triager', 'coordinator')
  ))
) with check (app_is_system());
--> statement-breakpoint
alter table mail_tokens enable row level security;
--> statement-breakpoint
alter table mail_tokens force row level security;
--> statement-breakpoint
create policy mail_tokens_system on mail_tokens using (app_is_system()) with check (app_is_system());
--> statement-breakpoint
-- Encrypted bytes do not compress: kept out of line as they are.
alter table incoming_mails alter column raw_sealed set storage external;

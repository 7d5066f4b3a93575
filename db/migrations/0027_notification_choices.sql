CREATE TABLE "digest_items" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"report_id" uuid NOT NULL,
	"event" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notification_choices" (
	"account_id" uuid NOT NULL,
	"event" text NOT NULL,
	"way" text NOT NULL,
	"chosen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "notification_choices_account_id_event_pk" PRIMARY KEY("account_id","event"),
	CONSTRAINT "notification_choices_way" CHECK ("notification_choices"."way" in ('mail','digest','none'))
);
--> statement-breakpoint
ALTER TABLE "digest_items" ADD CONSTRAINT "digest_items_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digest_items" ADD CONSTRAINT "digest_items_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_choices" ADD CONSTRAINT "notification_choices_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "digest_items_account" ON "digest_items" USING btree ("account_id","id");--> statement-breakpoint
-- Anybody's act may promise news; only the portal reads what waits for the daily mail.
alter table digest_items enable row level security;
--> statement-breakpoint
alter table digest_items force row level security;
--> statement-breakpoint
create policy digest_items_write on digest_items for insert with check (true);
--> statement-breakpoint
create policy digest_items_system on digest_items using (app_is_system()) with check (app_is_system());

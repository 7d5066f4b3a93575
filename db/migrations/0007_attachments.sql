CREATE TABLE "attachments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"public_id" text NOT NULL,
	"draft_id" uuid,
	"report_id" uuid,
	"message_id" uuid,
	"side" text NOT NULL,
	"uploader_id" uuid,
	"data_key" "bytea" NOT NULL,
	"name_sealed" "bytea" NOT NULL,
	"declared" text NOT NULL,
	"sniffed" text,
	"locked" boolean DEFAULT false NOT NULL,
	"size" bigint NOT NULL,
	"received" bigint DEFAULT 0 NOT NULL,
	"sha256" text,
	"storage_key" text NOT NULL,
	"store_state" jsonb,
	"preview_key" text,
	"scan" text NOT NULL,
	"finding" text,
	"scan_tried_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"removed_at" timestamp with time zone,
	CONSTRAINT "attachments_public_id_unique" UNIQUE("public_id"),
	CONSTRAINT "attachments_storage_key_unique" UNIQUE("storage_key"),
	CONSTRAINT "attachments_preview_key_unique" UNIQUE("preview_key"),
	CONSTRAINT "attachments_one_place" CHECK ("attachments"."draft_id" is null or "attachments"."report_id" is null),
	CONSTRAINT "attachments_scan" CHECK ("attachments"."scan" in ('off','pending','clean','infected','error')),
	CONSTRAINT "attachments_received" CHECK ("attachments"."received" between 0 and "attachments"."size"),
	CONSTRAINT "attachments_complete" CHECK (("attachments"."finished_at" is null) = ("attachments"."sha256" is null) and ("attachments"."finished_at" is null or "attachments"."received" = "attachments"."size"))
);
--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_draft_id_report_drafts_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."report_drafts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_uploader_id_accounts_id_fk" FOREIGN KEY ("uploader_id") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attachments_draft" ON "attachments" USING btree ("draft_id","created_at");--> statement-breakpoint
CREATE INDEX "attachments_report" ON "attachments" USING btree ("report_id","created_at");--> statement-breakpoint
CREATE INDEX "attachments_swept" ON "attachments" USING btree ("id") WHERE "attachments"."removed_at" is not null or ("attachments"."draft_id" is null and "attachments"."report_id" is null);--> statement-breakpoint

-- A file is visible exactly when its draft or its report is (the inner selects are under their policies). One that
-- belongs to neither any more is the portal's own to remove.
alter table attachments enable row level security;
--> statement-breakpoint
alter table attachments force row level security;
--> statement-breakpoint
create policy attachments_of_visible on attachments using (
  (select app_is_system())
  or exists (select 1 from report_drafts d where d.id = draft_id)
  or exists (select 1 from reports r where r.id = report_id)
) with check (
  (select app_is_system())
  or exists (select 1 from report_drafts d where d.id = draft_id)
  or exists (select 1 from reports r where r.id = report_id)
);

ALTER TABLE "credits" ADD COLUMN "wished_sealed" "bytea";--> statement-breakpoint
ALTER TABLE "credits" ADD COLUMN "asked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "credits" ADD COLUMN "reminded_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "credits" ADD COLUMN "invite_hash" text;--> statement-breakpoint
ALTER TABLE "credits" ADD COLUMN "invite_sealed" "bytea";--> statement-breakpoint
CREATE INDEX "credits_waiting" ON "credits" USING btree ("asked_at") WHERE "credits"."consent" = 'pending';--> statement-breakpoint
ALTER TABLE "credits" ADD CONSTRAINT "credits_invite_hash_unique" UNIQUE("invite_hash");--> statement-breakpoint
-- Somebody named beside the reporter sees the one credit that their link leads to, and nothing of its report.
alter policy credits_of_visible_report on credits
  using (exists (select 1 from reports r where r.id = report_id) or invite_hash = any((select app_guest())::text[]))
  with check (exists (select 1 from reports r where r.id = report_id));

CREATE TABLE "report_additions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"report_id" uuid NOT NULL,
	"public_id" text NOT NULL,
	"author_id" uuid,
	"body_sealed" "bytea" NOT NULL,
	"idempotency_key" text,
	"added_at" timestamp with time zone NOT NULL,
	CONSTRAINT "report_additions_public_id_unique" UNIQUE("public_id")
);
--> statement-breakpoint
CREATE TABLE "held_pages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"draft_id" uuid NOT NULL,
	"page_sealed" "bytea" NOT NULL,
	"held_at" timestamp with time zone NOT NULL,
	CONSTRAINT "held_pages_draft_id_unique" UNIQUE("draft_id")
);
--> statement-breakpoint
ALTER TABLE "report_drafts" ADD COLUMN "saves" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "report_drafts" ADD COLUMN "warned_days" integer;--> statement-breakpoint
ALTER TABLE "report_additions" ADD CONSTRAINT "report_additions_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_additions" ADD CONSTRAINT "report_additions_author_id_accounts_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "held_pages" ADD CONSTRAINT "held_pages_draft_id_report_drafts_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."report_drafts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "report_additions_report" ON "report_additions" USING btree ("report_id","added_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "report_additions_idempotency" ON "report_additions" USING btree ("report_id","idempotency_key");--> statement-breakpoint
CREATE INDEX "held_pages_age" ON "held_pages" USING btree ("held_at");--> statement-breakpoint
-- Visible exactly when the report is; what was added is never changed.
alter table report_additions enable row level security;
--> statement-breakpoint
alter table report_additions force row level security;
--> statement-breakpoint
create policy report_additions_of_visible_report on report_additions
  using (exists (select 1 from reports r where r.id = report_id))
  with check (exists (select 1 from reports r where r.id = report_id));
--> statement-breakpoint
create function refuse_other_words() returns trigger language plpgsql as $$
begin
  -- An account that is deleted leaves its additions without an author; nothing else changes.
  if (new.id, new.report_id, new.public_id, new.body_sealed, new.idempotency_key, new.added_at)
      is distinct from (old.id, old.report_id, old.public_id, old.body_sealed, old.idempotency_key, old.added_at)
    or new.author_id is not null and new.author_id is distinct from old.author_id then
    raise exception 'what was added to a report never changes' using errcode = '42501';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger report_additions_immutable before update on report_additions
  for each row execute function refuse_other_words();
--> statement-breakpoint
-- The draft's owner, once signed in again; the portal itself holds and clears.
alter table held_pages enable row level security;
--> statement-breakpoint
alter table held_pages force row level security;
--> statement-breakpoint
create policy held_pages_of_own_draft on held_pages
  using ((select app_is_system()) or exists (select 1 from report_drafts d where d.id = draft_id))
  with check ((select app_is_system()) or exists (select 1 from report_drafts d where d.id = draft_id));
--> statement-breakpoint
-- Whatever a draft holds by now was kept by Continue. The rows answer nobody who does not say who asks.
select set_config('app.actor_kind', 'system', true);
--> statement-breakpoint
update report_drafts set saves = (
  select jsonb_object_agg(step, jsonb_build_object('rev', 0, 'confirmed', true, 'tab', null, 'seq', 0, 'since', 0))
  from unnest(array['scope', 'exposure', 'product', 'details', 'repro', 'impact', 'contact', 'credit', 'agree']) as step
);
--> statement-breakpoint
select set_config('app.actor_kind', '', true);

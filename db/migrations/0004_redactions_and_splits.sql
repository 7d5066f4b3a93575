CREATE TABLE "redactions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"report_id" uuid NOT NULL,
	"answer_key" text NOT NULL,
	"reason_sealed" "bytea" NOT NULL,
	"redacted_by" uuid,
	"redacted_at" timestamp with time zone NOT NULL,
	CONSTRAINT "redactions_once" UNIQUE("report_id","answer_key")
);
--> statement-breakpoint
CREATE TABLE "split_proposals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"report_id" uuid NOT NULL,
	"state" text NOT NULL,
	"parts_sealed" "bytea" NOT NULL,
	"proposed_by" uuid,
	"proposed_at" timestamp with time zone NOT NULL,
	"decide_by" timestamp with time zone NOT NULL,
	"decided_at" timestamp with time zone,
	CONSTRAINT "split_proposals_state" CHECK ("split_proposals"."state" in ('proposed','confirmed','declined','withdrawn'))
);
--> statement-breakpoint
ALTER TABLE "reports" ADD COLUMN "split_from" uuid;--> statement-breakpoint
ALTER TABLE "redactions" ADD CONSTRAINT "redactions_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "redactions" ADD CONSTRAINT "redactions_redacted_by_accounts_id_fk" FOREIGN KEY ("redacted_by") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "split_proposals" ADD CONSTRAINT "split_proposals_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "split_proposals" ADD CONSTRAINT "split_proposals_proposed_by_accounts_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "split_proposals_open" ON "split_proposals" USING btree ("report_id") WHERE "split_proposals"."state" = 'proposed';--> statement-breakpoint
CREATE INDEX "split_proposals_report" ON "split_proposals" USING btree ("report_id","proposed_at");--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_split_from_reports_id_fk" FOREIGN KEY ("split_from") REFERENCES "public"."reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "reports_split_from" ON "reports" USING btree ("split_from") WHERE "reports"."split_from" is not null;
--> statement-breakpoint
do $$
declare child text;
begin
  foreach child in array array['redactions', 'split_proposals'] loop
    execute format('alter table %I enable row level security', child);
    execute format('alter table %I force row level security', child);
    execute format(
      'create policy %I on %I using (exists (select 1 from reports r where r.id = report_id))
       with check (exists (select 1 from reports r where r.id = report_id))',
      child || '_of_visible_report', child);
  end loop;
end $$;
--> statement-breakpoint

-- What was withheld stays withheld: the row can lose the account that did it, and nothing else.
create function refuse_redaction_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or new.redacted_by is not null
    or (new.id, new.report_id, new.answer_key, new.reason_sealed, new.redacted_at)
      is distinct from (old.id, old.report_id, old.answer_key, old.reason_sealed, old.redacted_at) then
    raise exception 'a redaction is kept for ever' using errcode = '42501';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger redactions_immutable before update or delete on redactions
  for each row execute function refuse_redaction_change();

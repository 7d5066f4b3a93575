CREATE TABLE "report_traits" (
	"report_id" uuid NOT NULL,
	"key_version" integer NOT NULL,
	"kind" text NOT NULL,
	"trait" bigint NOT NULL,
	CONSTRAINT "report_traits_report_id_key_version_kind_trait_pk" PRIMARY KEY("report_id","key_version","kind","trait"),
	CONSTRAINT "report_traits_kind" CHECK ("report_traits"."kind" in ('title','path','product','weakness','file'))
);
--> statement-breakpoint
CREATE TABLE "report_words" (
	"report_id" uuid NOT NULL,
	"key_version" integer NOT NULL,
	"source" text NOT NULL,
	"words" bigint[] NOT NULL,
	CONSTRAINT "report_words_report_id_key_version_source_pk" PRIMARY KEY("report_id","key_version","source"),
	CONSTRAINT "report_words_source" CHECK ("report_words"."source" in ('text','note'))
);
--> statement-breakpoint
CREATE TABLE "search_keys" (
	"program_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"wrapped" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"complete_at" timestamp with time zone,
	CONSTRAINT "search_keys_program_id_version_pk" PRIMARY KEY("program_id","version")
);
--> statement-breakpoint
ALTER TABLE "report_traits" ADD CONSTRAINT "report_traits_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_words" ADD CONSTRAINT "report_words_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "search_keys" ADD CONSTRAINT "search_keys_program_id_programs_id_fk" FOREIGN KEY ("program_id") REFERENCES "public"."programs"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "report_traits_shared" ON "report_traits" USING btree ("trait","report_id");--> statement-breakpoint
CREATE INDEX "report_words_words" ON "report_words" USING gin ("words") WITH (fastupdate=false);--> statement-breakpoint
CREATE INDEX "reports_received" ON "reports" USING btree ("program_id","received_at","id");
--> statement-breakpoint
-- The words that a search asks for, set by its transaction; none: every row stands as its report does.
create function app_words(setting text) returns bigint[] language sql stable
  as $$ select coalesce(nullif(current_setting(setting, true), ''), '{}')::bigint[] $$;
--> statement-breakpoint
alter table report_words enable row level security;
--> statement-breakpoint
alter table report_words force row level security;
--> statement-breakpoint
create policy report_words_visible on report_words using (
  (select app_is_system())
  or (source = 'text' and exists (select 1 from reports r where r.id = report_id))
  or (source = 'note' and exists (
    select 1 from reports r
    join memberships m on m.program_id = r.program_id
    where r.id = report_id and r.reporter_id is distinct from (select app_actor())
      and m.account_id = (select app_actor()) and m.ended_at is null
      and m.role in ('triager', 'coordinator', 'privacy_officer')
  ))
) with check (
  (select app_is_system())
  or (source = 'text' and exists (select 1 from reports r where r.id = report_id))
  or (source = 'note' and exists (
    select 1 from reports r
    join memberships m on m.program_id = r.program_id
    where r.id = report_id and r.reporter_id is distinct from (select app_actor())
      and m.account_id = (select app_actor()) and m.ended_at is null
      and m.role in ('triager', 'coordinator', 'privacy_officer')
  ))
);
--> statement-breakpoint
-- What is asked for is a policy too. PostgreSQL applies an operator that is not leak-proof, as those of arrays are, after
-- the policies of a table and so past its index; within a policy that comes first, the index finds the rows.
create policy report_words_asked on report_words as restrictive for select
  using (words @> app_words('app.words') or words @> app_words('app.note_words'));
--> statement-breakpoint
alter table report_traits enable row level security;
--> statement-breakpoint
alter table report_traits force row level security;
--> statement-breakpoint
create policy report_traits_of_visible_report on report_traits
  using (exists (select 1 from reports r where r.id = report_id))
  with check (exists (select 1 from reports r where r.id = report_id));

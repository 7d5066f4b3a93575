CREATE TABLE "inquiries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"public_id" text NOT NULL,
	"program_id" uuid NOT NULL,
	"account_id" uuid,
	"link_hash" "bytea" NOT NULL,
	"link_sealed" "bytea" NOT NULL,
	"email_sealed" "bytea",
	"data_key" "bytea" NOT NULL,
	"subject_sealed" "bytea" NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "inquiries_public_id_unique" UNIQUE("public_id"),
	CONSTRAINT "inquiries_link_hash_unique" UNIQUE("link_hash"),
	CONSTRAINT "inquiries_state" CHECK ("inquiries"."state" in ('open','answered','closed'))
);
--> statement-breakpoint
CREATE TABLE "inquiry_messages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"inquiry_id" uuid NOT NULL,
	"side" text NOT NULL,
	"author_id" uuid,
	"body_sealed" "bytea" NOT NULL,
	"idempotency_key" text NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	CONSTRAINT "inquiry_messages_side" CHECK ("inquiry_messages"."side" in ('asker','staff'))
);
--> statement-breakpoint
CREATE TABLE "response_times" (
	"program_id" uuid PRIMARY KEY NOT NULL,
	"calculated_at" timestamp with time zone NOT NULL,
	"figures" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_program_id_programs_id_fk" FOREIGN KEY ("program_id") REFERENCES "public"."programs"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inquiry_messages" ADD CONSTRAINT "inquiry_messages_inquiry_id_inquiries_id_fk" FOREIGN KEY ("inquiry_id") REFERENCES "public"."inquiries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inquiry_messages" ADD CONSTRAINT "inquiry_messages_author_id_accounts_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "response_times" ADD CONSTRAINT "response_times_program_id_programs_id_fk" FOREIGN KEY ("program_id") REFERENCES "public"."programs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "inquiries_open" ON "inquiries" USING btree ("program_id","changed_at","id") WHERE "inquiries"."state" = 'open';--> statement-breakpoint
CREATE INDEX "inquiries_done" ON "inquiries" USING btree ("program_id","changed_at","id") WHERE "inquiries"."state" <> 'open';--> statement-breakpoint
CREATE INDEX "inquiries_account" ON "inquiries" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "inquiry_messages_thread" ON "inquiry_messages" USING btree ("inquiry_id","sent_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "inquiry_messages_once" ON "inquiry_messages" USING btree ("inquiry_id","idempotency_key");--> statement-breakpoint
CREATE INDEX "clocks_judged" ON "clocks" USING btree (least("due_at", "stopped_at")) WHERE "clocks"."clock" in ('acknowledge','first_response','verify','fix') and not "clocks"."voided";
--> statement-breakpoint
-- The link that a transaction was opened with (set_config('app.inquiry_link', <hex of the SHA-256>, true)).
create function app_inquiry_link() returns bytea language sql stable
  as $$ select decode(nullif(current_setting('app.inquiry_link', true), ''), 'hex') $$;
--> statement-breakpoint
alter table inquiries enable row level security;
--> statement-breakpoint
alter table inquiries force row level security;
--> statement-breakpoint
-- Whoever asked with an account, whoever holds the link where there is no account, and the program's triage.
create policy inquiries_visible on inquiries using (
  (select app_is_system())
  or account_id = (select app_actor())
  or (account_id is null and link_hash = (select app_inquiry_link()))
  or program_id in (
    select m.program_id from memberships m
    where m.account_id = (select app_actor()) and m.ended_at is null and m.role in ('triager', 'coordinator')
  )
) with check (
  (select app_is_system())
  or account_id = (select app_actor())
  or (account_id is null and link_hash = (select app_inquiry_link()))
  or program_id in (
    select m.program_id from memberships m
    where m.account_id = (select app_actor()) and m.ended_at is null and m.role in ('triager', 'coordinator')
  )
);
--> statement-breakpoint
alter table inquiry_messages enable row level security;
--> statement-breakpoint
alter table inquiry_messages force row level security;
--> statement-breakpoint
create policy inquiry_messages_of_visible on inquiry_messages
  using (exists (select 1 from inquiries i where i.id = inquiry_id))
  with check (exists (select 1 from inquiries i where i.id = inquiry_id));
--> statement-breakpoint
alter table response_times enable row level security;
--> statement-breakpoint
alter table response_times force row level security;
--> statement-breakpoint
-- Everybody may read the figures; only the job that calculates them writes.
create policy response_times_read on response_times for select using (true);
--> statement-breakpoint
create policy response_times_write on response_times
  using ((select app_is_system())) with check ((select app_is_system()));

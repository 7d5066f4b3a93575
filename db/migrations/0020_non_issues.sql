CREATE TABLE "non_issues" (
	"id" uuid PRIMARY KEY NOT NULL,
	"program_id" uuid NOT NULL,
	"key" text NOT NULL,
	"title" text NOT NULL,
	"body" text NOT NULL,
	"added_by" uuid,
	"added_at" timestamp with time zone NOT NULL,
	"retired_at" timestamp with time zone,
	CONSTRAINT "non_issues_key" UNIQUE("program_id","key")
);
--> statement-breakpoint
ALTER TABLE "non_issues" ADD CONSTRAINT "non_issues_program_id_programs_id_fk" FOREIGN KEY ("program_id") REFERENCES "public"."programs"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "non_issues" ADD CONSTRAINT "non_issues_added_by_accounts_id_fk" FOREIGN KEY ("added_by") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
-- What a decision cites never says something else afterwards.
create function refuse_non_issue_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE'
    or (new.id, new.program_id, new.key, new.title, new.body, new.added_at)
      is distinct from (old.id, old.program_id, old.key, old.title, old.body, old.added_at)
    or (new.added_by is not null and new.added_by is distinct from old.added_by) then
    raise exception 'an entry that a decision may cite is kept for ever' using errcode = '42501';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger non_issues_immutable before update or delete on non_issues
  for each row execute function refuse_non_issue_change();

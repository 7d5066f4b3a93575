-- The second line behind lib/auth/policy.ts: every table with report data answers nothing unless the
-- transaction said who asks (set_config('app.actor_id' | 'app.actor_kind', …, true)).

create function app_actor() returns uuid language sql stable
  as $$ select nullif(current_setting('app.actor_id', true), '')::uuid $$;
--> statement-breakpoint
create function app_is_system() returns boolean language sql stable
  as $$ select coalesce(current_setting('app.actor_kind', true), '') = 'system' $$;
--> statement-breakpoint

alter table reports enable row level security;
--> statement-breakpoint
alter table reports force row level security;
--> statement-breakpoint
create policy reports_visible on reports using (
  app_is_system()
  or reporter_id = app_actor()
  or program_id in (
    select m.program_id from memberships m
    where m.account_id = app_actor() and m.ended_at is null and m.role in ('triager', 'coordinator')
  )
) with check (
  app_is_system()
  or reporter_id = app_actor()
  or program_id in (
    select m.program_id from memberships m
    where m.account_id = app_actor() and m.ended_at is null and m.role in ('triager', 'coordinator')
  )
);
--> statement-breakpoint

alter table report_drafts enable row level security;
--> statement-breakpoint
alter table report_drafts force row level security;
--> statement-breakpoint
create policy report_drafts_own on report_drafts
  using (app_is_system() or account_id = app_actor())
  with check (app_is_system() or account_id = app_actor());
--> statement-breakpoint

-- Children of a report: visible exactly when the report is (the inner select is under its policy).
do $$
declare child text;
begin
  foreach child in array array['clocks', 'attestations', 'receipts', 'assessments', 'messages', 'credits'] loop
    execute format('alter table %I enable row level security', child);
    execute format('alter table %I force row level security', child);
    execute format(
      'create policy %I on %I using (exists (select 1 from reports r where r.id = report_id))
       with check (exists (select 1 from reports r where r.id = report_id))',
      child || '_of_visible_report', child);
  end loop;
end $$;
--> statement-breakpoint

alter table internal_notes enable row level security;
--> statement-breakpoint
alter table internal_notes force row level security;
--> statement-breakpoint
-- Staff of the program only: the reporter's own report never opens its notes.
create policy internal_notes_staff on internal_notes using (
  app_is_system()
  or exists (
    select 1 from reports r
    join memberships m on m.program_id = r.program_id
    where r.id = report_id and m.account_id = app_actor() and m.ended_at is null
      and m.role in ('triager', 'coordinator')
  )
) with check (
  app_is_system()
  or exists (
    select 1 from reports r
    join memberships m on m.program_id = r.program_id
    where r.id = report_id and m.account_id = app_actor() and m.ended_at is null
      and m.role in ('triager', 'coordinator')
  )
);
--> statement-breakpoint

alter table read_marks enable row level security;
--> statement-breakpoint
alter table read_marks force row level security;
--> statement-breakpoint
create policy read_marks_own on read_marks
  using (app_is_system() or account_id = app_actor())
  with check (app_is_system() or (account_id = app_actor() and exists (select 1 from reports r where r.id = report_id)));
--> statement-breakpoint

alter table ledger_heads enable row level security;
--> statement-breakpoint
alter table ledger_heads force row level security;
--> statement-breakpoint
create policy ledger_heads_visible on ledger_heads
  using (report_id is null or exists (select 1 from reports r where r.id = report_id))
  with check (report_id is null or exists (select 1 from reports r where r.id = report_id));
--> statement-breakpoint

alter table events enable row level security;
--> statement-breakpoint
alter table events force row level security;
--> statement-breakpoint
create policy events_visible on events
  using (report_id is null or exists (select 1 from reports r where r.id = report_id))
  with check (report_id is null or exists (select 1 from reports r where r.id = report_id));
--> statement-breakpoint

-- Anybody's act may promise a mail; only the worker reads what it says.
alter table mails enable row level security;
--> statement-breakpoint
alter table mails force row level security;
--> statement-breakpoint
create policy mails_write on mails for insert with check (true);
--> statement-breakpoint
create policy mails_system on mails using (app_is_system()) with check (app_is_system());
--> statement-breakpoint

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = '42501';
end $$;
--> statement-breakpoint
create trigger events_append_only before update or delete on events
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger events_no_truncate before truncate on events
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger calendar_versions_immutable before update or delete on calendar_versions
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger receipts_immutable before update or delete on receipts
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger attestations_immutable before update or delete on attestations
  for each row execute function refuse_change();
--> statement-breakpoint

-- A published policy version never changes; it can only be superseded.
create function refuse_policy_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.status in ('published', 'superseded') then
      raise exception 'a published policy version is kept for ever' using errcode = '42501';
    end if;
    return old;
  end if;
  if old.status in ('published', 'superseded') and (
    new.document is distinct from old.document
    or new.content_hash is distinct from old.content_hash
    or new.version is distinct from old.version
    or new.program_id is distinct from old.program_id
    or new.revised_on is distinct from old.revised_on
    or new.calendar_version_id is distinct from old.calendar_version_id
    or new.published_at is distinct from old.published_at
    or (old.status = 'superseded' and new.status <> 'superseded')
    or (old.status = 'published' and new.status not in ('published', 'superseded'))
  ) then
    raise exception 'a published policy version never changes' using errcode = '42501';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger policy_versions_immutable before update or delete on policy_versions
  for each row execute function refuse_policy_change();

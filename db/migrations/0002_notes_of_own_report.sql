-- Staff who sent a report themselves stand on the reporter's side of it: its notes stay closed to them.
drop policy internal_notes_staff on internal_notes;
--> statement-breakpoint
create policy internal_notes_staff on internal_notes using (
  app_is_system()
  or exists (
    select 1 from reports r
    join memberships m on m.program_id = r.program_id
    where r.id = report_id and r.reporter_id is distinct from app_actor() and m.account_id = app_actor()
      and m.ended_at is null and m.role in ('triager', 'coordinator')
  )
) with check (
  app_is_system()
  or exists (
    select 1 from reports r
    join memberships m on m.program_id = r.program_id
    where r.id = report_id and r.reporter_id is distinct from app_actor() and m.account_id = app_actor()
      and m.ended_at is null and m.role in ('triager', 'coordinator')
  )
);

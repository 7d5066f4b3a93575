-- The same policies, asking who asks once a statement: inside a sub-select PostgreSQL evaluates the functions
-- before it walks the rows, not for each of them.
alter policy reports_visible on reports using (
  (select app_is_system())
  or reporter_id = (select app_actor())
  or program_id in (
    select m.program_id from memberships m
    where m.account_id = (select app_actor()) and m.ended_at is null and m.role in ('triager', 'coordinator')
  )
) with check (
  (select app_is_system())
  or reporter_id = (select app_actor())
  or program_id in (
    select m.program_id from memberships m
    where m.account_id = (select app_actor()) and m.ended_at is null and m.role in ('triager', 'coordinator')
  )
);
--> statement-breakpoint
alter policy report_drafts_own on report_drafts
  using ((select app_is_system()) or account_id = (select app_actor()))
  with check ((select app_is_system()) or account_id = (select app_actor()));
--> statement-breakpoint
alter policy read_marks_own on read_marks
  using ((select app_is_system()) or account_id = (select app_actor()))
  with check (
    (select app_is_system())
    or (account_id = (select app_actor()) and exists (select 1 from reports r where r.id = report_id))
  );
--> statement-breakpoint
alter policy mails_system on mails
  using ((select app_is_system()))
  with check ((select app_is_system()));

ALTER TABLE "reports" ADD COLUMN "readers" uuid[];--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_readers" CHECK ("reports"."readers" is null or cardinality("reports"."readers") > 0);
--> statement-breakpoint
-- A restricted report opens to the named people with a reading role alone; for the rest of the staff it does not exist.
alter policy reports_visible on reports using (
  (select app_is_system())
  or reporter_id = (select app_actor())
  or guest_code_hash = any((select app_guest())::text[])
  or ((readers is null or (select app_actor()) = any(readers)) and (
    ((urgent_at is null or released_at is not null) and program_id in (
      select m.program_id from memberships m
      where m.account_id = (select app_actor()) and m.ended_at is null and m.role in ('triager', 'coordinator')
    ))
    or (urgent_at is not null and program_id in (
      select m.program_id from memberships m
      where m.account_id = (select app_actor()) and m.ended_at is null and m.role = 'privacy_officer'
    ))
  ))
) with check (
  (select app_is_system())
  or reporter_id = (select app_actor())
  or guest_code_hash = any((select app_guest())::text[])
  or ((readers is null or (select app_actor()) = any(readers)) and (
    ((urgent_at is null or released_at is not null) and program_id in (
      select m.program_id from memberships m
      where m.account_id = (select app_actor()) and m.ended_at is null and m.role in ('triager', 'coordinator')
    ))
    or (urgent_at is not null and program_id in (
      select m.program_id from memberships m
      where m.account_id = (select app_actor()) and m.ended_at is null and m.role = 'privacy_officer'
    ))
  ))
);

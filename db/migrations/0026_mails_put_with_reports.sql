-- A mail that was put with a report as a note stays on the desk: its files are there alone.
drop policy incoming_mails_desk on incoming_mails;
--> statement-breakpoint
create policy incoming_mails_desk on incoming_mails using (
  app_is_system()
  or (state in ('quarantined', 'ended', 'noted', 'discarded') and program_id in (
    select m.program_id from memberships m
    where m.account_id = app_actor() and m.ended_at is null and m.role in ('triager', 'coordinator')
  ))
) with check (app_is_system());

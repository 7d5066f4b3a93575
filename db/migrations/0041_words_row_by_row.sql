-- As in 0038, for the words of notes too: whether a row's report may be read is asked at the row, by the report's key.
alter policy report_words_visible on report_words using (
  (select app_is_system())
  or (source = 'text' and exists (select 1 from reports r where r.id = report_id offset 0))
  or (source = 'note' and exists (
    select 1 from reports r
    join memberships m on m.program_id = r.program_id
    where r.id = report_id and r.reporter_id is distinct from (select app_actor())
      and m.account_id = (select app_actor()) and m.ended_at is null
      and m.role in ('triager', 'coordinator', 'privacy_officer')
    offset 0
  ))
);

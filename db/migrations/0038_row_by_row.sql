-- Whether a row's report may be read was asked of every report there is, once a statement, as soon as the planner
-- expected many rows: a list of fifty read the whole table. OFFSET 0 keeps the question at the row, by the report's key.
do $$
declare
  rule record;
begin
  for rule in
    select p.polname, p.polrelid::regclass as of_table,
      regexp_replace(pg_get_expr(p.polqual, p.polrelid),
        '(EXISTS \( SELECT 1\s+FROM reports r\s+WHERE \(r\.id = [a-z_]+\.report_id\))\)', '\1 OFFSET 0)', 'g') as asked
    from pg_policy p
    where pg_get_expr(p.polqual, p.polrelid) ~ 'FROM reports r\s+WHERE \(r\.id = [a-z_]+\.report_id\)\)'
  loop
    execute format('alter policy %I on %s using (%s)', rule.polname, rule.of_table, rule.asked);
  end loop;
end $$;

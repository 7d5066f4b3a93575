-- Mails are the portal's own, and no row of them is for the desk to read. Whether any goes out is: every page of the desk
-- says so, in the statement that asks for the rest of its frame. "system" holds within the function alone.
create function app_mail_down(recent timestamptz, out since timestamptz, out waiting int)
language plpgsql
as $$
declare
  asked_by constant text := current_setting('app.actor_kind', true);
begin
  perform set_config('app.actor_kind', 'system', true);
  select min(m.failed_at),
    (select count(*) from mails w where w.delivered_at is null and w.gave_up_at is null and w.held_for is null)
  into since, waiting
  from mails m
  where m.failed_at >= recent and m.delivered_at is null and m.gave_up_at is null and m.held_for is null
    and m.failed_at > coalesce((select max(d.delivered_at) from mails d where d.delivered_at >= recent), '-infinity');
  perform set_config('app.actor_kind', asked_by, true);
end $$;

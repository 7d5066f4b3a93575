-- A guest's draft opens to a link that was mailed for it, and to whoever opens the notice that it became.
alter policy report_drafts_own on report_drafts
  using (
    (select app_is_system())
    or account_id = (select app_actor())
    or guest_hash = any((select app_guest())::text[])
    or (guest_hash is not null and id in (
      select l.draft_id from draft_links l
      where l.used_at is null and l.replaced_at is null
        and l.token_hash in (select decode(shown, 'hex') from unnest((select app_guest())) as shown)
    ))
    or (guest_hash is not null and id in (
      select r.draft_id from reports r
      where r.urgent_at is not null and r.guest_code_hash = any((select app_guest())::text[])
    ))
  );

-- Until when a temporary password is good: whoever has not used it by then asks for another.
alter table catalogue.person
  add column temporary_until timestamptz,
  -- Who the single sign-on says that this is, its address and its own name for them, from the first time on: names may be given again.
  add column sso_subject text;
update catalogue.person set temporary_until = now() + interval '7 days' where must_change;

-- A list is found, filtered, counted, sorted and ranked from one table: beside what a dataset is found by, its entry holds who may know of
-- it and what it is sorted by. "catalogue.dataset.title_key" is read no more.
drop index catalogue.dataset_title;
drop index catalogue.dataset_created;
drop index catalogue.dataset_published;

-- Long texts lie beside the row, so that a search that finds thousands looks at few pages.
alter table catalogue.search_entry set (toast_tuple_target = 1024);
alter table catalogue.search_entry
  alter column terms set storage external, alter column texts set storage external,
  alter column title set storage main, alter column keys set storage main, alter column topics set storage main,
  alter column keywords set storage main, alter column years set storage main, alter column regions set storage main;

insert into catalogue.search_entry (dataset, title, keys, texts, terms, topics, keywords)
  select id, '', '', '', '', '{}', '{}' from catalogue.dataset on conflict do nothing;

alter table catalogue.search_entry
  add column slug             text collate "C",
  add column agency           text collate "C",
  add column access           text,
  add column current_version  integer,
  add column title_key        text not null default '',
  add column created_at       timestamptz,
  add column updated_at       timestamptz,
  add column published_at     timestamptz,                      -- of the current version
  -- A short title is worth more than a long one, what speaks of every regency more than what speaks of the province alone.
  add column worth            double precision not null
    generated always as (8.0 / (16 + length(title_key)) + least(cardinality(regions), 24) * 0.02) stored;

update catalogue.search_entry e set slug = d.slug, agency = d.agency, access = d.access, current_version = d.current_version,
    title_key = d.title_key, created_at = d.created_at, updated_at = d.updated_at, published_at = v.published_at
  from catalogue.dataset d left join catalogue.version v on v.dataset = d.id and v.number = d.current_version where d.id = e.dataset;

alter table catalogue.search_entry
  alter column slug set not null, alter column agency set not null, alter column access set not null,
  alter column created_at set not null, alter column updated_at set not null;

-- What a dataset says of itself, carried over by PostgreSQL so that no writer can forget.
create function catalogue.carry_to_entry() returns trigger language plpgsql as $$
begin
  insert into catalogue.search_entry as e (dataset, title, keys, texts, terms, topics, keywords, slug, agency, access, current_version,
      created_at, updated_at, published_at)
    values (new.id, '', '', '', '', '{}', '{}', new.slug, new.agency, new.access, new.current_version, new.created_at, new.updated_at,
      (select v.published_at from catalogue.version v where v.dataset = new.id and v.number = new.current_version))
    on conflict (dataset) do update set slug = excluded.slug, agency = excluded.agency, access = excluded.access,
      current_version = excluded.current_version, created_at = excluded.created_at, updated_at = excluded.updated_at,
      published_at = excluded.published_at;
  return null;
end $$;
create trigger carry after insert on catalogue.dataset
  for each row execute function catalogue.carry_to_entry();
create trigger carry_update after update on catalogue.dataset for each row
  when ((old.slug, old.agency, old.access, old.current_version, old.created_at, old.updated_at)
    is distinct from (new.slug, new.agency, new.access, new.current_version, new.created_at, new.updated_at))
  execute function catalogue.carry_to_entry();

create index search_entry_title on catalogue.search_entry (title_key, slug);
create index search_entry_created on catalogue.search_entry (created_at, slug);
create index search_entry_changed on catalogue.search_entry (coalesce(published_at, updated_at), slug);
-- What the public may read is counted here.
create index search_entry_published on catalogue.search_entry (access, agency) where current_version is not null;

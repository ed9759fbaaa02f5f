-- Indicators: what is measured of a place and a time, whichever dataset it is in, and their values in one table, so that a region's
-- profile or a ranking is one question however many datasets there are.

-- The days of a canonical reference period, or null for a text that is none: 2024, 2024-S1, 2024-T2, 2024-Q3, 2024-05, 2024-W07,
-- 2024-05-17, 2023-07-01/P1Y.
create function catalogue.period_days(period text) returns daterange language plpgsql immutable parallel safe as $$
declare
  year integer;
  part integer;
  first date;
begin
  if period !~ '^(19|20)\d\d(-(S[12]|T[1-3]|Q[1-4]|W(0[1-9]|[1-4]\d|5[0-3])|(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(/P1Y)?)?))?$' then
    return null;
  end if;
  year := left(period, 4)::integer;
  if length(period) = 4 then return daterange(make_date(year, 1, 1), make_date(year + 1, 1, 1)); end if;
  part := case when length(period) = 7 and substr(period, 6, 1) in ('S', 'T', 'Q')
    then case substr(period, 6, 1) when 'S' then 6 when 'T' then 4 else 3 end end;
  if part is not null then
    first := make_date(year, (substr(period, 7, 1)::integer - 1) * part + 1, 1);
    return daterange(first, (first + make_interval(months => part))::date);
  end if;
  if substr(period, 6, 1) = 'W' then
    -- The week with the fourth of January is the first.
    first := make_date(year, 1, 4) - (extract(isodow from make_date(year, 1, 4))::integer - 1) + (substr(period, 7)::integer - 1) * 7;
    return daterange(first, first + 7);
  end if;
  first := make_date(year, substr(period, 6, 2)::integer, 1);
  if length(period) = 7 then return daterange(first, (first + make_interval(months => 1))::date); end if;
  part := substr(period, 9, 2)::integer;
  if part > extract(day from first + make_interval(months => 1) - make_interval(days => 1)) then return null; end if;
  first := first + part - 1;
  return daterange(first, case when period like '%/P1Y' then (first + make_interval(years => 1))::date else first + 1 end);
end
$$;

create table catalogue.indicator (
  slug     text collate "C" primary key,                       -- never changes
  dataset  integer references catalogue.dataset (id),          -- whose measure it is; null: curated
  field    text,
  same_as  text collate "C" references catalogue.indicator (slug), -- the curated one that this measure is a source of
  about    jsonb not null,                                     -- title, unit, definition …
  search   text not null default '',                           -- folded
  unique (dataset, field)
);
create index indicator_search on catalogue.indicator using gin (search gin_trgm_ops);

-- Where an indicator's values are from; of several for one region and period the one with the smallest preference counts.
create table catalogue.indicator_source (
  id         integer generated always as identity primary key,
  indicator  text collate "C" not null references catalogue.indicator (slug),
  dataset    text collate "C" not null,                        -- its slug: it may be published later
  field      text not null,
  filter     jsonb not null default '{}',                      -- dimension → value
  yearly_at  text,                                             -- "03": the values of March stand for the year
  preference integer not null default 1,
  unique (indicator, dataset, field, filter)
);
create index indicator_source_dataset on catalogue.indicator_source (dataset);

-- The values of each source's current version; replaced in the transaction that publishes the next.
create table catalogue.indicator_value (
  source    integer not null,
  region    text collate "C" not null,
  parent    text collate "C" not null,                         -- the code of the region that it lies in: 73 for 73.06, '' for 73
  period    text collate "C" not null,
  compared  text collate "C" not null,                         -- the period under which it is compared with others
  ends      date not null,                                     -- the period's last day
  value     numeric,
  status    text,
  computed  boolean not null default false,                    -- summed from the regions in it
  primary key (region, source, period)
);
create index indicator_value_peers on catalogue.indicator_value (source, compared, parent);

-- Of which version a dataset's values are. Another than the current one: they do not count until they are made anew.
create table catalogue.indicator_state (
  dataset  integer primary key references catalogue.dataset (id),
  version  integer not null
);

-- Answers are kept until something that they read changes: values made anew outside of a publication, or another curated indicator, are
-- such a change. A publication announces itself.
create function catalogue.announce_values() returns trigger language plpgsql as $$
begin
  perform catalogue.announce(d.slug) from catalogue.dataset d where d.id = coalesce(new.dataset, old.dataset);
  return null;
end $$;
create trigger announce after insert or update or delete on catalogue.indicator_state
  for each row execute function catalogue.announce_values();
create function catalogue.announce_curated() returns trigger language plpgsql as $$
begin
  if coalesce(new.dataset, old.dataset) is null then perform catalogue.announce('#reference'); end if;
  return null;
end $$;
create trigger announce after insert or update or delete on catalogue.indicator
  for each row execute function catalogue.announce_curated();

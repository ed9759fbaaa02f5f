-- Harvesting in: other catalogues whose datasets are shown here, what was seen of each at the last complete pass, and what came of it.
create table catalogue.harvest_source (
  id          uuid primary key,
  name        text not null,
  kind        text not null check (kind in ('ckan', 'dcat', 'data.json', 'file')),
  address     text not null,
  agency      text not null references catalogue.agency (slug) on update cascade,
  topics      text[] not null default '{}',
  -- For datasets that name none: an SPDX name.
  license     text,
  -- Hours between runs; null: by hand only.
  every_hours int check (every_hours between 1 and 8760),
  -- false: what it brings waits for a reviewer.
  publishes   boolean not null default false,
  next_at     timestamptz,
  disabled_at timestamptz,
  created_by  text not null,
  created_at  timestamptz not null,
  updated_at  timestamptz not null
);

create table catalogue.harvest_run (
  id          uuid primary key,
  source      uuid not null references catalogue.harvest_source (id) on delete cascade,
  state       text not null check (state in ('waiting', 'running', 'done', 'guarded', 'failed')),
  asked_by    text not null,
  -- The guarded run whose missing datasets may go.
  confirms    uuid,
  asked_at    timestamptz not null,
  began_at    timestamptz,
  ended_at    timestamptz,
  lease_owner uuid,
  lease_until timestamptz,
  attempts    int not null default 0,
  counts      jsonb not null default '{}',
  -- A fault's code and what it tells, where the source as a whole could not be read.
  fault       jsonb
);
create index harvest_run_source on catalogue.harvest_run (source, asked_at desc);
-- One at a time of a source.
create unique index harvest_run_open on catalogue.harvest_run (source) where state in ('waiting', 'running');

-- What came of a table in a run; those that did not change are counted only.
create table catalogue.harvest_outcome (
  run     uuid not null references catalogue.harvest_run (id) on delete cascade,
  remote  text not null,
  part    text not null,
  title   text not null,
  dataset text,
  outcome text not null,
  upload  uuid,
  detail  jsonb,
  primary key (run, remote, part)
);

-- A table of a source and the dataset that it is here.
create table catalogue.harvest_item (
  source        uuid not null references catalogue.harvest_source (id) on delete cascade,
  -- Of the dataset there, and of its table among several.
  remote        text not null,
  part          text not null,
  dataset       int references catalogue.dataset (id) on delete cascade,
  title         text not null,
  address       text not null,
  page          text,
  -- Of the file as it was fetched last; its ETag and time, for asking whether it changed.
  sha256        text,
  etag          text,
  last_modified text,
  -- Of everything else that makes the dataset.
  description   text,
  upload        uuid,
  fetched_at    timestamptz,
  gone_at       timestamptz,
  primary key (source, remote, part)
);
create index harvest_item_dataset on catalogue.harvest_item (dataset);

-- Pages of a source's list as they were read last, for answers of 304.
create table catalogue.harvest_document (
  source        uuid not null references catalogue.harvest_source (id) on delete cascade,
  address       text not null,
  etag          text,
  last_modified text,
  content       jsonb not null,
  primary key (source, address)
);

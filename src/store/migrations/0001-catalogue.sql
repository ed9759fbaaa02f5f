-- The catalogue: reference data, people, datasets, their versions and their uploads.
-- Rows of datasets live in schema "data" (one table per dataset), uploads in flight in schema "stage".
create extension if not exists unaccent;
create extension if not exists pg_trgm;
create schema if not exists catalogue;
create schema if not exists data;
create schema if not exists stage;

create table catalogue.region (
  code        text collate "C" primary key,                   -- Kemendagri, dotted: 73.06
  bps_code    text collate "C",
  name        text not null,                                  -- official: KABUPATEN GOWA
  short_name  text not null,                                  -- as people say it: Gowa, Kota Makassar
  level       text not null check (level in ('province', 'regency', 'district', 'village')),
  kind        text not null check (kind in ('provinsi', 'kabupaten', 'kota', 'kecamatan', 'kelurahan', 'desa')),
  parent      text collate "C" references catalogue.region (code),
  capital     text,
  aliases     text[] not null default '{}',
  valid_from  date,
  valid_to    date
);
create index region_parent on catalogue.region (parent);
create unique index region_bps on catalogue.region (bps_code) where bps_code is not null;

create table catalogue.agency (
  slug        text collate "C" primary key,
  name        text not null,
  name_en     text,
  short_name  text,
  kind        text not null check (kind in ('province', 'regency')),
  region      text collate "C" references catalogue.region (code),
  created_at  timestamptz not null default now()
);

create table catalogue.topic (
  slug        text collate "C" primary key,
  title_id    text not null,
  title_en    text not null,
  position    integer not null default 0
);

create table catalogue.person (
  id            uuid primary key,
  name          text not null unique,                          -- the log-in name
  role          text not null check (role in ('producer', 'reviewer', 'admin')),
  agency        text collate "C" references catalogue.agency (slug),
  password_hash text not null,
  created_at    timestamptz not null default now(),
  disabled_at   timestamptz
);

create table catalogue.token (
  id            uuid primary key,
  name          text not null,
  hash          bytea not null unique,                         -- SHA-256 of the token; the token itself is never stored
  role          text not null check (role in ('producer', 'system', 'reviewer', 'admin')),
  agency        text collate "C" references catalogue.agency (slug),
  datasets      text[],                                        -- null: all of the agency's
  person        uuid references catalogue.person (id),         -- null: the token is its own actor
  created_at    timestamptz not null default now(),
  expires_at    timestamptz,
  revoked_at    timestamptz,
  last_used_at  timestamptz
);

create table catalogue.dataset (
  id              integer generated always as identity primary key,
  slug            text collate "C" not null unique,
  agency          text collate "C" not null references catalogue.agency (slug),
  access          text not null check (access in ('open', 'agency', 'closed')),
  package         jsonb not null,                              -- as parsed, for the next upload
  next_column     integer not null default 1,                  -- physical columns are never reused
  current_version integer,                                     -- the pointer that publication moves
  created_by      text not null,
  created_at      timestamptz not null,
  updated_at      timestamptz not null
);

create table catalogue.upload (
  id              uuid primary key,
  dataset         integer not null references catalogue.dataset (id),
  status          text not null check (status in ('received', 'checking', 'ready', 'invalid', 'failed', 'submitted',
                                                  'scheduled', 'returned', 'published', 'superseded')),
  mode            text not null check (mode in ('replace', 'append')),
  file            jsonb not null,                              -- name, bytes, sha256, then what the reader found out
  sheet           text,                                        -- as asked for
  note            text,
  package         jsonb not null,                              -- what it is checked against
  columns         jsonb not null default '{}',                 -- field name → physical column of the stage
  progress        jsonb not null default '{"bytes": 0, "rows": 0}',
  rows            bigint,
  report          jsonb,
  changes         jsonb,                                       -- base, added, removed, changed, unchanged
  decisions       jsonb not null default '[]',
  version         integer,
  reason          text,                                        -- returned or failed: why
  release_at      timestamptz,
  approved_by     text,                                        -- of a scheduled one: the reviewer's key
  approved_by_name text,
  created_by      text not null,                               -- the actor's key
  created_by_name text not null,
  created_at      timestamptz not null,
  updated_at      timestamptz not null,
  lease_owner     text,
  lease_until     timestamptz,
  attempts        integer not null default 0
);
create index upload_dataset on catalogue.upload (dataset, created_at desc);
create index upload_waiting on catalogue.upload (created_at) where status in ('received', 'checking');

create table catalogue.idempotency (
  actor       text not null,
  key         text not null,
  body_sha256 text not null,
  upload      uuid not null references catalogue.upload (id),
  created_at  timestamptz not null,
  primary key (actor, key)
);

create table catalogue.version (
  dataset           integer not null references catalogue.dataset (id),
  number            integer not null check (number > 0),
  package           jsonb not null,                            -- what it was checked against; never changes
  columns           jsonb not null,                            -- field name → physical column
  rows              bigint not null,
  added             bigint,
  removed           bigint,
  changed           bigint,
  note              text,
  upload            uuid references catalogue.upload (id),
  uploaded_by       text not null,
  published_by      text not null,
  published_at      timestamptz not null,
  withdrawn_at      timestamptz,
  withdrawn_by      text,
  withdrawn_reason  text,
  primary key (dataset, number)
);
create index version_published on catalogue.version (dataset, published_at);
alter table catalogue.dataset add foreign key (id, current_version) references catalogue.version (dataset, number);

create table catalogue.version_file (
  dataset     integer not null,
  version     integer not null,
  ending      text not null,                                   -- csv, csv.gz, xlsx …
  sha256      text not null,                                   -- of these bytes, and their name in the file store
  bytes       bigint not null,
  created_at  timestamptz not null,
  primary key (dataset, version, ending),
  foreign key (dataset, version) references catalogue.version (dataset, number)
);

-- One feed for the whole catalogue, gap-free and in commit order: seq is given under a lock by the publishing transaction.
create table catalogue.change (
  seq       bigint primary key,
  at        timestamptz not null,
  kind      text not null check (kind in ('published', 'withdrawn', 'restored', 'metadata')),
  dataset   integer not null references catalogue.dataset (id),
  version   integer
);

-- Who did what, in order. Never personal data, never a token.
create table catalogue.audit (
  id        bigint generated always as identity primary key,
  at        timestamptz not null,
  actor     text not null,
  action    text not null,
  subject   text not null,
  detail    jsonb not null default '{}'
);

-- How often whom; the shape is rate-limiter-flexible's.
create unlogged table catalogue.rate_limit (
  key     varchar(255) primary key,
  points  integer not null default 0,
  expire  bigint
);

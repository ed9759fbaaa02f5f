-- What was erased because it should never have been there, and files that are still to be taken off the disk for it.
alter table catalogue.version add column erased_at timestamptz;
alter table catalogue.upload add column erased_at timestamptz;

create table catalogue.file_to_erase (
  sha256  text primary key,
  since   timestamptz not null default now()
);

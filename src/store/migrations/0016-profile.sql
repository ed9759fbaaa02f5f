-- What a version's rows are like as a whole (which values occur, how many are missing) and what their quality is: computed once, kept
-- with the version, as long as it.
create table catalogue.version_profile (
  dataset  integer not null,
  version  integer not null,
  profile  jsonb not null,
  primary key (dataset, version),
  foreign key (dataset, version) references catalogue.version (dataset, number) on delete cascade
);
create trigger announce after insert or update or delete on catalogue.version_profile
  for each row execute function catalogue.announce_of_dataset();

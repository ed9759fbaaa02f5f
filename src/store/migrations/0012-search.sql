-- What datasets are found by. Texts and facets are written with the package; values of regions, periods and categories follow in the
-- background, for the version that they are of. "catalogue.dataset.search" is read no more.
drop index catalogue.dataset_search;

create table catalogue.search_entry (
  dataset         integer primary key references catalogue.dataset (id) on delete cascade,
  title           tsvector not null,                            -- words only, no places: small enough to lie in the row
  keys            tsvector not null,                            -- keywords, topics and fields
  texts           tsvector not null,                            -- both, description and agency
  categories      text not null default '',                     -- distinct values of dimensions and names of regions, folded
  terms           tsvector not null,                            -- the texts and the categories
  topics          text[] not null,
  keywords        text[] not null,
  frequency       text,
  license         text,
  years           integer[] not null default '{}',
  regions         text[] not null default '{}',                 -- codes
  values_version  integer                                       -- the version whose values these are
);
create index search_entry_terms on catalogue.search_entry using gin (terms);
create index search_entry_topics on catalogue.search_entry using gin (topics);
create index search_entry_regions on catalogue.search_entry using gin (regions);

-- Every word that some dataset is found by, to tell a misspelt word from a rare one.
create table catalogue.search_word (
  word  text collate "C" primary key
);
create index search_word_near on catalogue.search_word using gin (word gin_trgm_ops);

-- Other ways to say it; folded.
create table catalogue.search_synonym (
  phrase    text collate "C" primary key,
  meanings  text[] not null
);

create index dataset_created on catalogue.dataset (created_at, slug);
-- What the public may read is counted here, not among the packages.
create index dataset_published on catalogue.dataset (access, agency) where current_version is not null;

create trigger announce after insert or update or delete on catalogue.search_synonym
  for each row execute function catalogue.announce_reference();
create trigger announce after insert or update or delete on catalogue.search_entry
  for each row execute function catalogue.announce_of_dataset();

-- The words of a dataset lie beside its row, which PostgreSQL does not count when it weighs reading every row against asking the index:
-- for a common word it read them all. Behind a function that says what it costs, it asks the index.
create function catalogue.found_by(terms tsvector) returns tsvector
  language plpgsql immutable strict parallel safe cost 10000 as $$ begin return terms; end $$;

drop index catalogue.search_entry_terms;
-- What is added goes into the index at once, and not first into a list that every search then reads to its end.
create index search_entry_terms on catalogue.search_entry using gin (catalogue.found_by(terms)) with (fastupdate = off);
alter index catalogue.search_entry_topics set (fastupdate = off);
alter index catalogue.search_entry_regions set (fastupdate = off);
alter index catalogue.search_word_near set (fastupdate = off);

-- Every search looks at the title of all that it finds: it stays in the row.
alter table catalogue.search_entry alter column title_key set storage main;
alter table catalogue.search_entry disable trigger announce;
update catalogue.search_entry set title_key = title_key || '';
alter table catalogue.search_entry enable trigger announce;

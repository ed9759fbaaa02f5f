-- In which formats the current version of a dataset can be had: what a list can be narrowed by.
alter table catalogue.search_entry add column formats text[] not null default '{}';
alter table catalogue.search_entry alter column formats set storage main;

-- They are found together with the values of the rows, which are looked at once more.
update catalogue.search_entry set values_version = null;

-- What a dataset is found and sorted by, kept by whoever writes its package: folded text (small letters, no accents) of the current
-- version's title, description, keywords, fields and agency, or of the declared package while there is no version yet.
alter table catalogue.dataset add column search text not null default '';
alter table catalogue.dataset add column title_key text not null default '';
create index dataset_search on catalogue.dataset using gin (search gin_trgm_ops);
create index dataset_title on catalogue.dataset (title_key, slug);
create index dataset_agency on catalogue.dataset (agency);

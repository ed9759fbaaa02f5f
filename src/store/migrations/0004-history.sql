-- What the history of a dataset tells of a version: which cells changed, who had a part in it (as they were then), and which version's
-- rows it brought back.
alter table catalogue.version add column cells jsonb;            -- field → in how many changed rows it differs; null: not counted
alter table catalogue.version add column uploader jsonb;         -- name, role, agency
alter table catalogue.version add column publisher jsonb;
alter table catalogue.version add column restored_from integer;

with known as (
  select 'user:' || id as key, jsonb_build_object('name', name, 'role', role, 'agency', agency) as who from catalogue.person
  union all
  select 'token:' || id, jsonb_build_object('name', name, 'role', role, 'agency', agency) from catalogue.token where person is null)
update catalogue.version v
set uploader = (select who from known where key = v.uploaded_by), publisher = (select who from known where key = v.published_by);

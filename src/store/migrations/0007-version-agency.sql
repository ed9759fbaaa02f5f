-- Who published: what the agency was called then. Files of a version name it, and a version's files never change.
alter table catalogue.version add column agency_name text;
update catalogue.version v set agency_name = a.name from catalogue.agency a where a.slug = v.package ->> 'agency';

-- How much room an agency may take, in MB, where it is not the server's default; 0: no limit.
alter table catalogue.agency add column quota_mb integer check (quota_mb >= 0);

-- Since when the bytes of a file are no longer kept; its hash stays.
alter table catalogue.upload add column let_go_at timestamptz;
alter table catalogue.version_file add column let_go_at timestamptz;

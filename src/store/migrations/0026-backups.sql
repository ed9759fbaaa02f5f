-- When a backup was made, for whoever watches how old the last one is.
create table catalogue.backup (
  made_at  timestamptz primary key
);

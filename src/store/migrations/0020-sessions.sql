-- Who is signed in. Kept is the SHA-256 of what the browser has, so that whoever reads this table cannot use it.
create table catalogue.session (
  hash       bytea primary key,
  person     uuid not null references catalogue.person (id) on delete cascade,
  created_at timestamptz not null,
  used_at    timestamptz not null,
  expires_at timestamptz not null,
  address    text,
  browser    text
);
create index session_person on catalogue.session (person, used_at desc);
create index session_expiry on catalogue.session (expires_at);

-- What a person's account knows beside the password: whether it is a temporary one, and a second step of signing in.
alter table catalogue.person
  add column must_change boolean not null default false,
  -- Sealed where the server has a key. Without totp_since it is only being set up.
  add column totp_secret text,
  add column totp_since timestamptz,
  -- The last interval of which a code was used: none is used twice.
  add column totp_step bigint;

-- Codes for whoever lost the device; each is used once and removed.
create table catalogue.recovery_code (
  person uuid not null references catalogue.person (id) on delete cascade,
  hash   bytea not null,
  primary key (person, hash)
);

-- Between the steps of signing in: what the server has to remember until the browser comes back.
create table catalogue.sign_in_step (
  hash       bytea primary key,
  detail     jsonb not null,
  expires_at timestamptz not null
);
create index sign_in_step_expiry on catalogue.sign_in_step (expires_at);

-- The trail of who did what, as a chain: every entry is numbered without a gap and carries the SHA-256 of the entry before it and of
-- itself, so that whatever is changed, taken out or put in later shows. In a schema of its own, so that an operator can give it to a role
-- that the server is not (docs/operations.md).
create schema audit;

create table audit.entry (
  seq      bigint primary key check (seq > 0),
  at       timestamptz not null,
  actor    text not null,
  action   text not null,
  subject  text not null,
  detail   jsonb not null,
  hash     text not null check (hash ~ '^[0-9a-f]{64}$')
);
create index entry_at on audit.entry (at);

-- Where entries are written. They are sealed when their transaction is about to be committed, in the order in which they were written.
create table audit.inbox (
  id       bigint generated always as identity primary key,
  at       timestamptz not null,
  actor    text not null,
  action   text not null,
  subject  text not null,
  detail   jsonb not null default '{}'
);

-- One transaction after the other numbers its entries. It is the last lock that a transaction takes, so that nobody waits in a circle; who
-- comes behind reads the head that was committed. With the owner's rights: the server itself may not write into the chain.
create function audit.seal() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  head audit.entry;
  next bigint;
begin
  perform pg_advisory_xact_lock(7300003);
  select * into head from audit.entry order by seq desc limit 1;
  next := coalesce(head.seq, 0) + 1;
  insert into audit.entry (seq, at, actor, action, subject, detail, hash)
    values (next, new.at, new.actor, new.action, new.subject, new.detail, encode(sha256(convert_to(
      coalesce(head.hash, repeat('0', 64)) || jsonb_build_array(next,
        to_char(new.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), new.actor, new.action, new.subject, new.detail)::text,
      'UTF8')), 'hex'));
  delete from audit.inbox where id = new.id;
  return null;
end $$;

create constraint trigger seal after insert on audit.inbox deferrable initially deferred
  for each row execute function audit.seal();

-- What there is already, in its order.
set constraints all immediate;
insert into audit.inbox (at, actor, action, subject, detail)
  select at, actor, action, subject, detail from catalogue.audit order by id;
set constraints all deferred;
drop table catalogue.audit;

create function audit.refuse() returns trigger language plpgsql as $$
begin
  raise exception 'the audit trail is append-only: % refused', tg_op using errcode = 'insufficient_privilege';
end $$;
create trigger refuse_change before update or delete or truncate on audit.entry
  for each statement execute function audit.refuse();

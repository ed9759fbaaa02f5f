-- A change of agency or access says what it was before and after, so that whoever may no longer read a dataset can still be told to
-- let go of it. Null where nothing moved.
alter table catalogue.change
  add column from_access text,
  add column from_agency text collate "C",
  add column to_access   text,
  add column to_agency   text collate "C";
create index change_dataset on catalogue.change (dataset, seq);

-- Who wants to be told of changes, and how far they have been told.
create table catalogue.webhook (
  id             uuid primary key,
  name           text not null,
  url            text not null,
  secret         text not null,                                -- sealed where WEBHOOK_KEY is given (catalogue/webhook-secret.ts)
  agency         text collate "C" references catalogue.agency (slug), -- whose it is and reads as; null: administrators', reads as the public
  datasets       text[],                                       -- wanted; null: all
  kinds          text[],                                       -- wanted; null: all
  position       bigint not null,                              -- seq of the last change that is done with
  created_by     text not null,
  created_at     timestamptz not null,
  updated_at     timestamptz not null,
  attempts       integer not null default 0,                   -- of the change it is at
  next_at        timestamptz not null,                         -- not before this time
  failing_since  timestamptz,
  disabled_at    timestamptz,
  disabled_by    text,                                         -- an actor's key; "system": it failed for too long, or answered 410
  lease_until    timestamptz                                   -- a worker is at it
);

create table catalogue.webhook_delivery (
  id            bigint generated always as identity primary key,
  webhook       uuid not null references catalogue.webhook (id) on delete cascade,
  message       text not null,                                 -- webhook-id: the same however often it is sent
  seq           bigint,                                        -- null: a test
  attempts      integer not null,
  attempted_at  timestamptz not null,
  delivered_at  timestamptz,
  status        integer,                                       -- of the last answer
  error         text,                                          -- of the last attempt: a word, never what the receiver wrote
  unique (webhook, message)
);

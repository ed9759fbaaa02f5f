-- Where a person wants letters about their work. None: they read their messages in the desk.
alter table catalogue.person add column mail text;

-- Since when an upload waits for a reviewer; and what the reviewer who returned it has to say about fields and cells.
alter table catalogue.upload add column submitted_at timestamptz;
alter table catalogue.upload add column remarks jsonb not null default '[]';
update catalogue.upload set submitted_at = updated_at where status in ('submitted', 'scheduled');

-- What people are told: in the desk always, by letter where they have an address. Never values of data.
create table catalogue.message (
  id               bigint generated always as identity primary key,
  recipient        uuid not null references catalogue.person (id) on delete cascade,
  event            text not null,                               -- one event is told to one person once
  kind             text not null,
  dataset          integer not null references catalogue.dataset (id),
  upload           uuid references catalogue.upload (id),
  version          integer,
  due_at           timestamptz,                                 -- of a promise, or of a scheduled publication
  created_at       timestamptz not null,
  read_at          timestamptz,
  mail_next_at     timestamptz,                                 -- null: no letter is to be sent any more
  mail_attempts    integer not null default 0,
  mail_lease_until timestamptz,                                 -- a server is at it
  mail_sent_at     timestamptz,
  mail_error       text,                                        -- of the last attempt: a word, never what the mail server wrote
  unique (recipient, event)
);
create index message_recipient on catalogue.message (recipient, id desc);
create index message_unread on catalogue.message (recipient) where read_at is null;
create index message_mail on catalogue.message (mail_next_at) where mail_next_at is not null;

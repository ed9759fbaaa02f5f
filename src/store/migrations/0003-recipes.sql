-- Recipes: how a dataset's wide files become its long table. Numbered for each dataset; the highest is the one that holds.
create table catalogue.recipe (
  dataset       integer not null references catalogue.dataset (id),
  number        integer not null check (number > 0),
  recipe        jsonb not null,
  upload        uuid references catalogue.upload (id),           -- whose file it was made for; null: put by hand
  reason        text,
  kept_by       text not null,                                   -- the actor's key
  kept_by_name  text not null,
  kept_at       timestamptz not null,
  primary key (dataset, number)
);

-- What the last check of an upload stood on, so that reading the file once more says the same: the recipe, and the version compared with.
alter table catalogue.upload add column reading jsonb;

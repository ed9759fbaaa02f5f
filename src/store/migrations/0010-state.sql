-- What is public has a state in each of its parts: one for each dataset (its slug), one for reference data ('#reference'). A transaction
-- that changes a part gives it a new state and announces it; PostgreSQL delivers that when the transaction has been committed, and only
-- then. Triggers do it, so that no writer can forget.
create table catalogue.state (
  part   text collate "C" primary key,
  value  uuid not null                                         -- never used twice, not even after a backup was put back
);

-- Once for each part and transaction: the row's own xmin tells whether this one has been here before.
create function catalogue.announce(changed text) returns void language plpgsql as $$
declare
  given uuid;
begin
  insert into catalogue.state as s (part, value) values (changed, gen_random_uuid())
    on conflict (part) do update set value = excluded.value where s.xmin <> pg_current_xact_id()::xid
    returning s.value into given;
  if given is not null then
    perform pg_notify('jendela_state', changed || ' ' || given);
  end if;
end $$;

create function catalogue.announce_dataset() returns trigger language plpgsql as $$
begin
  perform catalogue.announce(coalesce(new.slug, old.slug));
  return null;
end $$;

-- For every table whose column `dataset` says to which one a row belongs.
create function catalogue.announce_of_dataset() returns trigger language plpgsql as $$
begin
  perform catalogue.announce(d.slug) from catalogue.dataset d where d.id = coalesce(new.dataset, old.dataset);
  return null;
end $$;

create function catalogue.announce_reference() returns trigger language plpgsql as $$
begin
  perform catalogue.announce('#reference');
  return null;
end $$;

create trigger announce after insert or delete on catalogue.dataset
  for each row execute function catalogue.announce_dataset();
-- A physical column that is given away changes nothing that anybody sees, and comes early in a publication.
create trigger announce_update after update on catalogue.dataset
  for each row when (old.next_column = new.next_column) execute function catalogue.announce_dataset();
create trigger announce after insert or update or delete on catalogue.version
  for each row execute function catalogue.announce_of_dataset();
create trigger announce after insert or update or delete on catalogue.version_file
  for each row execute function catalogue.announce_of_dataset();
create trigger announce after insert or update or delete on catalogue.change
  for each row execute function catalogue.announce_of_dataset();
create trigger announce after insert or update or delete on catalogue.agency
  for each row execute function catalogue.announce_reference();
create trigger announce after insert or update or delete on catalogue.topic
  for each row execute function catalogue.announce_reference();
create trigger announce after insert or update or delete on catalogue.region
  for each row execute function catalogue.announce_reference();

-- What is there already.
insert into catalogue.state (part, value)
  select slug, gen_random_uuid() from catalogue.dataset union all select '#reference', gen_random_uuid();

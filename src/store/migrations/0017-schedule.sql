-- The release calendar is public: that an approved upload waits for its time, or no longer does, is a change of its dataset.
create trigger announce_schedule after update on catalogue.upload
  for each row when ((old.status = 'scheduled' or new.status = 'scheduled')
    and (old.status, old.release_at) is distinct from (new.status, new.release_at))
  execute function catalogue.announce_of_dataset();

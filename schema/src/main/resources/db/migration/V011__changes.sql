-- What changes is told at once: whatever may open or close a category, or brings newer data, sends an empty
-- notification on the channel access_changed, and each instance of the application asks the access policy again for
-- those who wait. Nobody is told what has changed: the notification carries nothing, and every session of the database
-- could listen. What opens and closes by the calendar alone sends nothing: who waits also looks by the clock.

-- Not in the schema access, which is made anew with every change of the policy: the triggers would go with it.
create function party.tell_access_changed() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  -- PostgreSQL folds equal notifications of one transaction into one, and sends it at the commit.
  perform pg_notify('access_changed', '');
  return null;
end
$$;
comment on function party.tell_access_changed() is 'Tells listeners that something which decides about access has changed, and not what.';
revoke all on function party.tell_access_changed() from public;

-- One trigger per statement, not per row: a publish that writes a district's students costs one more function call.
-- The tables are those that access.find_viewer, access.assigned and access.decide read, as far as one of them changes
-- alone. The district's records do not: a publish or a purge that changes what is seen writes matches or freshness too.
do $$
declare
  t text;
begin
  foreach t in array array[
    'party.staff', 'party.membership', 'party.training_record', 'party.program',
    'roster.participant', 'roster.student', 'roster.program_enrollment', 'roster.caseload_assignment',
    'document.operator_agreement', 'document.district_agreement', 'document.sharing_opt_in', 'document.signer',
    'document.consent',
    'record.student_match', 'sync.feed', 'sync.freshness'
  ] loop
    execute format(
      'create trigger tell_access_changed after insert or update or delete or truncate on %s '
      'for each statement execute function party.tell_access_changed()', t);
    execute format(
      'comment on trigger tell_access_changed on %s is ''Lets the streams of caseloadChanges look again.''', t);
  end loop;
end
$$;

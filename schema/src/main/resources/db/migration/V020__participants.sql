-- Participants made and changed by the organization: its own key of a child, duplicates merged, mistakes destroyed, and
-- matches that end in the second in which what proved them is corrected.

alter table roster.participant
  add column external_id text,
  add column merged_into uuid,
  add column destroyed_at timestamptz,
  add constraint participant_external_id_once unique (organization_id, external_id),
  add constraint participant_merged_into_another foreign key (organization_id, merged_into) references roster.participant (organization_id, id) on delete restrict,
  add constraint participant_is_not_merged_into_itself check (merged_into <> id);
comment on column roster.participant.external_id is 'The organization''s own key of the child in its other system; finds the child again when a file is imported anew.';
comment on column roster.participant.merged_into is 'The participant that stands for this one since both were found to be the same child; on no list.';
comment on column roster.participant.destroyed_at is 'When what the organization knew was destroyed; the row stays for documents and disclosures, and is on no list.';
create index participant_gone on roster.participant (id) where merged_into is not null or destroyed_at is not null;
comment on index roster.participant_gone is 'access.removed: participants that are on no list.';
create index participant_merged_into on roster.participant (merged_into) where merged_into is not null;
comment on index roster.participant_merged_into is 'access.destroy_participant: whoever was merged into the participant; foreign key.';

-- What an organization removed of its own data. Not a value of the child, and never removed itself.
create table document.destruction (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null,
  participant_id uuid not null,
  reason text not null,
  names integer not null,
  districts integer not null,
  program_enrollments integer not null,
  attendances integer not null,
  assignments integer not null,
  destroyed_at timestamptz not null default transaction_timestamp(),
  destroyed_by uuid not null,
  constraint destruction_of_a_participant foreign key (organization_id, participant_id) references roster.participant (organization_id, id) on delete restrict,
  constraint destruction_by_a_member foreign key (destroyed_by) references party.membership (id) on delete restrict,
  constraint destruction_has_a_reason check (reason ~ '[^[:space:]]' and length(reason) <= 500),
  constraint destruction_happens_once unique (participant_id)
);
comment on table document.destruction is 'The record that an organization destroyed what it had entered about a participant: what kinds, how many, when, who and why.';
comment on column document.destruction.id is 'Identifies the destruction.';
comment on column document.destruction.organization_id is 'Whose participant it was.';
comment on column document.destruction.participant_id is 'The emptied participant.';
comment on column document.destruction.reason is 'Why, in the organization''s words; at most 500 characters.';
comment on column document.destruction.names is 'How many participants were emptied of names and birth date: one, and those merged into it.';
comment on column document.destruction.districts is 'How many districts with their student IDs.';
comment on column document.destruction.program_enrollments is 'How many program enrollments.';
comment on column document.destruction.attendances is 'How many days of attendance at programs.';
comment on column document.destruction.assignments is 'How many caseload assignments by name.';
comment on column document.destruction.destroyed_at is 'When.';
comment on column document.destruction.destroyed_by is 'By whom.';

-- The functions below belong to the policy role: they end and refuse matches, which only the pull engine makes.
grant usage, create on schema roster to link_policy;
grant select, delete on record.student_match to link_policy;
create policy rules_end on record.student_match for delete to link_policy using (true);
grant update (district_student_id) on roster.student to link_policy;
create policy rules_lock on roster.student for update to link_policy using (true);
set role link_policy;

-- A match rests on the ID, the birth date and the names as they were typed. Whoever corrects one of them means another
-- child, or says that the old one was wrong: the match ends at once, and the next publish proves it anew.
create function roster.end_matches_of_student() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from record.student_match m where m.student_id = new.id;
  return null;
end
$$;
comment on function roster.end_matches_of_student() is 'Ends the match of a student whose district student ID or participant is another now.';

create function roster.end_matches_of_participant() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from record.student_match m
  using roster.student s
  where s.participant_id = new.id
    and m.student_id = s.id;
  return null;
end
$$;
comment on function roster.end_matches_of_participant() is 'Ends the matches of a participant whose names or birth date are others now.';

-- A publish that began before a correction has proved what was typed before it. It waits for the correction, and its
-- match is not written; or the correction waits for the publish, and ends the match.
create function roster.refuse_outdated_match() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform
  from roster.student s
  join record.student r on r.district_id = new.district_id and r.id = new.record_id
  join roster.participant p on p.id = s.participant_id
  where s.id = new.student_id
    and btrim(s.district_student_id) = btrim(r.district_student_id)
    and (r.birth_date is null or p.birth_date = r.birth_date)
  for share of s;
  return case when found then new end;
end
$$;
comment on function roster.refuse_outdated_match() is 'Lets no match be written that rests on an ID or a birth date corrected meanwhile.';
revoke all on function roster.end_matches_of_student(), roster.end_matches_of_participant(), roster.refuse_outdated_match() from public;
grant execute on function roster.end_matches_of_student(), roster.end_matches_of_participant(), roster.refuse_outdated_match() to link_owner; -- until the triggers are made
grant execute on function audit.record_change() to link_owner;
reset role;
revoke create on schema roster from link_policy;

create trigger end_match after update on roster.student for each row
  when (btrim(new.district_student_id) is distinct from btrim(old.district_student_id) or new.participant_id <> old.participant_id)
  execute function roster.end_matches_of_student();
create trigger end_match after update on roster.participant for each row
  when (lower(new.given_name) <> lower(old.given_name) or lower(new.family_name) <> lower(old.family_name)
    or old.preferred_given_name is not null and lower(new.preferred_given_name) is distinct from lower(old.preferred_given_name)
    or new.birth_date is distinct from old.birth_date)
  execute function roster.end_matches_of_participant();
create trigger refuse_outdated before insert on record.student_match for each row execute function roster.refuse_outdated_match();

-- The organization's own key is a child's: only that it changed is recorded.
drop trigger record_change on roster.participant;
create trigger record_change after insert or update or delete on roster.participant for each row
  execute function audit.record_change('given_name', 'family_name', 'preferred_given_name', 'birth_date', 'entered_college_on', 'external_id');
-- Attendance is recorded by whoever records it; that it moved to another participant is recorded here.
create trigger record_change after update of participant_id on roster.program_attendance for each row
  when (new.participant_id <> old.participant_id)
  execute function audit.record_change();
create trigger record_change after insert or update or delete on document.destruction for each row
  execute function audit.record_change('reason');

set role link_policy;
revoke execute on function audit.record_change() from link_owner;
revoke execute on function roster.end_matches_of_student(), roster.end_matches_of_participant(), roster.refuse_outdated_match() from link_owner;
reset role;

create index participant_off_the_lists on roster.participant (id) where merged_into is not null or destroyed_at is not null;
comment on index roster.participant_off_the_lists is 'access.removed: asked with each statement about participants.';

-- Caseloads by site and by covering a colleague; trainings withdrawn; who published a statement is recorded.

alter table party.program
  add column site text,
  add constraint program_site_is_named check (site ~ '[^[:space:]]');
comment on column party.program.site is 'Where the program takes place, in the organization''s own words; absent: not told.';

alter table party.membership
  add constraint membership_with_its_organization unique (organization_id, id);

alter table roster.caseload_assignment
  add column site text,
  add column cover_for uuid,
  drop constraint assignment_is_by_name_or_by_program,
  add constraint assignment_is_of_one_kind check (num_nonnulls(participant_id, program_id, site, cover_for) = 1),
  add constraint assignment_covers_a_colleague foreign key (organization_id, cover_for) references party.membership (organization_id, id) on delete restrict,
  add constraint assignment_covers_somebody_else check (cover_for <> membership_id);
comment on table roster.caseload_assignment is 'Participants assigned to a staff member, by name, by program, by site or by covering a colleague, with dates.';
comment on column roster.caseload_assignment.site is 'The site whose participants are assigned, when assigned by site.';
comment on column roster.caseload_assignment.cover_for is 'The colleague whose own assignments of the day are assigned, when covering; what that colleague covers is not.';

alter table party.training_record
  add column withdrawn_at timestamptz,
  add column recorded_by uuid,
  add constraint training_recorded_by foreign key (recorded_by) references party.membership (id) on delete restrict;
comment on column party.training_record.recorded_by is 'Who recorded it; that person''s place may withdraw it.';
comment on column party.training_record.withdrawn_at is 'When it was withdrawn, and its validity cut short; absent: it was not.';

set role link_policy;
grant execute on function audit.record_change() to link_owner; -- until the trigger below is made
reset role;
create trigger record_change after insert or update or delete on party.confidentiality_statement
  for each row execute function audit.record_change();
set role link_policy;
revoke execute on function audit.record_change() from link_owner;
reset role;

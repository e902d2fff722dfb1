-- What a client could steer: which consents a district looks at that verifies a sample, and how often one ticket uploads. And
-- what the record of changes kept of a child.

-- Drawn by the database when the consent is written. The id cannot say it: it comes from whoever enters the consent.
-- Those that are there already are drawn anew.
alter table document.consent add column drawn boolean not null default (random() < 0.1);
comment on column document.consent.drawn is 'Whether it is in the sample of a district with verification SAMPLE: one in ten, drawn by the database alone.';

-- Spent before the body is read: of two uploads at the same moment one sends its ten mebibytes, the other is refused.
alter table document.file add column spent_at timestamptz;
comment on column document.file.spent_at is 'When an upload began that used the ticket; no other one may, whatever came of it.';

-- The record of changes outlives a child's data that is destroyed: which program served a child on which days, and at which
-- district it is, are values of the child, of which only that they changed is recorded. What was recorded before goes.
set role link_policy;
grant execute on function audit.record_change() to link_owner; -- until the triggers below are made
reset role;
drop trigger record_change on roster.program_enrollment;
create trigger record_change after insert or update or delete on roster.program_enrollment
  for each row execute function audit.record_change('program_id', 'served');
drop trigger record_change on roster.student;
create trigger record_change after insert or update or delete on roster.student
  for each row execute function audit.record_change('district_id', 'district_student_id');
set role link_policy;
revoke execute on function audit.record_change() from link_owner;
reset role;

grant update (before, after) on audit.change to link_policy;
set role link_policy;
update audit.change
set before = before - array['program_id', 'served', 'district_id'], after = after - array['program_id', 'served', 'district_id']
where subject in ('roster.program_enrollment', 'roster.student');
reset role;
revoke update (before, after) on audit.change from link_policy;

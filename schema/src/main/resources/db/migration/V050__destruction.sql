-- Destruction on record, in one shape: what the engine takes away when the last window over it has closed, and what an
-- organization removes of its own. And the ledger of disclosures outlives both.

alter table document.district_agreement
  add column destruction_days integer not null default 60,
  add constraint district_agreement_destruction check (destruction_days between 0 and 366);
comment on column document.district_agreement.destruction_days is 'Days after the end of the agreement, or after the district has used its switch, at the end of which the district''s data is destroyed.';

alter table document.destruction
  alter column organization_id drop not null,
  alter column participant_id drop not null,
  alter column reason drop not null,
  alter column destroyed_by drop not null,
  add column district_id uuid,
  add column district_agreement_id uuid,
  add column ground text not null default 'ENTERED_BY_MISTAKE',
  add constraint destruction_of_a_district foreign key (district_id) references party.district (id) on delete restrict,
  add constraint destruction_under_an_agreement foreign key (district_agreement_id) references document.district_agreement (id) on delete restrict,
  add constraint destruction_of_an_organizations_data foreign key (organization_id) references party.organization (id) on delete restrict,
  add constraint destruction_ground check (
    ground in ('ENTERED_BY_MISTAKE', 'ORGANIZATION_CLOSED', 'WINDOW_CLOSED', 'AGREEMENT_ENDED', 'DISTRICT_SWITCH')),
  add constraint destruction_of_somebodys_data check (num_nonnulls(organization_id, district_id) > 0),
  add constraint destruction_by_hand_says_why check (
    (ground in ('ENTERED_BY_MISTAKE', 'ORGANIZATION_CLOSED')) = (num_nonnulls(destroyed_by, reason) = 2));
alter table document.destruction alter column ground drop default;
comment on table document.destruction is 'The record that data was destroyed: on what ground, when and by whom; document.destroyed tells what and how many.';
comment on column document.destruction.organization_id is 'Whose participants they were; absent: of no organization any more.';
comment on column document.destruction.participant_id is 'The emptied participant, where it was one.';
comment on column document.destruction.reason is 'Why, in the words of who destroyed; at most 500 characters. Absent: the engine did.';
comment on column document.destruction.destroyed_by is 'By whom; absent: the engine, as agreed.';
comment on column document.destruction.district_id is 'The district whose data it was; absent: the organization''s own.';
comment on column document.destruction.district_agreement_id is 'The agreement that has ended, or under which the district used its switch.';
comment on column document.destruction.ground is 'ENTERED_BY_MISTAKE, ORGANIZATION_CLOSED; by the engine WINDOW_CLOSED (consent, service or designation), AGREEMENT_ENDED, DISTRICT_SWITCH.';
create index destruction_by_organization on document.destruction (organization_id, destroyed_at desc);
comment on index document.destruction_by_organization is 'Query.destructions of an organization.';
create index destruction_by_district on document.destruction (district_id, destroyed_at desc);
comment on index document.destruction_by_district is 'Query.destructions of a district.';

create table document.destroyed (
  destruction_id uuid not null,
  what text not null,
  category text,
  rows bigint not null,
  constraint destroyed_in_a_destruction foreign key (destruction_id) references document.destruction (id) on delete restrict,
  constraint destroyed_told_once unique nulls not distinct (destruction_id, what, category),
  constraint destroyed_counts check (rows > 0)
);
comment on table document.destroyed is 'What a destruction took: kinds of rows and how many, never a value of a child.';
comment on column document.destroyed.destruction_id is 'The destruction.';
comment on column document.destroyed.what is 'The kind of rows, by the name of their table.';
comment on column document.destroyed.category is 'The data category in which they were seen; absent: of none.';
comment on column document.destroyed.rows is 'How many.';

insert into document.destroyed (destruction_id, what, rows)
select d.id, x.what, x.rows
from document.destruction d
cross join lateral (values
  ('participant', d.names), ('student', d.districts), ('program_enrollment', d.program_enrollments),
  ('program_attendance', d.attendances), ('caseload_assignment', d.assignments)
) as x(what, rows)
where x.rows > 0;
alter table document.destruction
  drop column names,
  drop column districts,
  drop column program_enrollments,
  drop column attendances,
  drop column assignments;

-- 34 CFR 99.32: who received what about a student stays readable for the student's district when the organization no longer
-- knows the child. So the ledger keeps whose record an id was, from the moment on at which the organization's row goes.
create table ledger.subject (
  student_id uuid primary key,
  organization_id uuid not null,
  district_id uuid not null,
  district_student_id text,
  gone_at timestamptz not null default transaction_timestamp()
);
comment on table ledger.subject is 'Students of organizations that are gone and of whom the ledger tells.';
comment on column ledger.subject.student_id is 'The id that the ledger names.';
comment on column ledger.subject.organization_id is 'Whose participant it was.';
comment on column ledger.subject.district_id is 'The district that supplied the record.';
comment on column ledger.subject.district_student_id is 'The district student ID, where something was released; absent: only refusals, and the number may have been a slip of the pen.';
comment on column ledger.subject.gone_at is 'When the organization''s row went.';
create index subject_by_number on ledger.subject (district_id, district_student_id);
comment on index ledger.subject_by_number is 'access.district_disclosures: disclosures about one student of the district.';
create trigger subject_is_append_only before update or delete on ledger.subject for each row execute function ledger.refuse_change();
create trigger subject_is_never_truncated before truncate on ledger.subject for each statement execute function ledger.refuse_change();

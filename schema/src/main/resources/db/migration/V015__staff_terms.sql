-- Staff terms: the confidentiality statement in its current version, and what a district agreement asks of staff.

create table party.confidentiality_statement (
  id uuid primary key default gen_random_uuid(),
  version text not null unique,
  text text not null,
  effective_on date not null unique
);
comment on table party.confidentiality_statement is 'The statement that everybody who sees student data accepts, by version. The newest one effective is the current one.';
comment on column party.confidentiality_statement.id is 'Identifies the version.';
comment on column party.confidentiality_statement.version is 'Name of the version, such as 2026-07.';
comment on column party.confidentiality_statement.text is 'The statement.';
comment on column party.confidentiality_statement.effective_on is 'First day on which it is the current one.';

create table party.statement_acceptance (
  staff_id uuid not null,
  statement_id uuid not null,
  accepted_at timestamptz not null default transaction_timestamp(),
  primary key (staff_id, statement_id),
  constraint acceptance_by_a_person foreign key (staff_id) references party.staff (id) on delete restrict,
  constraint acceptance_of_a_statement foreign key (statement_id) references party.confidentiality_statement (id) on delete restrict
);
comment on table party.statement_acceptance is 'Who accepted which version, and when.';
comment on column party.statement_acceptance.staff_id is 'The person.';
comment on column party.statement_acceptance.statement_id is 'The version.';
comment on column party.statement_acceptance.accepted_at is 'When.';

alter table party.membership
  add column kind text not null default 'EMPLOYEE',
  add column background_check daterange,
  add constraint membership_kind check (kind in ('EMPLOYEE', 'VOLUNTEER', 'CONTRACTOR', 'INTERN'));
comment on column party.membership.kind is 'EMPLOYEE, VOLUNTEER, CONTRACTOR or INTERN; a district agreement may ask for some kinds only.';
comment on column party.membership.background_check is 'Days on which a background check counts; absent: none.';

alter table document.district_agreement
  add column staff_kinds text[],
  add column requires_background_check boolean not null default false,
  add column requires_named_staff boolean not null default false,
  add constraint district_agreement_staff_kinds check (staff_kinds <@ array['EMPLOYEE', 'VOLUNTEER', 'CONTRACTOR', 'INTERN']);
comment on column document.district_agreement.staff_kinds is 'Kinds of staff that may see data under it; absent: all.';
comment on column document.district_agreement.requires_background_check is 'Whether each of them needs a current background check.';
comment on column document.district_agreement.requires_named_staff is 'Whether each of them must be named in it.';

create table document.named_staff (
  district_agreement_id uuid not null,
  membership_id uuid not null,
  named daterange not null,
  primary key (district_agreement_id, membership_id),
  constraint named_in_an_agreement foreign key (district_agreement_id) references document.district_agreement (id) on delete restrict,
  constraint named_member foreign key (membership_id) references party.membership (id) on delete restrict
);
comment on table document.named_staff is 'Who is named in a district agreement that asks for it.';
comment on column document.named_staff.district_agreement_id is 'The agreement.';
comment on column document.named_staff.membership_id is 'The member of staff.';
comment on column document.named_staff.named is 'Days on which the naming counts, half-open.';

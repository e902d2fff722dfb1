-- Who takes part: the operator, districts, organizations, their programs, and the people who sign in.

create schema party;
comment on schema party is 'The operator, districts, organizations, programs and the people who sign in.';

-- One row: the educational service district that runs this deployment.
create table party.operator (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  host text not null unique,
  zone text not null,
  only_row boolean not null default true unique,
  constraint operator_is_one_row check (only_row)
);
comment on table party.operator is 'The regional operator of this deployment; exactly one row.';
comment on column party.operator.id is 'Identifies the operator.';
comment on column party.operator.name is 'Name shown to people.';
comment on column party.operator.host is 'Web address (host without port) at which the operator''s own staff sign in.';
comment on column party.operator.zone is 'IANA time zone in which account, training, caseload and service days are counted.';
comment on column party.operator.only_row is 'Always true; its unique constraint keeps the table at one row.';

create table party.district (
  id uuid primary key default gen_random_uuid(),
  name text not null unique,
  host text not null unique,
  zone text not null
);
comment on table party.district is 'A school district (local education agency).';
comment on column party.district.id is 'Identifies the district; part of every key of district data.';
comment on column party.district.name is 'Name shown to people.';
comment on column party.district.host is 'Web address (host without port) at which the district''s staff sign in.';
comment on column party.district.zone is 'IANA time zone in which "today" is counted for this district''s data.';

create table party.organization (
  id uuid primary key default gen_random_uuid(),
  name text not null unique,
  host text not null unique
);
comment on table party.organization is 'A youth-serving community organization (CBO).';
comment on column party.organization.id is 'Identifies the organization.';
comment on column party.organization.name is 'Name shown to people.';
comment on column party.organization.host is 'The organization''s own web address (host without port); it reaches only its own participants.';

create table party.program (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null,
  name text not null,
  constraint program_belongs_to_an_organization foreign key (organization_id) references party.organization (id) on delete restrict,
  constraint program_is_named_once unique (organization_id, name),
  constraint program_with_its_organization unique (organization_id, id)
);
comment on table party.program is 'A program that an organization runs for its participants.';
comment on column party.program.id is 'Identifies the program.';
comment on column party.program.organization_id is 'The organization that runs it.';
comment on column party.program.name is 'Name shown to people.';

-- A person, bound to one identity at the sign-in server. Rights hang on memberships, never on the token.
create table party.staff (
  id uuid primary key default gen_random_uuid(),
  issuer text not null,
  subject text not null,
  given_name text not null,
  family_name text not null,
  email text not null,
  constraint staff_is_one_identity unique (issuer, subject)
);
comment on table party.staff is 'A person who signs in.';
comment on column party.staff.id is 'Identifies the person.';
comment on column party.staff.issuer is 'The OpenID Connect issuer that vouches for the person.';
comment on column party.staff.subject is 'The person''s subject at that issuer.';
comment on column party.staff.given_name is 'Given name.';
comment on column party.staff.family_name is 'Family name.';
comment on column party.staff.email is 'Address for notices.';

create table party.membership (
  id uuid primary key default gen_random_uuid(),
  staff_id uuid not null,
  organization_id uuid,
  district_id uuid,
  role text not null,
  programs uuid[],
  active daterange not null,
  constraint membership_of_a_person foreign key (staff_id) references party.staff (id) on delete restrict,
  constraint membership_in_an_organization foreign key (organization_id) references party.organization (id) on delete restrict,
  constraint membership_in_a_district foreign key (district_id) references party.district (id) on delete restrict,
  constraint role_fits_where_it_is_held check (case
    when role in ('ADMIN', 'PROGRAM_MANAGER', 'CASE_WORKER', 'ANALYST') then organization_id is not null and district_id is null
    when role in ('DISTRICT_STEWARD', 'SCHOOL_STAFF') then district_id is not null and organization_id is null
    when role = 'OPERATOR' then organization_id is null and district_id is null
    else false end),
  constraint only_managers_are_limited_to_programs check (programs is null or role = 'PROGRAM_MANAGER')
);
comment on table party.membership is 'A person''s role in one organization, district or at the operator, with its dates.';
comment on column party.membership.id is 'Identifies the membership.';
comment on column party.membership.staff_id is 'The person.';
comment on column party.membership.organization_id is 'The organization, for its roles.';
comment on column party.membership.district_id is 'The district, for its roles.';
comment on column party.membership.role is 'ADMIN, PROGRAM_MANAGER, CASE_WORKER, ANALYST; DISTRICT_STEWARD, SCHOOL_STAFF; OPERATOR.';
comment on column party.membership.programs is 'Programs a manager is limited to; absent: all.';
comment on column party.membership.active is 'Days on which the account is active, half-open.';
create index membership_by_person on party.membership (staff_id);
comment on index party.membership_by_person is 'access.find_viewer: the signed-in person''s membership at an address.';

create table party.training_record (
  id uuid primary key default gen_random_uuid(),
  staff_id uuid not null,
  title text not null,
  valid daterange not null,
  constraint training_of_a_person foreign key (staff_id) references party.staff (id) on delete restrict
);
comment on table party.training_record is 'A FERPA / data-privacy training that a person completed.';
comment on column party.training_record.id is 'Identifies the record.';
comment on column party.training_record.staff_id is 'Who completed it.';
comment on column party.training_record.title is 'What was completed.';
comment on column party.training_record.valid is 'Days on which it counts, half-open.';
create index training_by_person on party.training_record (staff_id);
comment on index party.training_by_person is 'access.decide: the training gate.';

-- The children as an organization knows and serves them: its own data, and the place where district records hang.

create schema roster;
comment on schema roster is 'Participants as an organization knows them, who serves them, and its own attendance.';

create table roster.participant (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null,
  given_name text not null,
  family_name text not null,
  preferred_given_name text,
  birth_date date,
  entered_college_on date,
  constraint participant_belongs_to_an_organization foreign key (organization_id) references party.organization (id) on delete restrict,
  constraint participant_with_its_organization unique (organization_id, id)
);
comment on table roster.participant is 'A child as one organization knows and serves them. Two organizations'' rows of one child share nothing.';
comment on column roster.participant.id is 'The organization''s own id of the child.';
comment on column roster.participant.organization_id is 'Whose participant it is.';
comment on column roster.participant.given_name is 'Given name as the organization wrote it.';
comment on column roster.participant.family_name is 'Family name as the organization wrote it.';
comment on column roster.participant.preferred_given_name is 'Name the child goes by.';
comment on column roster.participant.birth_date is 'Birth date as the organization wrote it; needed for a match.';
comment on column roster.participant.entered_college_on is 'Day on which the child left K-12 for college; rights pass to the student then (34 CFR 99.3, 99.5).';
create index participant_by_organization on roster.participant (organization_id, family_name, given_name, id);
comment on index roster.participant_by_organization is 'access.roster ordered by name.';

create table roster.program_enrollment (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null,
  participant_id uuid not null,
  program_id uuid not null,
  served daterange not null,
  constraint enrollment_of_a_participant foreign key (organization_id, participant_id) references roster.participant (organization_id, id) on delete restrict,
  constraint enrollment_in_a_program foreign key (organization_id, program_id) references party.program (organization_id, id) on delete restrict
);
comment on table roster.program_enrollment is 'A participant in a program of the organization, with start and end: what makes the child served.';
comment on column roster.program_enrollment.id is 'Identifies the program enrollment.';
comment on column roster.program_enrollment.organization_id is 'The organization of both.';
comment on column roster.program_enrollment.participant_id is 'The child.';
comment on column roster.program_enrollment.program_id is 'The program.';
comment on column roster.program_enrollment.served is 'Days of service, half-open.';
create index program_enrollment_by_participant on roster.program_enrollment (participant_id);
comment on index roster.program_enrollment_by_participant is 'access.decide: the service gate.';
create index program_enrollment_by_program on roster.program_enrollment (program_id);
comment on index roster.program_enrollment_by_program is 'access.assigned: participants assigned by program.';

-- Assigned by name or by program; the sites follow when organizations have them.
create table roster.caseload_assignment (
  id uuid primary key default gen_random_uuid(),
  membership_id uuid not null,
  organization_id uuid not null,
  participant_id uuid,
  program_id uuid,
  assigned daterange not null,
  constraint assignment_of_a_member foreign key (membership_id) references party.membership (id) on delete restrict,
  constraint assignment_by_name foreign key (organization_id, participant_id) references roster.participant (organization_id, id) on delete restrict,
  constraint assignment_by_program foreign key (organization_id, program_id) references party.program (organization_id, id) on delete restrict,
  constraint assignment_is_by_name_or_by_program check (num_nonnulls(participant_id, program_id) = 1)
);
comment on table roster.caseload_assignment is 'Participants assigned to a staff member, by name or by program, with dates.';
comment on column roster.caseload_assignment.id is 'Identifies the assignment.';
comment on column roster.caseload_assignment.membership_id is 'The staff member in this organization.';
comment on column roster.caseload_assignment.organization_id is 'The organization of both.';
comment on column roster.caseload_assignment.participant_id is 'The child, when assigned by name.';
comment on column roster.caseload_assignment.program_id is 'The program whose participants are assigned, when assigned by program.';
comment on column roster.caseload_assignment.assigned is 'Days of the assignment, half-open.';
create index caseload_assignment_by_member on roster.caseload_assignment (membership_id);
comment on index roster.caseload_assignment_by_member is 'access.assigned: what is assigned to the viewer.';

-- The Student of the graph: this participant's record at one district, matched or not, so that every facet and
-- every reason has a place to hang. Its id is the organization's own: two organizations cannot link children by ids.
create table roster.student (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null,
  participant_id uuid not null,
  district_id uuid not null,
  district_student_id text,
  constraint student_of_a_participant foreign key (organization_id, participant_id) references roster.participant (organization_id, id) on delete restrict,
  constraint student_of_a_district foreign key (district_id) references party.district (id) on delete restrict,
  constraint student_once_per_district unique (participant_id, district_id)
);
comment on table roster.student is 'A participant''s record at one district, whether matched or not.';
comment on column roster.student.id is 'The organization''s own id of this record.';
comment on column roster.student.organization_id is 'Whose participant it is.';
comment on column roster.student.participant_id is 'The child.';
comment on column roster.student.district_id is 'The district that supplies the record.';
comment on column roster.student.district_student_id is 'The district student ID as the organization typed it. Never a credential: a match needs birth date and both names too.';
create index student_by_district on roster.student (district_id);
comment on index roster.student_by_district is 'access.kept: candidates of a district''s pull.';

create table roster.program_attendance (
  id uuid primary key,
  organization_id uuid not null,
  participant_id uuid not null,
  program_id uuid not null,
  attended_on date not null,
  minutes integer not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null default transaction_timestamp(),
  constraint program_attendance_of_a_participant foreign key (organization_id, participant_id) references roster.participant (organization_id, id) on delete restrict,
  constraint program_attendance_in_a_program foreign key (organization_id, program_id) references party.program (organization_id, id) on delete restrict,
  constraint program_attendance_recorded_by_a_member foreign key (recorded_by) references party.membership (id) on delete restrict,
  constraint program_attendance_once_a_day unique (participant_id, program_id, attended_on),
  constraint program_attendance_fits_in_a_day check (minutes between 0 and 1440)
);
comment on table roster.program_attendance is 'Presence of a participant in a program on one day, in minutes.';
comment on column roster.program_attendance.id is 'Identifies the presence.';
comment on column roster.program_attendance.organization_id is 'The organization of both.';
comment on column roster.program_attendance.participant_id is 'The child.';
comment on column roster.program_attendance.program_id is 'The program.';
comment on column roster.program_attendance.attended_on is 'The day.';
comment on column roster.program_attendance.minutes is 'Minutes present; 0 means expected and absent.';
comment on column roster.program_attendance.recorded_by is 'The staff member who recorded it last.';
comment on column roster.program_attendance.recorded_at is 'When it was recorded last.';
create index program_attendance_by_participant on roster.program_attendance (participant_id, attended_on desc);
comment on index roster.program_attendance_by_participant is 'Participant.programAttendance, newest first.';

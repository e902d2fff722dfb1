-- Education records as the districts deliver them. Every key begins with the district; every table has row-level
-- security, enabled and forced: before access.open it has no row for the request role (R__access_policy.sql).

create schema record;
comment on schema record is 'Education records by district, kept only for children whom someone may see.';

create table record.school (
  district_id uuid not null,
  id uuid not null default gen_random_uuid(),
  name text not null,
  code text,
  feed_id uuid not null,
  source_key text not null,
  content_hash bytea not null,
  primary key (district_id, id),
  constraint school_of_a_district foreign key (district_id) references party.district (id) on delete restrict,
  constraint school_once_per_source unique (district_id, feed_id, source_key)
);
comment on table record.school is 'A school of a district. Not about any child.';
comment on column record.school.district_id is 'The district.';
comment on column record.school.id is 'Identifies the school.';
comment on column record.school.name is 'Name shown to people.';
comment on column record.school.code is 'The district''s or state''s code of the school.';
comment on column record.school.feed_id is 'The feed that delivered it.';
comment on column record.school.source_key is 'Its key in the source.';
comment on column record.school.content_hash is 'Hash of the delivered content; an unchanged row is not written again.';

create table record.calendar_day (
  district_id uuid not null,
  school_code text not null default '',
  date date not null,
  school_year integer not null,
  instructional boolean not null,
  feed_id uuid not null,
  source_key text not null,
  content_hash bytea not null,
  primary key (district_id, school_code, date),
  constraint calendar_of_a_district foreign key (district_id) references party.district (id) on delete restrict
);
comment on table record.calendar_day is 'A day of the school calendar: without it no attendance rate can be computed.';
comment on column record.calendar_day.district_id is 'The district.';
comment on column record.calendar_day.school_code is 'Code of the school; empty: the whole district.';
comment on column record.calendar_day.date is 'The day.';
comment on column record.calendar_day.school_year is 'Calendar year in which the school year ends.';
comment on column record.calendar_day.instructional is 'Whether there is school.';
comment on column record.calendar_day.feed_id is 'The feed that delivered it.';
comment on column record.calendar_day.source_key is 'Its key in the source.';
comment on column record.calendar_day.content_hash is 'Hash of the delivered content.';

create table record.student (
  district_id uuid not null,
  id uuid not null default gen_random_uuid(),
  district_student_id text not null,
  given_name text not null,
  family_name text not null,
  preferred_given_name text,
  birth_date date,
  feed_id uuid not null,
  source_key text not null,
  content_hash bytea not null,
  primary key (district_id, id),
  constraint student_record_of_a_district foreign key (district_id) references party.district (id) on delete restrict,
  constraint student_record_once_per_source unique (district_id, feed_id, source_key)
);
comment on table record.student is 'What a match needs of a student, as the district delivers it. The request role reads none of it.';
comment on column record.student.district_id is 'The district.';
comment on column record.student.id is 'Identifies the record inside the system; never shown.';
comment on column record.student.district_student_id is 'The district student ID, leading zeros kept.';
comment on column record.student.given_name is 'Given name at the district.';
comment on column record.student.family_name is 'Family name at the district.';
comment on column record.student.preferred_given_name is 'Preferred name at the district.';
comment on column record.student.birth_date is 'Birth date at the district, where it delivers one.';
comment on column record.student.feed_id is 'The feed that delivered it.';
comment on column record.student.source_key is 'Its key in the source.';
comment on column record.student.content_hash is 'Hash of the delivered content.';

create table record.student_match (
  student_id uuid primary key,
  district_id uuid not null,
  record_id uuid not null,
  proved_at timestamptz not null,
  constraint match_of_a_student foreign key (student_id) references roster.student (id) on delete cascade,
  constraint match_with_a_record foreign key (district_id, record_id) references record.student (district_id, id) on delete cascade
);
comment on table record.student_match is 'A participant''s student proved to be a district''s record by ID, birth date and both names; proved again at every publish, removed when it fails.';
comment on column record.student_match.student_id is 'The organization''s student.';
comment on column record.student_match.district_id is 'The district.';
comment on column record.student_match.record_id is 'The district''s record.';
comment on column record.student_match.proved_at is 'When it was first proved; it is proved again at every publish and removed when that fails, and an unchanged one is not written again.';
create index student_match_by_record on record.student_match (district_id, record_id);
comment on index record.student_match_by_record is 'Engine: which students a record serves; foreign key.';

create table record.enrollment (
  district_id uuid not null,
  id uuid not null default gen_random_uuid(),
  student_id uuid not null,
  school_id uuid not null,
  school_year integer not null,
  grade_level text,
  entry_date date not null,
  exit_date date,
  feed_id uuid not null,
  source_key text not null,
  content_hash bytea not null,
  primary key (district_id, id),
  constraint enrollment_of_a_record foreign key (district_id, student_id) references record.student (district_id, id) on delete cascade,
  constraint enrollment_at_a_school foreign key (district_id, school_id) references record.school (district_id, id) on delete restrict,
  constraint enrollment_once_per_source unique (district_id, feed_id, source_key),
  constraint enrollment_exit_after_entry check (exit_date is null or exit_date >= entry_date)
);
comment on table record.enrollment is 'A student at a school in a grade level during one school year. Category ENROLLMENT, and the grain on which every category hangs.';
comment on column record.enrollment.district_id is 'The district.';
comment on column record.enrollment.id is 'Identifies the enrollment; what a window opens.';
comment on column record.enrollment.student_id is 'The district''s student record.';
comment on column record.enrollment.school_id is 'The school.';
comment on column record.enrollment.school_year is 'Calendar year in which the school year ends.';
comment on column record.enrollment.grade_level is 'Grade level: KG, 01 to 12 (CEDS entry grade level).';
comment on column record.enrollment.entry_date is 'First day.';
comment on column record.enrollment.exit_date is 'First day no longer enrolled; absent while open.';
comment on column record.enrollment.feed_id is 'The feed that delivered it.';
comment on column record.enrollment.source_key is 'Its key in the source.';
comment on column record.enrollment.content_hash is 'Hash of the delivered content.';
create index enrollment_by_record on record.enrollment (district_id, student_id);
comment on index record.enrollment_by_record is 'access.decide: the enrollments a window opens.';
create index enrollment_by_id on record.enrollment (id);
comment on index record.enrollment_by_id is 'Row-level security: enrollments by released ids.';

-- Partitioned by school year: a year is read together, grows together and is destroyed together.
create table record.attendance_event (
  district_id uuid not null,
  school_year integer not null,
  enrollment_id uuid not null,
  date date not null,
  period text not null default '',
  status text not null,
  feed_id uuid not null,
  source_key text not null,
  content_hash bytea not null,
  primary key (district_id, school_year, enrollment_id, date, period),
  constraint attendance_of_an_enrollment foreign key (district_id, enrollment_id) references record.enrollment (district_id, id) on delete cascade,
  constraint attendance_status check (status in ('PRESENT', 'ABSENT_EXCUSED', 'ABSENT_UNEXCUSED', 'TARDY', 'PARTIAL_DAY', 'EARLY_DEPARTURE', 'REMOTE'))
) partition by list (school_year);
comment on table record.attendance_event is 'A day, or a class period of a day, that was not simply spent in school. Category ATTENDANCE.';
comment on column record.attendance_event.district_id is 'The district.';
comment on column record.attendance_event.school_year is 'Calendar year in which the school year ends.';
comment on column record.attendance_event.enrollment_id is 'The enrollment on that day.';
comment on column record.attendance_event.date is 'The day.';
comment on column record.attendance_event.period is 'The class period; empty: the whole day.';
comment on column record.attendance_event.status is 'What the day was, in neutral words; the district''s code and reason are not kept.';
comment on column record.attendance_event.feed_id is 'The feed that delivered it.';
comment on column record.attendance_event.source_key is 'Its key in the source.';
comment on column record.attendance_event.content_hash is 'Hash of the delivered content.';
create index attendance_event_by_enrollment on record.attendance_event (enrollment_id, date desc);
comment on index record.attendance_event_by_enrollment is 'Attendance.days: one enrollment''s days, newest first.';

-- Partitions a generation ahead, each closed by itself: no grant, and row-level security without a policy.
do $$
begin
  for y in 2020..2050 loop
    execute format('create table record.attendance_event_%s partition of record.attendance_event for values in (%s)', y, y);
    execute format('alter table record.attendance_event_%s enable row level security', y);
    execute format('alter table record.attendance_event_%s force row level security', y);
    execute format('comment on table record.attendance_event_%s is %L', y, 'Attendance of the school year ending in ' || y || '; reached through record.attendance_event only.');
  end loop;
end
$$;

create table record.attendance_summary (
  district_id uuid not null,
  enrollment_id uuid not null,
  school_year integer not null,
  enrolled integer not null,
  excused integer not null,
  unexcused integer not null,
  tardy integer not null,
  covered_until date not null,
  primary key (district_id, enrollment_id),
  constraint attendance_summary_of_an_enrollment foreign key (district_id, enrollment_id) references record.enrollment (district_id, id) on delete cascade,
  constraint attendance_summary_adds_up check (excused + unexcused <= enrolled and tardy <= enrolled and least(enrolled, excused, unexcused, tardy) >= 0)
);
comment on table record.attendance_summary is 'Attendance of one enrollment, counted in days at publish. Category ATTENDANCE; part of the model: lists are filtered and sorted by it.';
comment on column record.attendance_summary.district_id is 'The district.';
comment on column record.attendance_summary.enrollment_id is 'The enrollment.';
comment on column record.attendance_summary.school_year is 'Calendar year in which the school year ends.';
comment on column record.attendance_summary.enrolled is 'Instructional days enrolled, up to covered_until.';
comment on column record.attendance_summary.excused is 'Days absent, excused.';
comment on column record.attendance_summary.unexcused is 'Days absent, unexcused.';
comment on column record.attendance_summary.tardy is 'Days tardy; they count as present.';
comment on column record.attendance_summary.covered_until is 'Last day that the district''s delivery covers.';
create index attendance_summary_by_enrollment on record.attendance_summary (enrollment_id);
comment on index record.attendance_summary_by_enrollment is 'Row-level security and access.roster ordered by absences.';

do $$
declare
  t text;
begin
  foreach t in array array['student', 'student_match', 'enrollment', 'attendance_event', 'attendance_summary'] loop
    execute format('alter table record.%I enable row level security', t);
    execute format('alter table record.%I force row level security', t);
  end loop;
end
$$;

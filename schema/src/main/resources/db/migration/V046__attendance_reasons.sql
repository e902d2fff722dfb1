-- Why a student was absent: category ATTENDANCE_REASON. A table of its own beside record.attendance_event, so that attendance
-- cannot tell it. The reason is a standard value (CEDS absent attendance category); the district's code stays with the district.

create table record.attendance_reason (
  district_id uuid not null,
  id uuid not null default gen_random_uuid(),
  enrollment_id uuid not null,
  date date not null,
  period text,
  reason text not null,
  feed_id uuid not null,
  source_key text not null,
  content_hash bytea not null,
  primary key (district_id, id),
  constraint attendance_reason_of_an_enrollment foreign key (district_id, enrollment_id) references record.enrollment (district_id, id) on delete cascade,
  constraint attendance_reason_once_per_source unique (district_id, feed_id, source_key),
  constraint attendance_reason_value check (reason in ('ILLNESS_OR_HEALTH', 'FAMILY_EMERGENCY', 'FAMILY_ACTIVITY', 'RELIGIOUS_OBSERVANCE', 'SCHOOL_ACTIVITY', 'LEGAL_REQUIREMENT', 'DISCIPLINARY_ACTION', 'EMPLOYMENT', 'TRANSPORTATION', 'TRUANCY'))
);
comment on table record.attendance_reason is 'Why a student was absent on a day or in a class period. Category ATTENDANCE_REASON.';
comment on column record.attendance_reason.district_id is 'The district.';
comment on column record.attendance_reason.id is 'Identifies it.';
comment on column record.attendance_reason.enrollment_id is 'The enrollment on which it hangs.';
comment on column record.attendance_reason.date is 'The day.';
comment on column record.attendance_reason.period is 'The class period; absent for the whole day.';
comment on column record.attendance_reason.reason is 'The reason, a value of CEDS.';
comment on column record.attendance_reason.feed_id is 'The feed that delivered it.';
comment on column record.attendance_reason.source_key is 'Its key in the source.';
comment on column record.attendance_reason.content_hash is 'Hash of the delivered content.';
create index attendance_reason_by_enrollment on record.attendance_reason (enrollment_id);
comment on index record.attendance_reason_by_enrollment is 'AttendanceReasons.days and row-level security: one enrollment''s rows.';
alter table record.attendance_reason enable row level security;
alter table record.attendance_reason force row level security;

create unlogged table stage.attendance_reason (
  pull_id uuid not null,
  seq bigint not null,
  source_key text not null,
  deleted boolean not null,
  student_key text,
  school_key text,
  school_year integer,
  day date,
  date date,
  period text,
  reason text,
  content_hash bytea
);
comment on table stage.attendance_reason is 'Staged reasons of absences of kept students.';
comment on column stage.attendance_reason.pull_id is 'The pull.';
comment on column stage.attendance_reason.seq is 'Order of arrival; of two rows with one key the later counts.';
comment on column stage.attendance_reason.source_key is 'Key in the source.';
comment on column stage.attendance_reason.deleted is 'Whether the source says that it is gone.';
comment on column stage.attendance_reason.student_key is 'How the source names the student.';
comment on column stage.attendance_reason.school_key is 'The school''s key in the source, or its code; absent for any.';
comment on column stage.attendance_reason.school_year is 'Calendar year in which the school year ends; absent for any.';
comment on column stage.attendance_reason.day is 'A day of the enrollment on which it hangs; absent for the latest.';
comment on column stage.attendance_reason.date is 'The day.';
comment on column stage.attendance_reason.period is 'The class period; absent for the whole day.';
comment on column stage.attendance_reason.reason is 'The reason, a value of CEDS.';
comment on column stage.attendance_reason.content_hash is 'Hash of the content.';

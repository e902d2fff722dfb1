-- The classes that a student attends: category SCHEDULE. A row tells all of its class, so that it needs no other table.

alter table stage.scope add column serves_facts boolean not null default false;
comment on column stage.scope.serves_facts is 'Whether the feed delivers facts about students beside attendance and grades.';

create table record.scheduled_class (
  district_id uuid not null,
  id uuid not null default gen_random_uuid(),
  enrollment_id uuid not null,
  course_title text not null,
  course_code text,
  section_code text,
  period text,
  teacher text,
  room text,
  term text,
  begins date,
  ends date,
  feed_id uuid not null,
  source_key text not null,
  content_hash bytea not null,
  primary key (district_id, id),
  constraint scheduled_class_of_an_enrollment foreign key (district_id, enrollment_id) references record.enrollment (district_id, id) on delete cascade,
  constraint scheduled_class_once_per_source unique (district_id, feed_id, source_key),
  constraint scheduled_class_ends_after_it_begins check (ends > begins)
);
comment on table record.scheduled_class is 'A class that a student attends. Category SCHEDULE.';
comment on column record.scheduled_class.district_id is 'The district.';
comment on column record.scheduled_class.id is 'Identifies it.';
comment on column record.scheduled_class.enrollment_id is 'The enrollment on which it hangs.';
comment on column record.scheduled_class.course_title is 'Title of the course.';
comment on column record.scheduled_class.course_code is 'Code of the course, where the district gives one.';
comment on column record.scheduled_class.section_code is 'Code of the section, where the district gives one.';
comment on column record.scheduled_class.period is 'The class period, as the district calls it.';
comment on column record.scheduled_class.teacher is 'Name of the teacher.';
comment on column record.scheduled_class.room is 'The room.';
comment on column record.scheduled_class.term is 'The term in which it meets, as the district calls it.';
comment on column record.scheduled_class.begins is 'First day of the term, where the district says.';
comment on column record.scheduled_class.ends is 'First day after the term, where the district says.';
comment on column record.scheduled_class.feed_id is 'The feed that delivered it.';
comment on column record.scheduled_class.source_key is 'Its key in the source.';
comment on column record.scheduled_class.content_hash is 'Hash of the delivered content.';
create index scheduled_class_by_enrollment on record.scheduled_class (enrollment_id);
comment on index record.scheduled_class_by_enrollment is 'Schedule.classes and row-level security: one enrollment''s rows.';
alter table record.scheduled_class enable row level security;
alter table record.scheduled_class force row level security;

create unlogged table stage.scheduled_class (
  pull_id uuid not null,
  seq bigint not null,
  source_key text not null,
  deleted boolean not null,
  student_key text,
  school_key text,
  school_year integer,
  day date,
  course_title text,
  course_code text,
  section_code text,
  period text,
  teacher text,
  room text,
  term text,
  begins date,
  ends date,
  content_hash bytea
);
comment on table stage.scheduled_class is 'Staged classes of kept students.';
comment on column stage.scheduled_class.pull_id is 'The pull.';
comment on column stage.scheduled_class.seq is 'Order of arrival; of two rows with one key the later counts.';
comment on column stage.scheduled_class.source_key is 'Key in the source.';
comment on column stage.scheduled_class.deleted is 'Whether the source says that it is gone.';
comment on column stage.scheduled_class.student_key is 'How the source names the student.';
comment on column stage.scheduled_class.school_key is 'The school''s key in the source, or its code; absent for any.';
comment on column stage.scheduled_class.school_year is 'Calendar year in which the school year ends; absent for any.';
comment on column stage.scheduled_class.day is 'A day of the enrollment on which it hangs; absent for the latest.';
comment on column stage.scheduled_class.course_title is 'Title of the course.';
comment on column stage.scheduled_class.course_code is 'Code of the course, where the district gives one.';
comment on column stage.scheduled_class.section_code is 'Code of the section, where the district gives one.';
comment on column stage.scheduled_class.period is 'The class period, as the district calls it.';
comment on column stage.scheduled_class.teacher is 'Name of the teacher.';
comment on column stage.scheduled_class.room is 'The room.';
comment on column stage.scheduled_class.term is 'The term in which it meets, as the district calls it.';
comment on column stage.scheduled_class.begins is 'First day of the term, where the district says.';
comment on column stage.scheduled_class.ends is 'First day after the term, where the district says.';
comment on column stage.scheduled_class.content_hash is 'Hash of the content.';

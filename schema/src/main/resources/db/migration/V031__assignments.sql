-- Homework and classroom tests: category ASSIGNMENTS.

create table record.assignment (
  district_id uuid not null,
  id uuid not null default gen_random_uuid(),
  enrollment_id uuid not null,
  course_title text not null,
  title text not null,
  due_on date,
  score numeric,
  points numeric,
  missing boolean not null,
  late boolean not null,
  feed_id uuid not null,
  source_key text not null,
  content_hash bytea not null,
  primary key (district_id, id),
  constraint assignment_of_an_enrollment foreign key (district_id, enrollment_id) references record.enrollment (district_id, id) on delete cascade,
  constraint assignment_once_per_source unique (district_id, feed_id, source_key),
  constraint assignment_points_are_not_negative check (least(score, points) >= 0)
);
comment on table record.assignment is 'What a student is to hand in for a class, and what became of it. Category ASSIGNMENTS.';
comment on column record.assignment.district_id is 'The district.';
comment on column record.assignment.id is 'Identifies it.';
comment on column record.assignment.enrollment_id is 'The enrollment on which it hangs.';
comment on column record.assignment.course_title is 'Title of the course.';
comment on column record.assignment.title is 'Title of the assignment, as the teacher wrote it.';
comment on column record.assignment.due_on is 'Day on which it is due.';
comment on column record.assignment.score is 'Points that the student got; absent while it is not graded.';
comment on column record.assignment.points is 'Points that can be got.';
comment on column record.assignment.missing is 'Whether it is due and was not handed in.';
comment on column record.assignment.late is 'Whether it was handed in late.';
comment on column record.assignment.feed_id is 'The feed that delivered it.';
comment on column record.assignment.source_key is 'Its key in the source.';
comment on column record.assignment.content_hash is 'Hash of the delivered content.';
create index assignment_by_enrollment on record.assignment (enrollment_id);
comment on index record.assignment_by_enrollment is 'Assignments.all and row-level security: one enrollment''s rows.';
alter table record.assignment enable row level security;
alter table record.assignment force row level security;

create unlogged table stage.assignment (
  pull_id uuid not null,
  seq bigint not null,
  source_key text not null,
  deleted boolean not null,
  student_key text,
  school_key text,
  school_year integer,
  day date,
  course_title text,
  title text,
  due_on date,
  score numeric,
  points numeric,
  missing boolean,
  late boolean,
  content_hash bytea
);
comment on table stage.assignment is 'Staged assignments of kept students.';
comment on column stage.assignment.pull_id is 'The pull.';
comment on column stage.assignment.seq is 'Order of arrival; of two rows with one key the later counts.';
comment on column stage.assignment.source_key is 'Key in the source.';
comment on column stage.assignment.deleted is 'Whether the source says that it is gone.';
comment on column stage.assignment.student_key is 'How the source names the student.';
comment on column stage.assignment.school_key is 'The school''s key in the source, or its code; absent for any.';
comment on column stage.assignment.school_year is 'Calendar year in which the school year ends; absent for any.';
comment on column stage.assignment.day is 'A day of the enrollment on which it hangs; absent for the latest.';
comment on column stage.assignment.course_title is 'Title of the course.';
comment on column stage.assignment.title is 'Title of the assignment, as the teacher wrote it.';
comment on column stage.assignment.due_on is 'Day on which it is due.';
comment on column stage.assignment.score is 'Points that the student got; absent while it is not graded.';
comment on column stage.assignment.points is 'Points that can be got.';
comment on column stage.assignment.missing is 'Whether it is due and was not handed in.';
comment on column stage.assignment.late is 'Whether it was handed in late.';
comment on column stage.assignment.content_hash is 'Hash of the content.';

-- State and district tests: category ASSESSMENTS.

create table record.assessment (
  district_id uuid not null,
  id uuid not null default gen_random_uuid(),
  enrollment_id uuid not null,
  name text not null,
  subject text,
  taken_on date not null,
  score text,
  performance_level text,
  feed_id uuid not null,
  source_key text not null,
  content_hash bytea not null,
  primary key (district_id, id),
  constraint assessment_of_an_enrollment foreign key (district_id, enrollment_id) references record.enrollment (district_id, id) on delete cascade,
  constraint assessment_once_per_source unique (district_id, feed_id, source_key)
);
comment on table record.assessment is 'What a student reached in a state or district test. Category ASSESSMENTS.';
comment on column record.assessment.district_id is 'The district.';
comment on column record.assessment.id is 'Identifies it.';
comment on column record.assessment.enrollment_id is 'The enrollment on which it hangs.';
comment on column record.assessment.name is 'Name of the test.';
comment on column record.assessment.subject is 'Its subject.';
comment on column record.assessment.taken_on is 'Day on which it was taken.';
comment on column record.assessment.score is 'Score as the test gives it.';
comment on column record.assessment.performance_level is 'Performance level as the test calls it.';
comment on column record.assessment.feed_id is 'The feed that delivered it.';
comment on column record.assessment.source_key is 'Its key in the source.';
comment on column record.assessment.content_hash is 'Hash of the delivered content.';
create index assessment_by_enrollment on record.assessment (enrollment_id);
comment on index record.assessment_by_enrollment is 'Assessments.results and row-level security: one enrollment''s rows.';
alter table record.assessment enable row level security;
alter table record.assessment force row level security;

create unlogged table stage.assessment (
  pull_id uuid not null,
  seq bigint not null,
  source_key text not null,
  deleted boolean not null,
  student_key text,
  school_key text,
  school_year integer,
  day date,
  name text,
  subject text,
  taken_on date,
  score text,
  performance_level text,
  content_hash bytea
);
comment on table stage.assessment is 'Staged assessments of kept students.';
comment on column stage.assessment.pull_id is 'The pull.';
comment on column stage.assessment.seq is 'Order of arrival; of two rows with one key the later counts.';
comment on column stage.assessment.source_key is 'Key in the source.';
comment on column stage.assessment.deleted is 'Whether the source says that it is gone.';
comment on column stage.assessment.student_key is 'How the source names the student.';
comment on column stage.assessment.school_key is 'The school''s key in the source, or its code; absent for any.';
comment on column stage.assessment.school_year is 'Calendar year in which the school year ends; absent for any.';
comment on column stage.assessment.day is 'A day of the enrollment on which it hangs; absent for the latest.';
comment on column stage.assessment.name is 'Name of the test.';
comment on column stage.assessment.subject is 'Its subject.';
comment on column stage.assessment.taken_on is 'Day on which it was taken.';
comment on column stage.assessment.score is 'Score as the test gives it.';
comment on column stage.assessment.performance_level is 'Performance level as the test calls it.';
comment on column stage.assessment.content_hash is 'Hash of the content.';

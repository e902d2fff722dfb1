-- Plans under Section 504 of the Rehabilitation Act: category SECTION_504. That there is one and when, and nothing of what it says.

create table record.section_504 (
  district_id uuid not null,
  id uuid not null default gen_random_uuid(),
  enrollment_id uuid not null,
  begins date not null,
  ends date,
  feed_id uuid not null,
  source_key text not null,
  content_hash bytea not null,
  primary key (district_id, id),
  constraint section_504_of_an_enrollment foreign key (district_id, enrollment_id) references record.enrollment (district_id, id) on delete cascade,
  constraint section_504_once_per_source unique (district_id, feed_id, source_key),
  constraint section_504_ends_after_it_begins check (ends > begins)
);
comment on table record.section_504 is 'Section 504 plan of a student. Category SECTION_504.';
comment on column record.section_504.district_id is 'The district.';
comment on column record.section_504.id is 'Identifies it.';
comment on column record.section_504.enrollment_id is 'The enrollment on which it hangs.';
comment on column record.section_504.begins is 'First day.';
comment on column record.section_504.ends is 'First day no longer; absent while it goes on.';
comment on column record.section_504.feed_id is 'The feed that delivered it.';
comment on column record.section_504.source_key is 'Its key in the source.';
comment on column record.section_504.content_hash is 'Hash of the delivered content.';
create index section_504_by_enrollment on record.section_504 (enrollment_id);
comment on index record.section_504_by_enrollment is 'Section504.periods and row-level security: one enrollment''s rows.';
alter table record.section_504 enable row level security;
alter table record.section_504 force row level security;

create unlogged table stage.section_504 (
  pull_id uuid not null,
  seq bigint not null,
  source_key text not null,
  deleted boolean not null,
  student_key text,
  school_key text,
  school_year integer,
  day date,
  begins date,
  ends date,
  content_hash bytea
);
comment on table stage.section_504 is 'Staged Section 504 plans of kept students.';
comment on column stage.section_504.pull_id is 'The pull.';
comment on column stage.section_504.seq is 'Order of arrival; of two rows with one key the later counts.';
comment on column stage.section_504.source_key is 'Key in the source.';
comment on column stage.section_504.deleted is 'Whether the source says that it is gone.';
comment on column stage.section_504.student_key is 'How the source names the student.';
comment on column stage.section_504.school_key is 'The school''s key in the source, or its code; absent for any.';
comment on column stage.section_504.school_year is 'Calendar year in which the school year ends; absent for any.';
comment on column stage.section_504.day is 'A day of the enrollment on which it hangs; absent for the latest.';
comment on column stage.section_504.begins is 'First day.';
comment on column stage.section_504.ends is 'First day no longer; absent while it goes on.';
comment on column stage.section_504.content_hash is 'Hash of the content.';

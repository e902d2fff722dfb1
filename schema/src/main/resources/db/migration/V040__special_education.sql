-- Services under an individualized education program: category SPECIAL_EDUCATION. That a child has them, since when and in which
-- environment; never the disability.

create table record.special_education (
  district_id uuid not null,
  id uuid not null default gen_random_uuid(),
  enrollment_id uuid not null,
  environment text,
  begins date not null,
  ends date,
  feed_id uuid not null,
  source_key text not null,
  content_hash bytea not null,
  primary key (district_id, id),
  constraint special_education_of_an_enrollment foreign key (district_id, enrollment_id) references record.enrollment (district_id, id) on delete cascade,
  constraint special_education_once_per_source unique (district_id, feed_id, source_key),
  constraint special_education_environment check (environment in ('REGULAR_CLASS_80', 'REGULAR_CLASS_40_TO_79', 'REGULAR_CLASS_UNDER_40', 'SEPARATE_SCHOOL', 'RESIDENTIAL_FACILITY', 'HOMEBOUND_OR_HOSPITAL', 'CORRECTIONAL_FACILITY', 'PRIVATE_SCHOOL')),
  constraint special_education_ends_after_it_begins check (ends > begins)
);
comment on table record.special_education is 'Special education that a student receives. Category SPECIAL_EDUCATION.';
comment on column record.special_education.district_id is 'The district.';
comment on column record.special_education.id is 'Identifies it.';
comment on column record.special_education.enrollment_id is 'The enrollment on which it hangs.';
comment on column record.special_education.environment is 'Educational environment in the words of CEDS, where the district gives it.';
comment on column record.special_education.begins is 'First day.';
comment on column record.special_education.ends is 'First day no longer; absent while it goes on.';
comment on column record.special_education.feed_id is 'The feed that delivered it.';
comment on column record.special_education.source_key is 'Its key in the source.';
comment on column record.special_education.content_hash is 'Hash of the delivered content.';
create index special_education_by_enrollment on record.special_education (enrollment_id);
comment on index record.special_education_by_enrollment is 'SpecialEducation.periods and row-level security: one enrollment''s rows.';
alter table record.special_education enable row level security;
alter table record.special_education force row level security;

create unlogged table stage.special_education (
  pull_id uuid not null,
  seq bigint not null,
  source_key text not null,
  deleted boolean not null,
  student_key text,
  school_key text,
  school_year integer,
  day date,
  environment text,
  begins date,
  ends date,
  content_hash bytea
);
comment on table stage.special_education is 'Staged special education of kept students.';
comment on column stage.special_education.pull_id is 'The pull.';
comment on column stage.special_education.seq is 'Order of arrival; of two rows with one key the later counts.';
comment on column stage.special_education.source_key is 'Key in the source.';
comment on column stage.special_education.deleted is 'Whether the source says that it is gone.';
comment on column stage.special_education.student_key is 'How the source names the student.';
comment on column stage.special_education.school_key is 'The school''s key in the source, or its code; absent for any.';
comment on column stage.special_education.school_year is 'Calendar year in which the school year ends; absent for any.';
comment on column stage.special_education.day is 'A day of the enrollment on which it hangs; absent for the latest.';
comment on column stage.special_education.environment is 'Educational environment in the words of CEDS, where the district gives it.';
comment on column stage.special_education.begins is 'First day.';
comment on column stage.special_education.ends is 'First day no longer; absent while it goes on.';
comment on column stage.special_education.content_hash is 'Hash of the content.';

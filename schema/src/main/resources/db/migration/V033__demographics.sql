-- Who a student is, as the district reports it: category DEMOGRAPHICS. The home language is not here: it tells who is a
-- multilingual learner.

create table record.demographics (
  district_id uuid not null,
  id uuid not null default gen_random_uuid(),
  enrollment_id uuid not null,
  birth_date date,
  sex text,
  hispanic_or_latino boolean,
  races text[] not null,
  feed_id uuid not null,
  source_key text not null,
  content_hash bytea not null,
  primary key (district_id, id),
  constraint demographics_of_an_enrollment foreign key (district_id, enrollment_id) references record.enrollment (district_id, id) on delete cascade,
  constraint demographics_once_per_source unique (district_id, feed_id, source_key),
  constraint demographics_sex check (sex in ('FEMALE', 'MALE', 'X')),
  constraint demographics_races check (races <@ array['AMERICAN_INDIAN_OR_ALASKA_NATIVE', 'ASIAN', 'BLACK_OR_AFRICAN_AMERICAN', 'NATIVE_HAWAIIAN_OR_OTHER_PACIFIC_ISLANDER', 'WHITE'])
);
comment on table record.demographics is 'Birth date, sex, ethnicity and races of a student, as the district reports them. Category DEMOGRAPHICS.';
comment on column record.demographics.district_id is 'The district.';
comment on column record.demographics.id is 'Identifies it.';
comment on column record.demographics.enrollment_id is 'The enrollment on which it hangs.';
comment on column record.demographics.birth_date is 'Birth date.';
comment on column record.demographics.sex is 'FEMALE, MALE or X (another, or not told).';
comment on column record.demographics.hispanic_or_latino is 'Whether Hispanic or Latino (federal ethnicity).';
comment on column record.demographics.races is 'Federal races, one or more; empty where the district gives none.';
comment on column record.demographics.feed_id is 'The feed that delivered it.';
comment on column record.demographics.source_key is 'Its key in the source.';
comment on column record.demographics.content_hash is 'Hash of the delivered content.';
create index demographics_by_enrollment on record.demographics (enrollment_id);
comment on index record.demographics_by_enrollment is 'Demographics.facts and row-level security: one enrollment''s rows.';
alter table record.demographics enable row level security;
alter table record.demographics force row level security;

create unlogged table stage.demographics (
  pull_id uuid not null,
  seq bigint not null,
  source_key text not null,
  deleted boolean not null,
  student_key text,
  school_key text,
  school_year integer,
  day date,
  birth_date date,
  sex text,
  hispanic_or_latino boolean,
  races text[],
  content_hash bytea
);
comment on table stage.demographics is 'Staged demographics of kept students.';
comment on column stage.demographics.pull_id is 'The pull.';
comment on column stage.demographics.seq is 'Order of arrival; of two rows with one key the later counts.';
comment on column stage.demographics.source_key is 'Key in the source.';
comment on column stage.demographics.deleted is 'Whether the source says that it is gone.';
comment on column stage.demographics.student_key is 'How the source names the student.';
comment on column stage.demographics.school_key is 'The school''s key in the source, or its code; absent for any.';
comment on column stage.demographics.school_year is 'Calendar year in which the school year ends; absent for any.';
comment on column stage.demographics.day is 'A day of the enrollment on which it hangs; absent for the latest.';
comment on column stage.demographics.birth_date is 'Birth date.';
comment on column stage.demographics.sex is 'FEMALE, MALE or X (another, or not told).';
comment on column stage.demographics.hispanic_or_latino is 'Whether Hispanic or Latino (federal ethnicity).';
comment on column stage.demographics.races is 'Federal races, one or more; empty where the district gives none.';
comment on column stage.demographics.content_hash is 'Hash of the content.';

-- English-learner status and language instruction: category MULTILINGUAL. The language at home is not here.

create table record.multilingual (
  district_id uuid not null,
  id uuid not null default gen_random_uuid(),
  enrollment_id uuid not null,
  status text not null,
  language_program text,
  begins date not null,
  ends date,
  feed_id uuid not null,
  source_key text not null,
  content_hash bytea not null,
  primary key (district_id, id),
  constraint multilingual_of_an_enrollment foreign key (district_id, enrollment_id) references record.enrollment (district_id, id) on delete cascade,
  constraint multilingual_once_per_source unique (district_id, feed_id, source_key),
  constraint multilingual_status check (status in ('ENGLISH_LEARNER', 'MONITORED', 'FORMER')),
  constraint multilingual_language_program check (language_program in ('DUAL_LANGUAGE', 'TRANSITIONAL_BILINGUAL', 'HERITAGE_LANGUAGE', 'SHELTERED_ENGLISH', 'PULL_OUT_ENGLISH', 'CONTENT_BASED_ENGLISH', 'OTHER_LANGUAGE_PROGRAM')),
  constraint multilingual_ends_after_it_begins check (ends > begins)
);
comment on table record.multilingual is 'English-learner status of a student. Category MULTILINGUAL.';
comment on column record.multilingual.district_id is 'The district.';
comment on column record.multilingual.id is 'Identifies it.';
comment on column record.multilingual.enrollment_id is 'The enrollment on which it hangs.';
comment on column record.multilingual.status is 'ENGLISH_LEARNER; MONITORED or FORMER after leaving the program.';
comment on column record.multilingual.language_program is 'Language instruction program in the words of CEDS, where the district gives it.';
comment on column record.multilingual.begins is 'First day.';
comment on column record.multilingual.ends is 'First day no longer; absent while it goes on.';
comment on column record.multilingual.feed_id is 'The feed that delivered it.';
comment on column record.multilingual.source_key is 'Its key in the source.';
comment on column record.multilingual.content_hash is 'Hash of the delivered content.';
create index multilingual_by_enrollment on record.multilingual (enrollment_id);
comment on index record.multilingual_by_enrollment is 'Multilingual.periods and row-level security: one enrollment''s rows.';
alter table record.multilingual enable row level security;
alter table record.multilingual force row level security;

create unlogged table stage.multilingual (
  pull_id uuid not null,
  seq bigint not null,
  source_key text not null,
  deleted boolean not null,
  student_key text,
  school_key text,
  school_year integer,
  day date,
  status text,
  language_program text,
  begins date,
  ends date,
  content_hash bytea
);
comment on table stage.multilingual is 'Staged English-learner statuses of kept students.';
comment on column stage.multilingual.pull_id is 'The pull.';
comment on column stage.multilingual.seq is 'Order of arrival; of two rows with one key the later counts.';
comment on column stage.multilingual.source_key is 'Key in the source.';
comment on column stage.multilingual.deleted is 'Whether the source says that it is gone.';
comment on column stage.multilingual.student_key is 'How the source names the student.';
comment on column stage.multilingual.school_key is 'The school''s key in the source, or its code; absent for any.';
comment on column stage.multilingual.school_year is 'Calendar year in which the school year ends; absent for any.';
comment on column stage.multilingual.day is 'A day of the enrollment on which it hangs; absent for the latest.';
comment on column stage.multilingual.status is 'ENGLISH_LEARNER; MONITORED or FORMER after leaving the program.';
comment on column stage.multilingual.language_program is 'Language instruction program in the words of CEDS, where the district gives it.';
comment on column stage.multilingual.begins is 'First day.';
comment on column stage.multilingual.ends is 'First day no longer; absent while it goes on.';
comment on column stage.multilingual.content_hash is 'Hash of the content.';

-- Unstable housing (McKinney-Vento) and foster care: category HOUSING_FOSTER. Where a child sleeps is not here.

create table record.housing_foster (
  district_id uuid not null,
  id uuid not null default gen_random_uuid(),
  enrollment_id uuid not null,
  status text not null,
  begins date not null,
  ends date,
  feed_id uuid not null,
  source_key text not null,
  content_hash bytea not null,
  primary key (district_id, id),
  constraint housing_foster_of_an_enrollment foreign key (district_id, enrollment_id) references record.enrollment (district_id, id) on delete cascade,
  constraint housing_foster_once_per_source unique (district_id, feed_id, source_key),
  constraint housing_foster_status check (status in ('HOMELESS', 'FOSTER_CARE')),
  constraint housing_foster_ends_after_it_begins check (ends > begins)
);
comment on table record.housing_foster is 'Homelessness or foster care of a student, as the district has determined it. Category HOUSING_FOSTER.';
comment on column record.housing_foster.district_id is 'The district.';
comment on column record.housing_foster.id is 'Identifies it.';
comment on column record.housing_foster.enrollment_id is 'The enrollment on which it hangs.';
comment on column record.housing_foster.status is 'HOMELESS or FOSTER_CARE.';
comment on column record.housing_foster.begins is 'First day.';
comment on column record.housing_foster.ends is 'First day no longer; absent while it goes on.';
comment on column record.housing_foster.feed_id is 'The feed that delivered it.';
comment on column record.housing_foster.source_key is 'Its key in the source.';
comment on column record.housing_foster.content_hash is 'Hash of the delivered content.';
create index housing_foster_by_enrollment on record.housing_foster (enrollment_id);
comment on index record.housing_foster_by_enrollment is 'HousingFoster.periods and row-level security: one enrollment''s rows.';
alter table record.housing_foster enable row level security;
alter table record.housing_foster force row level security;

create unlogged table stage.housing_foster (
  pull_id uuid not null,
  seq bigint not null,
  source_key text not null,
  deleted boolean not null,
  student_key text,
  school_key text,
  school_year integer,
  day date,
  status text,
  begins date,
  ends date,
  content_hash bytea
);
comment on table stage.housing_foster is 'Staged housing and foster statuses of kept students.';
comment on column stage.housing_foster.pull_id is 'The pull.';
comment on column stage.housing_foster.seq is 'Order of arrival; of two rows with one key the later counts.';
comment on column stage.housing_foster.source_key is 'Key in the source.';
comment on column stage.housing_foster.deleted is 'Whether the source says that it is gone.';
comment on column stage.housing_foster.student_key is 'How the source names the student.';
comment on column stage.housing_foster.school_key is 'The school''s key in the source, or its code; absent for any.';
comment on column stage.housing_foster.school_year is 'Calendar year in which the school year ends; absent for any.';
comment on column stage.housing_foster.day is 'A day of the enrollment on which it hangs; absent for the latest.';
comment on column stage.housing_foster.status is 'HOMELESS or FOSTER_CARE.';
comment on column stage.housing_foster.begins is 'First day.';
comment on column stage.housing_foster.ends is 'First day no longer; absent while it goes on.';
comment on column stage.housing_foster.content_hash is 'Hash of the content.';

-- Eligibility for free or reduced-price meals: category MEAL_STATUS, which a consent of its own alone opens (7 CFR 245.6).

create table record.meal_status (
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
  constraint meal_status_of_an_enrollment foreign key (district_id, enrollment_id) references record.enrollment (district_id, id) on delete cascade,
  constraint meal_status_once_per_source unique (district_id, feed_id, source_key),
  constraint meal_status_of_the_program check (status in ('FREE', 'REDUCED', 'PAID')),
  constraint meal_status_ends_after_it_begins check (ends > begins)
);
comment on table record.meal_status is 'Eligibility of a student for free or reduced-price meals. Category MEAL_STATUS.';
comment on column record.meal_status.district_id is 'The district.';
comment on column record.meal_status.id is 'Identifies it.';
comment on column record.meal_status.enrollment_id is 'The enrollment on which it hangs.';
comment on column record.meal_status.status is 'FREE, REDUCED or PAID.';
comment on column record.meal_status.begins is 'First day.';
comment on column record.meal_status.ends is 'First day no longer; absent while it goes on.';
comment on column record.meal_status.feed_id is 'The feed that delivered it.';
comment on column record.meal_status.source_key is 'Its key in the source.';
comment on column record.meal_status.content_hash is 'Hash of the delivered content.';
create index meal_status_by_enrollment on record.meal_status (enrollment_id);
comment on index record.meal_status_by_enrollment is 'MealStatus.periods and row-level security: one enrollment''s rows.';
alter table record.meal_status enable row level security;
alter table record.meal_status force row level security;

create unlogged table stage.meal_status (
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
comment on table stage.meal_status is 'Staged meal statuses of kept students.';
comment on column stage.meal_status.pull_id is 'The pull.';
comment on column stage.meal_status.seq is 'Order of arrival; of two rows with one key the later counts.';
comment on column stage.meal_status.source_key is 'Key in the source.';
comment on column stage.meal_status.deleted is 'Whether the source says that it is gone.';
comment on column stage.meal_status.student_key is 'How the source names the student.';
comment on column stage.meal_status.school_key is 'The school''s key in the source, or its code; absent for any.';
comment on column stage.meal_status.school_year is 'Calendar year in which the school year ends; absent for any.';
comment on column stage.meal_status.day is 'A day of the enrollment on which it hangs; absent for the latest.';
comment on column stage.meal_status.status is 'FREE, REDUCED or PAID.';
comment on column stage.meal_status.begins is 'First day.';
comment on column stage.meal_status.ends is 'First day no longer; absent while it goes on.';
comment on column stage.meal_status.content_hash is 'Hash of the content.';

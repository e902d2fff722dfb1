-- Incidents and what followed: category DISCIPLINE. In neutral words; who else was there and what was written down are not here.

create table record.discipline_incident (
  district_id uuid not null,
  id uuid not null default gen_random_uuid(),
  enrollment_id uuid not null,
  incident_on date not null,
  behavior text not null,
  action text,
  days numeric(6, 2),
  feed_id uuid not null,
  source_key text not null,
  content_hash bytea not null,
  primary key (district_id, id),
  constraint discipline_incident_of_an_enrollment foreign key (district_id, enrollment_id) references record.enrollment (district_id, id) on delete cascade,
  constraint discipline_incident_once_per_source unique (district_id, feed_id, source_key),
  constraint discipline_incident_behavior check (behavior in ('ATTENDANCE', 'CONDUCT', 'BULLYING', 'FIGHTING', 'THREAT', 'SUBSTANCES', 'WEAPON', 'PROPERTY', 'OTHER')),
  constraint discipline_incident_action check (action in ('IN_SCHOOL_SUSPENSION', 'OUT_OF_SCHOOL_SUSPENSION', 'EXPULSION', 'CLASS_REMOVAL', 'DETENTION', 'CONFERENCE', 'OTHER')),
  constraint discipline_incident_days check (days >= 0)
);
comment on table record.discipline_incident is 'What a student did and what the school did. Category DISCIPLINE.';
comment on column record.discipline_incident.district_id is 'The district.';
comment on column record.discipline_incident.id is 'Identifies it.';
comment on column record.discipline_incident.enrollment_id is 'The enrollment on which it hangs.';
comment on column record.discipline_incident.incident_on is 'Day of the incident.';
comment on column record.discipline_incident.behavior is 'What happened, in neutral words.';
comment on column record.discipline_incident.action is 'What the school did, in neutral words; absent where it did nothing.';
comment on column record.discipline_incident.days is 'How many school days the action takes, where it takes any.';
comment on column record.discipline_incident.feed_id is 'The feed that delivered it.';
comment on column record.discipline_incident.source_key is 'Its key in the source.';
comment on column record.discipline_incident.content_hash is 'Hash of the delivered content.';
create index discipline_incident_by_enrollment on record.discipline_incident (enrollment_id);
comment on index record.discipline_incident_by_enrollment is 'Discipline.incidents and row-level security: one enrollment''s rows.';
alter table record.discipline_incident enable row level security;
alter table record.discipline_incident force row level security;

create unlogged table stage.discipline_incident (
  pull_id uuid not null,
  seq bigint not null,
  source_key text not null,
  deleted boolean not null,
  student_key text,
  school_key text,
  school_year integer,
  day date,
  incident_on date,
  behavior text,
  action text,
  days numeric(6, 2),
  content_hash bytea
);
comment on table stage.discipline_incident is 'Staged incidents of kept students.';
comment on column stage.discipline_incident.pull_id is 'The pull.';
comment on column stage.discipline_incident.seq is 'Order of arrival; of two rows with one key the later counts.';
comment on column stage.discipline_incident.source_key is 'Key in the source.';
comment on column stage.discipline_incident.deleted is 'Whether the source says that it is gone.';
comment on column stage.discipline_incident.student_key is 'How the source names the student.';
comment on column stage.discipline_incident.school_key is 'The school''s key in the source, or its code; absent for any.';
comment on column stage.discipline_incident.school_year is 'Calendar year in which the school year ends; absent for any.';
comment on column stage.discipline_incident.day is 'A day of the enrollment on which it hangs; absent for the latest.';
comment on column stage.discipline_incident.incident_on is 'Day of the incident.';
comment on column stage.discipline_incident.behavior is 'What happened, in neutral words.';
comment on column stage.discipline_incident.action is 'What the school did, in neutral words; absent where it did nothing.';
comment on column stage.discipline_incident.days is 'How many school days the action takes, where it takes any.';
comment on column stage.discipline_incident.content_hash is 'Hash of the content.';

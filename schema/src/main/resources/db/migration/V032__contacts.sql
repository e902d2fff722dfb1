-- How to reach a student and the family: category CONTACT. Names and numbers as the district has them, and no address.

create table record.contact (
  district_id uuid not null,
  id uuid not null default gen_random_uuid(),
  enrollment_id uuid not null,
  relationship text not null,
  name text not null,
  language text,
  phone text,
  email text,
  feed_id uuid not null,
  source_key text not null,
  content_hash bytea not null,
  primary key (district_id, id),
  constraint contact_of_an_enrollment foreign key (district_id, enrollment_id) references record.enrollment (district_id, id) on delete cascade,
  constraint contact_once_per_source unique (district_id, feed_id, source_key),
  constraint contact_relationship check (relationship in ('SELF', 'PARENT', 'GUARDIAN', 'OTHER'))
);
comment on table record.contact is 'How a student, or a parent, guardian or other person for the student, is reached. Category CONTACT.';
comment on column record.contact.district_id is 'The district.';
comment on column record.contact.id is 'Identifies it.';
comment on column record.contact.enrollment_id is 'The enrollment on which it hangs.';
comment on column record.contact.relationship is 'SELF (the student), PARENT, GUARDIAN or OTHER.';
comment on column record.contact.name is 'Name of the person.';
comment on column record.contact.language is 'Language in which the person is written to, as the district has it.';
comment on column record.contact.phone is 'Phone number.';
comment on column record.contact.email is 'E-mail address.';
comment on column record.contact.feed_id is 'The feed that delivered it.';
comment on column record.contact.source_key is 'Its key in the source.';
comment on column record.contact.content_hash is 'Hash of the delivered content.';
create index contact_by_enrollment on record.contact (enrollment_id);
comment on index record.contact_by_enrollment is 'Contacts.all and row-level security: one enrollment''s rows.';
alter table record.contact enable row level security;
alter table record.contact force row level security;

create unlogged table stage.contact (
  pull_id uuid not null,
  seq bigint not null,
  source_key text not null,
  deleted boolean not null,
  student_key text,
  school_key text,
  school_year integer,
  day date,
  relationship text,
  name text,
  language text,
  phone text,
  email text,
  content_hash bytea
);
comment on table stage.contact is 'Staged contacts of kept students.';
comment on column stage.contact.pull_id is 'The pull.';
comment on column stage.contact.seq is 'Order of arrival; of two rows with one key the later counts.';
comment on column stage.contact.source_key is 'Key in the source.';
comment on column stage.contact.deleted is 'Whether the source says that it is gone.';
comment on column stage.contact.student_key is 'How the source names the student.';
comment on column stage.contact.school_key is 'The school''s key in the source, or its code; absent for any.';
comment on column stage.contact.school_year is 'Calendar year in which the school year ends; absent for any.';
comment on column stage.contact.day is 'A day of the enrollment on which it hangs; absent for the latest.';
comment on column stage.contact.relationship is 'SELF (the student), PARENT, GUARDIAN or OTHER.';
comment on column stage.contact.name is 'Name of the person.';
comment on column stage.contact.language is 'Language in which the person is written to, as the district has it.';
comment on column stage.contact.phone is 'Phone number.';
comment on column stage.contact.email is 'E-mail address.';
comment on column stage.contact.content_hash is 'Hash of the content.';

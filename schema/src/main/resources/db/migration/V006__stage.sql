-- Where a pull collects its pages before one transaction publishes them. The engine's alone: no other role is granted
-- anything here, and COPY needs tables without row-level security. Only what is kept gets this far; the rest was
-- dropped in memory. Unlogged: when PostgreSQL itself dies, the tables are empty and the generation starts again.

create schema stage;
comment on schema stage is 'Pages of running pulls, before they are published. The engine''s alone.';

create unlogged table stage.generation (
  pull_id uuid primary key,
  feed_id uuid not null,
  district_id uuid not null,
  student_keys text not null,
  begun_at timestamptz not null,
  constraint generation_of_a_pull foreign key (pull_id) references sync.pull (id) on delete cascade,
  constraint generation_student_keys check (student_keys in ('SOURCE', 'DISTRICT_STUDENT_ID'))
);
comment on table stage.generation is 'One reading of a feed from its beginning; published whole or not at all.';
comment on column stage.generation.pull_id is 'The pull.';
comment on column stage.generation.feed_id is 'The feed.';
comment on column stage.generation.district_id is 'The district.';
comment on column stage.generation.student_keys is 'How the source''s records name students.';
comment on column stage.generation.begun_at is 'When the reading began.';

create unlogged table stage.stream (
  pull_id uuid not null,
  stream text not null,
  ordinal integer not null,
  mode text not null,
  since text,
  deletion text not null,
  primary key (pull_id, stream)
);
comment on table stage.stream is 'What a generation reads, in order.';
comment on column stage.stream.pull_id is 'The pull.';
comment on column stage.stream.stream is 'The stream.';
comment on column stage.stream.ordinal is 'Its place in the order of reading.';
comment on column stage.stream.mode is 'FULL or DELTA.';
comment on column stage.stream.since is 'Watermark asked from, with DELTA.';
comment on column stage.stream.deletion is 'How the source says that a row is gone: EXPLICIT, ABSENCE_IN_FULL or NONE.';

create unlogged table stage.page (
  pull_id uuid not null,
  stream text not null,
  number integer not null,
  at text,
  next text,
  watermark text,
  declared_total bigint,
  revision text,
  covered_from date,
  covered_until date,
  rows_read bigint not null,
  kept bigint not null,
  dropped bigint not null,
  rejected bigint not null,
  primary key (pull_id, stream, number)
);
comment on table stage.page is 'The chain of pages read so far; written with the page''s rows, so that a killed pull goes on after it.';
comment on column stage.page.pull_id is 'The pull.';
comment on column stage.page.stream is 'The stream.';
comment on column stage.page.number is 'Place in the chain, from 1.';
comment on column stage.page.at is 'Position asked for; absent for the first page.';
comment on column stage.page.next is 'Position of the page after it; absent on the last page.';
comment on column stage.page.watermark is 'Watermark for the next pull, on the last page.';
comment on column stage.page.declared_total is 'Rows the source says the whole read has.';
comment on column stage.page.revision is 'The source''s revision of its data.';
comment on column stage.page.covered_from is 'First day the read speaks for.';
comment on column stage.page.covered_until is 'Last day the read speaks for.';
comment on column stage.page.rows_read is 'Rows of the source in this page.';
comment on column stage.page.kept is 'Rows staged.';
comment on column stage.page.dropped is 'Rows dropped in memory because nobody may see them.';
comment on column stage.page.rejected is 'Rows that could not be used.';

-- Frozen when the generation begins: every page is filtered by the same set, and absence speaks only of it.
create unlogged table stage.kept (
  pull_id uuid not null,
  student_id uuid not null,
  district_student_id text,
  given_name text not null,
  family_name text not null,
  preferred_given_name text,
  birth_date date,
  categories text[] not null,
  primary key (pull_id, student_id)
);
comment on table stage.kept is 'Whom the generation reads for, as access.kept said when it began.';
comment on column stage.kept.pull_id is 'The pull.';
comment on column stage.kept.student_id is 'The organization''s student.';
comment on column stage.kept.district_student_id is 'District student ID as the organization typed it.';
comment on column stage.kept.given_name is 'Given name as the organization wrote it.';
comment on column stage.kept.family_name is 'Family name as the organization wrote it.';
comment on column stage.kept.preferred_given_name is 'Name the child goes by.';
comment on column stage.kept.birth_date is 'Birth date as the organization wrote it.';
comment on column stage.kept.categories is 'Data categories that some window covers.';

-- Filled inside the publish transaction: the matches as proved there, from the windows as they are there.
create unlogged table stage.proof (
  pull_id uuid not null,
  student_id uuid not null,
  record_id uuid not null,
  student_key text,
  categories text[] not null,
  primary key (pull_id, student_id)
);
comment on table stage.proof is 'The matches proved by this publish.';
comment on column stage.proof.pull_id is 'The pull.';
comment on column stage.proof.student_id is 'The organization''s student.';
comment on column stage.proof.record_id is 'The district''s student record.';
comment on column stage.proof.student_key is 'How this source''s records name the student; absent where it does not.';
comment on column stage.proof.categories is 'Data categories that some window covers.';

create unlogged table stage.school (
  pull_id uuid not null,
  seq bigint not null,
  source_key text not null,
  deleted boolean not null,
  name text,
  code text,
  content_hash bytea
);
comment on table stage.school is 'Staged schools.';
comment on column stage.school.pull_id is 'The pull.';
comment on column stage.school.seq is 'Order of arrival; of two rows with one key the later counts.';
comment on column stage.school.source_key is 'Key in the source.';
comment on column stage.school.deleted is 'Whether the source says that it is gone.';
comment on column stage.school.name is 'Name.';
comment on column stage.school.code is 'The district''s or state''s code.';
comment on column stage.school.content_hash is 'Hash of the content.';

create unlogged table stage.session (
  pull_id uuid not null,
  seq bigint not null,
  source_key text not null,
  deleted boolean not null,
  kind text,
  begins date,
  ends date,
  school_year integer
);
comment on table stage.session is 'Staged sessions; they say to which school year a day belongs.';
comment on column stage.session.pull_id is 'The pull.';
comment on column stage.session.seq is 'Order of arrival; of two rows with one key the later counts.';
comment on column stage.session.source_key is 'Key in the source.';
comment on column stage.session.deleted is 'Whether the source says that it is gone.';
comment on column stage.session.kind is 'SCHOOL_YEAR, SEMESTER, TERM or GRADING_PERIOD.';
comment on column stage.session.begins is 'First day.';
comment on column stage.session.ends is 'First day after it.';
comment on column stage.session.school_year is 'Calendar year in which the school year ends.';

create unlogged table stage.calendar_day (
  pull_id uuid not null,
  seq bigint not null,
  source_key text not null,
  deleted boolean not null,
  school_code text,
  date date,
  instructional boolean,
  content_hash bytea
);
comment on table stage.calendar_day is 'Staged days of the school calendar.';
comment on column stage.calendar_day.pull_id is 'The pull.';
comment on column stage.calendar_day.seq is 'Order of arrival; of two rows with one key the later counts.';
comment on column stage.calendar_day.source_key is 'Key in the source.';
comment on column stage.calendar_day.deleted is 'Whether the source says that it is gone.';
comment on column stage.calendar_day.school_code is 'Code of the school; empty: the whole district.';
comment on column stage.calendar_day.date is 'The day.';
comment on column stage.calendar_day.instructional is 'Whether there is school.';
comment on column stage.calendar_day.content_hash is 'Hash of the content.';

create unlogged table stage.student (
  pull_id uuid not null,
  seq bigint not null,
  source_key text not null,
  deleted boolean not null,
  district_student_id text,
  given_name text,
  family_name text,
  preferred_given_name text,
  birth_date date,
  content_hash bytea
);
comment on table stage.student is 'Staged students: only those who prove to be somebody kept.';
comment on column stage.student.pull_id is 'The pull.';
comment on column stage.student.seq is 'Order of arrival; of two rows with one key the later counts.';
comment on column stage.student.source_key is 'Key in the source.';
comment on column stage.student.deleted is 'Whether the source says that it is gone, or it no longer proves to be anybody kept.';
comment on column stage.student.district_student_id is 'District student ID.';
comment on column stage.student.given_name is 'Given name.';
comment on column stage.student.family_name is 'Family name.';
comment on column stage.student.preferred_given_name is 'Preferred name.';
comment on column stage.student.birth_date is 'Birth date.';
comment on column stage.student.content_hash is 'Hash of the content.';

create unlogged table stage.enrollment (
  pull_id uuid not null,
  seq bigint not null,
  source_key text not null,
  deleted boolean not null,
  student_key text,
  school_key text,
  school_year integer,
  grade_level text,
  entry_date date,
  exit_date date,
  content_hash bytea
);
comment on table stage.enrollment is 'Staged enrollments of kept students.';
comment on column stage.enrollment.pull_id is 'The pull.';
comment on column stage.enrollment.seq is 'Order of arrival; of two rows with one key the later counts.';
comment on column stage.enrollment.source_key is 'Key in the source.';
comment on column stage.enrollment.deleted is 'Whether the source says that it is gone.';
comment on column stage.enrollment.student_key is 'How the source names the student.';
comment on column stage.enrollment.school_key is 'The school''s key in the source.';
comment on column stage.enrollment.school_year is 'Calendar year in which the school year ends.';
comment on column stage.enrollment.grade_level is 'Grade level.';
comment on column stage.enrollment.entry_date is 'First day.';
comment on column stage.enrollment.exit_date is 'First day no longer enrolled.';
comment on column stage.enrollment.content_hash is 'Hash of the content.';

create unlogged table stage.attendance (
  pull_id uuid not null,
  seq bigint not null,
  source_key text not null,
  deleted boolean not null,
  student_key text,
  school_code text,
  date date,
  period text,
  status text,
  content_hash bytea
);
comment on table stage.attendance is 'Staged attendance of kept students whose category is open.';
comment on column stage.attendance.pull_id is 'The pull.';
comment on column stage.attendance.seq is 'Order of arrival; of two rows with one key the later counts.';
comment on column stage.attendance.source_key is 'Key in the source.';
comment on column stage.attendance.deleted is 'Whether the source says that it is gone.';
comment on column stage.attendance.student_key is 'How the source names the student.';
comment on column stage.attendance.school_code is 'Code of the school, where the source gives it.';
comment on column stage.attendance.date is 'The day.';
comment on column stage.attendance.period is 'The class period; empty: the whole day.';
comment on column stage.attendance.status is 'What the day was, in neutral words.';
comment on column stage.attendance.content_hash is 'Hash of the content.';

-- Filled inside the publish transaction: new or changed events with the enrollment that covers their day.
create unlogged table stage.attendance_resolved (
  pull_id uuid not null,
  source_key text not null,
  school_year integer not null,
  enrollment_id uuid not null,
  date date not null,
  period text not null,
  status text not null,
  content_hash bytea not null,
  primary key (pull_id, enrollment_id, date, period)
);
comment on table stage.attendance_resolved is 'New or changed attendance with the enrollment of its day.';
comment on column stage.attendance_resolved.pull_id is 'The pull.';
comment on column stage.attendance_resolved.source_key is 'Key in the source.';
comment on column stage.attendance_resolved.school_year is 'School year of the enrollment.';
comment on column stage.attendance_resolved.enrollment_id is 'The enrollment on that day.';
comment on column stage.attendance_resolved.date is 'The day.';
comment on column stage.attendance_resolved.period is 'The class period; empty: the whole day.';
comment on column stage.attendance_resolved.status is 'What the day was, in neutral words.';
comment on column stage.attendance_resolved.content_hash is 'Hash of the content.';

create unlogged table stage.key_change (
  pull_id uuid not null,
  stream text not null,
  seq bigint not null,
  from_key text not null,
  to_key text not null
);
comment on table stage.key_change is 'Records to which the source gave another key.';
comment on column stage.key_change.pull_id is 'The pull.';
comment on column stage.key_change.stream is 'The stream.';
comment on column stage.key_change.seq is 'Order of arrival.';
comment on column stage.key_change.from_key is 'The old key.';
comment on column stage.key_change.to_key is 'The new key.';

create unlogged table stage.rejection (
  pull_id uuid not null,
  stream text not null,
  key_hash bytea,
  code text not null,
  field text not null
);
comment on table stage.rejection is 'Rows that could not be used, until the pull ends.';
comment on column stage.rejection.pull_id is 'The pull.';
comment on column stage.rejection.stream is 'The stream.';
comment on column stage.rejection.key_hash is 'Hash of the row''s key.';
comment on column stage.rejection.code is 'Why it could not be used.';
comment on column stage.rejection.field is 'Path of the field in the source''s terms.';

-- What the last publish of a feed was read for. Logged, because it outlives the pull: access that grew since then has
-- to be read in full (no watermark will ever deliver the old rows again), and a summary counts covered days only.
create table stage.scope (
  feed_id uuid primary key,
  serves_students boolean not null,
  serves_attendance boolean not null,
  covered_from date,
  covered_until date,
  constraint scope_of_a_feed foreign key (feed_id) references sync.feed (id) on delete cascade
);
comment on table stage.scope is 'What a feed''s last publish served and covered.';
comment on column stage.scope.feed_id is 'The feed.';
comment on column stage.scope.serves_students is 'Whether the feed delivers students, and so makes matches.';
comment on column stage.scope.serves_attendance is 'Whether the feed delivers attendance.';
comment on column stage.scope.covered_from is 'First day of attendance delivered.';
comment on column stage.scope.covered_until is 'Last day of attendance delivered.';

create table stage.scope_student (
  feed_id uuid not null,
  student_id uuid not null,
  categories text[] not null,
  identity text not null,
  record_id uuid,
  enrollments text not null,
  primary key (feed_id, student_id),
  constraint scope_student_of_a_scope foreign key (feed_id) references stage.scope (feed_id) on delete cascade
);
comment on table stage.scope_student is 'For whom a feed''s last publish was read.';
comment on column stage.scope_student.feed_id is 'The feed.';
comment on column stage.scope_student.student_id is 'The organization''s student.';
comment on column stage.scope_student.categories is 'Data categories read.';
comment on column stage.scope_student.identity is 'Hash of what the organization typed: ID, names, birth date.';
comment on column stage.scope_student.record_id is 'The district''s record matched then.';
comment on column stage.scope_student.enrollments is 'Hash of the record''s enrollments then; attendance hangs on them.';

-- The fence behind row-level security: a holder whose token was overtaken, or whose lease had lapsed when its
-- transaction began, has no district and sees and writes nothing. The holder locks the lease's row while it writes.
create function sync.leased_district() returns uuid
language sql stable parallel safe
begin atomic
  select l.district_id
  from sync.lease l
  where l.district_id = nullif(current_setting('sync.leased_district', true), '')::uuid
    and l.token = nullif(current_setting('sync.lease_token', true), '')::bigint
    and l.held_until > transaction_timestamp();
end;
comment on function sync.leased_district() is 'The district whose current lease this transaction holds; null when stale.';
revoke all on function sync.leased_district() from public;

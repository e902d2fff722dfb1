-- Course sections and what they gave: category GRADES. Like attendance, a grade hangs on an enrollment.

create table record.section (
  district_id uuid not null,
  id uuid not null default gen_random_uuid(),
  school_id uuid not null,
  school_year integer not null,
  course_title text not null,
  course_code text,
  section_code text,
  feed_id uuid not null,
  source_key text not null,
  content_hash bytea not null,
  primary key (district_id, id),
  constraint section_at_a_school foreign key (district_id, school_id) references record.school (district_id, id) on delete restrict,
  constraint section_once_per_source unique (district_id, feed_id, source_key)
);
comment on table record.section is 'A section of a course at a school in one school year. Kept only while a kept grade refers to it.';
comment on column record.section.district_id is 'The district.';
comment on column record.section.id is 'Identifies the section.';
comment on column record.section.school_id is 'The school at which it meets.';
comment on column record.section.school_year is 'Calendar year in which the school year ends.';
comment on column record.section.course_title is 'Title of the course as the district writes it.';
comment on column record.section.course_code is 'Code of the course, where the district gives one.';
comment on column record.section.section_code is 'Code of the section, where the district gives one.';
comment on column record.section.feed_id is 'The feed that delivered it.';
comment on column record.section.source_key is 'Its key in the source.';
comment on column record.section.content_hash is 'Hash of the delivered content.';
create index section_by_school on record.section (district_id, school_id);
comment on index record.section_by_school is 'Foreign key: a school that is no longer used.';

create table record.grade (
  district_id uuid not null,
  id uuid not null default gen_random_uuid(),
  enrollment_id uuid not null,
  section_id uuid not null,
  school_year integer not null,
  grading_period text not null,
  period_begins date,
  period_ends date,
  kind text not null,
  letter text,
  percent numeric(6, 2),
  failing boolean not null,
  credits_attempted numeric(6, 3),
  credits_earned numeric(6, 3),
  graded_on date not null,
  feed_id uuid not null,
  source_key text not null,
  content_hash bytea not null,
  primary key (district_id, id),
  constraint grade_of_an_enrollment foreign key (district_id, enrollment_id) references record.enrollment (district_id, id) on delete cascade,
  constraint grade_of_a_section foreign key (district_id, section_id) references record.section (district_id, id) on delete restrict,
  constraint grade_once_per_source unique (district_id, feed_id, source_key),
  constraint grade_kind check (kind in ('PROGRESS', 'GRADING_PERIOD', 'FINAL')),
  constraint grade_is_a_letter_or_a_percentage check (num_nonnulls(letter, percent) >= 1),
  constraint grade_credits_come_together check (num_nonnulls(credits_attempted, credits_earned) in (0, 2)),
  constraint grade_credits_are_not_negative check (least(credits_attempted, credits_earned) >= 0)
);
comment on table record.grade is 'What a course section gave a student in a grading period, or for the whole course. Category GRADES. Only what the district has released: before the release date of its grading period a grade is not stored.';
comment on column record.grade.district_id is 'The district.';
comment on column record.grade.id is 'Identifies the grade.';
comment on column record.grade.enrollment_id is 'The enrollment at the section''s school in the section''s school year.';
comment on column record.grade.section_id is 'The section.';
comment on column record.grade.school_year is 'Calendar year in which the school year ends.';
comment on column record.grade.grading_period is 'The grading period or term, as the district calls it.';
comment on column record.grade.period_begins is 'First day of it, where the district says.';
comment on column record.grade.period_ends is 'First day after it, where the district says.';
comment on column record.grade.kind is 'PROGRESS (may still change), GRADING_PERIOD, FINAL (of the course: carries credits, counts for the grade point average).';
comment on column record.grade.letter is 'Letter as the district gives it.';
comment on column record.grade.percent is 'Percentage, 0 to 100 and beyond with extra credit.';
comment on column record.grade.failing is 'Whether it is a failing grade: letter E, F, N, NC, NP or U; without a letter less than 60 percent.';
comment on column record.grade.credits_attempted is 'Credits attempted.';
comment on column record.grade.credits_earned is 'Credits earned.';
comment on column record.grade.graded_on is 'Day on which it was given or last changed.';
comment on column record.grade.feed_id is 'The feed that delivered it.';
comment on column record.grade.source_key is 'Its key in the source.';
comment on column record.grade.content_hash is 'Hash of the delivered content.';
create index grade_by_enrollment on record.grade (enrollment_id);
comment on index record.grade_by_enrollment is 'Grades.sections and row-level security: one enrollment''s grades.';
create index grade_by_section on record.grade (district_id, section_id);
comment on index record.grade_by_section is 'Foreign key: a section that is no longer used.';

create table record.grade_summary (
  district_id uuid not null,
  enrollment_id uuid not null,
  school_year integer not null,
  sections integer not null,
  failing integer not null,
  credits_attempted numeric(7, 3) not null,
  credits_earned numeric(7, 3) not null,
  grade_points numeric(9, 4) not null,
  grade_point_credits numeric(7, 3) not null,
  graded_until date not null,
  primary key (district_id, enrollment_id),
  constraint grade_summary_of_an_enrollment foreign key (district_id, enrollment_id) references record.enrollment (district_id, id) on delete cascade,
  constraint grade_summary_adds_up check (failing <= sections and least(sections, failing) >= 0)
);
comment on table record.grade_summary is 'Grades of one enrollment, counted at publish. Category GRADES; part of the model: lists are filtered and sorted by it.';
comment on column record.grade_summary.district_id is 'The district.';
comment on column record.grade_summary.enrollment_id is 'The enrollment.';
comment on column record.grade_summary.school_year is 'Calendar year in which the school year ends.';
comment on column record.grade_summary.sections is 'Sections with a grade.';
comment on column record.grade_summary.failing is 'Sections whose latest grade is failing.';
comment on column record.grade_summary.credits_attempted is 'Credits attempted in final grades.';
comment on column record.grade_summary.credits_earned is 'Credits earned in final grades.';
comment on column record.grade_summary.grade_points is 'Sum of grade points times credits over final grades with a letter that gives points: A 4.0, A- 3.7, B+ 3.3, B 3.0, B- 2.7, C+ 2.3, C 2.0, C- 1.7, D+ 1.3, D 1.0, E and F 0.0 (Washington''s transcript scale).';
comment on column record.grade_summary.grade_point_credits is 'The credits by which grade_points are divided; a final grade without credits weighs 1.';
comment on column record.grade_summary.graded_until is 'Newest day on which one of the grades was given.';
create index grade_summary_by_enrollment on record.grade_summary (enrollment_id);
comment on index record.grade_summary_by_enrollment is 'Row-level security and access.roster ordered by failing grades.';

-- The district's word on when grades may be shown; without one they are shown when they are delivered.
create table sync.grade_release (
  district_id uuid not null,
  school_year integer not null,
  grading_period text not null,
  released_on date not null,
  primary key (district_id, school_year, grading_period),
  constraint grade_release_of_a_district foreign key (district_id) references party.district (id) on delete restrict
);
comment on table sync.grade_release is 'From which day a district releases the grades of a grading period. Before it they are dropped in memory; a read after it fetches them in full.';
comment on column sync.grade_release.district_id is 'The district.';
comment on column sync.grade_release.school_year is 'Calendar year in which the school year ends.';
comment on column sync.grade_release.grading_period is 'The grading period or term, as the district''s source calls it.';
comment on column sync.grade_release.released_on is 'First day, in the district''s zone, on which its grades may be published.';

do $$
declare
  t text;
begin
  foreach t in array array['section', 'grade', 'grade_summary'] loop
    execute format('alter table record.%I enable row level security', t);
    execute format('alter table record.%I force row level security', t);
  end loop;
end
$$;

create unlogged table stage.section (
  pull_id uuid not null,
  seq bigint not null,
  source_key text not null,
  deleted boolean not null,
  school_key text,
  school_year integer,
  course_title text,
  course_code text,
  section_code text,
  content_hash bytea
);
comment on table stage.section is 'Staged sections.';
comment on column stage.section.pull_id is 'The pull.';
comment on column stage.section.seq is 'Order of arrival; of two rows with one key the later counts.';
comment on column stage.section.source_key is 'Key in the source.';
comment on column stage.section.deleted is 'Whether the source says that it is gone.';
comment on column stage.section.school_key is 'The school''s key in the source.';
comment on column stage.section.school_year is 'Calendar year in which the school year ends.';
comment on column stage.section.course_title is 'Title of the course.';
comment on column stage.section.course_code is 'Code of the course.';
comment on column stage.section.section_code is 'Code of the section.';
comment on column stage.section.content_hash is 'Hash of the content.';

create unlogged table stage.grade (
  pull_id uuid not null,
  seq bigint not null,
  source_key text not null,
  deleted boolean not null,
  student_key text,
  section_key text,
  school_year integer,
  grading_period text,
  period_begins date,
  period_ends date,
  kind text,
  letter text,
  percent numeric,
  credits_attempted numeric,
  credits_earned numeric,
  graded_on date,
  content_hash bytea
);
comment on table stage.grade is 'Staged grades of kept students.';
comment on column stage.grade.pull_id is 'The pull.';
comment on column stage.grade.seq is 'Order of arrival; of two rows with one key the later counts.';
comment on column stage.grade.source_key is 'Key in the source.';
comment on column stage.grade.deleted is 'Whether the source says that it is gone.';
comment on column stage.grade.student_key is 'How the source names the student.';
comment on column stage.grade.section_key is 'The section''s key in the source.';
comment on column stage.grade.school_year is 'Calendar year in which the school year ends.';
comment on column stage.grade.grading_period is 'The grading period or term.';
comment on column stage.grade.period_begins is 'First day of it.';
comment on column stage.grade.period_ends is 'First day after it.';
comment on column stage.grade.kind is 'PROGRESS, GRADING_PERIOD or FINAL.';
comment on column stage.grade.letter is 'Letter.';
comment on column stage.grade.percent is 'Percentage.';
comment on column stage.grade.credits_attempted is 'Credits attempted.';
comment on column stage.grade.credits_earned is 'Credits earned.';
comment on column stage.grade.graded_on is 'Day on which it was given.';
comment on column stage.grade.content_hash is 'Hash of the content.';

-- Its children: each with every consent and a match; every tenth is also the partner's, on every fiftieth lies a
-- hold. Of the first 5,000 something is told in each category, of the first hundred a school year's worth.

create temporary table child on commit drop as
select i, o, md5(o)::uuid as organization, md5('district')::uuid as district, md5(o || ' participant ' || i)::uuid as participant,
  md5(o || ' student ' || i)::uuid as student, md5('record ' || i)::uuid as record, md5('enrollment ' || i)::uuid as enrollment,
  md5('school ' || i % 100)::uuid as school, md5('section ' || i % 100)::uuid as section, md5('feed')::uuid as feed,
  o = 'large' as delivered, o = 'large' and i <= 5000 as told, case when i <= 100 then 1 else 0 end as much
from generate_series(1, {children}) i
cross join unnest(array['large', 'partner']) o
where o = 'large' or i % 10 = 0;

insert into roster.participant (id, organization_id, given_name, family_name, birth_date)
select participant, organization, 'G' || i, 'F' || i, '2012-03-04' from child;
insert into roster.program_enrollment (organization_id, participant_id, program_id, served)
select organization, participant, md5('program of ' || o)::uuid, '[2020-01-01,)' from child;
insert into roster.student (id, organization_id, participant_id, district_id, district_student_id)
select student, organization, participant, district, i from child;
insert into roster.caseload_assignment (membership_id, organization_id, participant_id, assigned)
select md5('by name')::uuid, organization, participant, '[2020-01-01,)' from child where o = 'large' and i <= 250;
insert into document.signer (id, organization_id, participant_id, name, capacity)
select participant, organization, participant, 'Parent', 'PARENT' from child;
insert into document.consent (organization_id, participant_id, district_id, kind, signer_id, signed_on, in_force, categories, audiences,
  parties, purpose, recorded_at)
select organization, participant, district, k.kind, participant, '2025-01-01', '[2025-01-01,)', access.categories(),
  case k.kind when 'SHARING' then array['PARTNERS', 'DISTRICT'] else '{}' end, array['ORGANIZATION', 'OPERATOR'], 'Tutoring', '2025-01-01'
from child
cross join (select access.consent_kind(c) from unnest(access.categories()) c union select 'SHARING') k(kind);
insert into document.hold (kind, district_id, district_student_id, cause, begins, set_by)
select case when i % 500 = 0 then 'REMOVE' else 'CLOSE' end, district, i, 'OTHER', '2026-01-01', md5('steward')::uuid
from child
where delivered and i % 50 = 0 and i > 250;

insert into record.student (district_id, id, district_student_id, given_name, family_name, birth_date, feed_id, source_key, content_hash)
select district, record, i, 'G' || i, 'F' || i, '2012-03-04', feed, i, '' from child where delivered;
insert into record.student_match (student_id, district_id, record_id, proved_at)
select student, district, record, now() from child;
insert into record.enrollment (district_id, id, student_id, school_id, school_year, entry_date, feed_id, source_key, content_hash)
select district, enrollment, record, school, 2026, '2025-09-01', feed, i, '' from child where delivered;
insert into record.attendance_event (district_id, school_year, enrollment_id, date, status, feed_id, source_key, content_hash)
select district, 2026, enrollment, date '2025-09-01' + n, 'PRESENT', feed, i || ' ' || n, ''
from child cross join generate_series(1, 1 + 169 * much) n where told;
insert into record.attendance_summary (district_id, enrollment_id, school_year, enrolled, excused, unexcused, tardy, covered_until)
select district, enrollment, 2026, 170, 0, 0, 0, '2026-05-30' from child where told;
insert into record.grade (district_id, enrollment_id, section_id, school_year, grading_period, kind, letter, failing, graded_on,
  feed_id, source_key, content_hash)
select district, enrollment, section, 2026, '1', 'FINAL', 'A', false, '2026-01-30', feed, i || ' ' || n, ''
from child cross join generate_series(1, 1 + 31 * much) n where told;
insert into record.grade_summary (district_id, enrollment_id, school_year, sections, failing, credits_attempted, credits_earned,
  grade_points, grade_point_credits, graded_until)
select district, enrollment, 2026, 8, 0, 8, 8, 24, 8, '2026-01-30' from child where told;
insert into record.scheduled_class (district_id, enrollment_id, course_title, feed_id, source_key, content_hash)
select district, enrollment, 'Mathematics', feed, i || ' ' || n, '' from child cross join generate_series(1, 1 + 7 * much) n where told;
insert into record.assignment (district_id, enrollment_id, course_title, title, missing, late, feed_id, source_key, content_hash)
select district, enrollment, 'Mathematics', 'Page ' || n, false, false, feed, i || ' ' || n, ''
from child cross join generate_series(1, 1 + 59 * much) n where told;
insert into record.contact (district_id, enrollment_id, relationship, name, feed_id, source_key, content_hash)
select district, enrollment, 'PARENT', 'Parent', feed, i, '' from child where told;
insert into record.demographics (district_id, enrollment_id, races, feed_id, source_key, content_hash)
select district, enrollment, '{WHITE}', feed, i, '' from child where told;
insert into record.assessment (district_id, enrollment_id, name, taken_on, feed_id, source_key, content_hash)
select district, enrollment, 'Reading', '2026-01-30', feed, i, '' from child where told;
insert into record.attendance_reason (district_id, enrollment_id, date, reason, feed_id, source_key, content_hash)
select district, enrollment, '2026-01-30', 'ILLNESS_OR_HEALTH', feed, i, '' from child where told;
insert into record.discipline_incident (district_id, enrollment_id, incident_on, behavior, feed_id, source_key, content_hash)
select district, enrollment, '2026-01-30', 'CONDUCT', feed, i, '' from child where told;
insert into record.special_education (district_id, enrollment_id, begins, feed_id, source_key, content_hash)
select district, enrollment, '2025-09-01', feed, i, '' from child where told;
insert into record.section_504 (district_id, enrollment_id, begins, feed_id, source_key, content_hash)
select district, enrollment, '2025-09-01', feed, i, '' from child where told;
insert into record.multilingual (district_id, enrollment_id, status, begins, feed_id, source_key, content_hash)
select district, enrollment, 'MONITORED', '2025-09-01', feed, i, '' from child where told;
insert into record.housing_foster (district_id, enrollment_id, status, begins, feed_id, source_key, content_hash)
select district, enrollment, 'HOMELESS', '2025-09-01', feed, i, '' from child where told;
insert into record.meal_status (district_id, enrollment_id, status, begins, feed_id, source_key, content_hash)
select district, enrollment, 'FREE', '2025-09-01', feed, i, '' from child where told;
insert into record.revealed_value (district_id, enrollment_id, category, kind, neutral, value)
select district, enrollment, 'SPECIAL_EDUCATION', 'COURSE', 'Course', 'Resource Math' from child where told;

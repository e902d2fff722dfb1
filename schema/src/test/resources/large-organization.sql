-- A large organization without its children, its district, a partner, and people who ask in three ways.

insert into party.operator (name, host, zone) values ('Operator', 'operator.example', 'America/Los_Angeles');
insert into party.confidentiality_statement (id, version, text, effective_on)
values (md5('statement')::uuid, '1', 'Keep it', '2020-01-01');
insert into party.district (id, name, host, zone)
values (md5('district')::uuid, 'District', 'district.example', 'America/Los_Angeles');

insert into party.organization (id, name, host)
select md5(o)::uuid, o, o || '.example' from unnest(array['large', 'partner']) o;
insert into party.program (id, organization_id, name)
select md5('program of ' || o)::uuid, md5(o)::uuid, 'Program' from unnest(array['large', 'partner']) o;
insert into document.operator_agreement (id, organization_id, in_force)
select md5('operator agreement of ' || o)::uuid, md5(o)::uuid, '[2020-01-01,)' from unnest(array['large', 'partner']) o;
insert into document.sharing_opt_in (organization_id, operator_agreement_id, program_id, audience, agreed_at)
select md5(o)::uuid, md5('operator agreement of ' || o)::uuid, md5('program of ' || o)::uuid, 'WITH_PARTNERS', '2020-01-01'
from unnest(array['large', 'partner']) o;
insert into document.district_agreement (organization_id, district_id, in_force, categories, purpose)
select md5(o)::uuid, md5('district')::uuid, '[2020-01-01,)', access.categories(), 'Tutoring' from unnest(array['large', 'partner']) o;

insert into party.staff (id, issuer, subject, given_name, family_name, email)
select md5(s)::uuid, 'i', s, 'G', 'F', s || '@large.example' from unnest(array['admin', 'manager', 'by name', 'by program']) s;
insert into party.training_record (staff_id, title, valid) select id, 'FERPA', '[2020-01-01,)' from party.staff;
insert into party.statement_acceptance (staff_id, statement_id, accepted_at) select id, md5('statement')::uuid, '2020-01-02' from party.staff;
insert into party.membership (id, staff_id, organization_id, role, programs, active, accepted_at)
select id, id, md5('large')::uuid,
  case subject when 'admin' then 'ADMIN' when 'manager' then 'PROGRAM_MANAGER' else 'CASE_WORKER' end,
  case subject when 'manager' then array[md5('program of large')::uuid] end, '[2020-01-01,)', now()
from party.staff;
insert into party.membership (id, staff_id, district_id, role, active, accepted_at)
values (md5('steward')::uuid, md5('admin')::uuid, md5('district')::uuid, 'DISTRICT_STEWARD', '[2020-01-01,)', now());
insert into roster.caseload_assignment (membership_id, organization_id, program_id, assigned)
values (md5('by program')::uuid, md5('large')::uuid, md5('program of large')::uuid, '[2020-01-01,)');

insert into sync.feed (id, district_id, name, connector, settings, categories, cron, zone)
values (md5('feed')::uuid, md5('district')::uuid, 'Feed', 'x', '{}', array_remove(access.categories(), 'PARTICIPATION'), '-', 'UTC');
insert into sync.freshness (district_id, category, feed_id, published_at)
select district_id, c, id, now() from sync.feed cross join unnest(categories) c;
insert into record.school (district_id, id, name, code, feed_id, source_key, content_hash)
select md5('district')::uuid, md5('school ' || i)::uuid, 'School ' || i, i, md5('feed')::uuid, i, '' from generate_series(0, 99) i;
insert into record.section (district_id, id, school_id, school_year, course_title, feed_id, source_key, content_hash)
select district_id, md5('section ' || code)::uuid, id, 2026, 'Mathematics', feed_id, code, '' from record.school;

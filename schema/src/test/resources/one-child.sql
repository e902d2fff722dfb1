-- Organization P serves one child in a program, whom a district knows by the same number: what documents open is for each test
-- to say.

insert into party.operator (name, host, zone) values ('Operator', 'o.example', 'America/Los_Angeles');
insert into party.district (id, name, host, zone)
values ('00000000-0000-0000-0000-000000000001', 'District', 'd.example', 'America/Los_Angeles');
insert into party.organization (id, name, host) values ('00000000-0000-0000-0000-000000000002', 'P', 'p.example');
insert into party.program (id, organization_id, name, kind)
values ('00000000-0000-0000-0000-000000000003', '00000000-0000-0000-0000-000000000002', 'Chess', 'MENTORING');

insert into roster.participant (id, organization_id, given_name, family_name, birth_date)
values ('00000000-0000-0000-0000-000000000004', '00000000-0000-0000-0000-000000000002', 'Ana', 'Diaz', '2014-03-15');
insert into roster.student (id, organization_id, participant_id, district_id, district_student_id)
values ('00000000-0000-0000-0000-000000000005', '00000000-0000-0000-0000-000000000002',
  '00000000-0000-0000-0000-000000000004', '00000000-0000-0000-0000-000000000001', '100123');
insert into roster.program_enrollment (organization_id, participant_id, program_id, served)
values ('00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000004',
  '00000000-0000-0000-0000-000000000003', '[2026-09-05,)');
insert into document.signer (id, organization_id, participant_id, name, capacity)
values ('00000000-0000-0000-0000-000000000007', '00000000-0000-0000-0000-000000000002',
  '00000000-0000-0000-0000-000000000004', 'Parent', 'PARENT');

insert into sync.feed (id, district_id, name, connector, settings, categories, cron, zone)
values ('00000000-0000-0000-0000-00000000000f', '00000000-0000-0000-0000-000000000001', 'F', 'x', '{}', '{}', '-', 'UTC');
insert into record.student (district_id, id, district_student_id, given_name, family_name, birth_date, feed_id, source_key,
  content_hash)
values ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-00000000000d', '100123', 'Ana', 'Diaz', '2014-03-15',
  '00000000-0000-0000-0000-00000000000f', 'u', '');
insert into record.student_match (student_id, district_id, record_id, proved_at)
values ('00000000-0000-0000-0000-000000000005', '00000000-0000-0000-0000-000000000001',
  '00000000-0000-0000-0000-00000000000d', '2026-11-16');

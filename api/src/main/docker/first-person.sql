-- The operator, one district, one organization with a program, and the person of the realm file as its administrator:
-- change the names, addresses (hosts without port) and time zones to yours. Run by link_owner, once, after the
-- application's first start has made the tables; docker-compose.yml says how.
--
-- The subject is the account's id in the realm file; of a further account it is the id that Keycloak shows. Validity
-- begins a day early: days are counted in the operator's zone, where it may still be yesterday.

insert into party.operator (name, host, zone)
values ('Regional Operator', 'operator.localhost', 'America/Los_Angeles');
insert into party.district (name, host, zone)
values ('First School District', 'district.localhost', 'America/Los_Angeles');
insert into party.organization (name, host)
values ('First Organization', 'organization.localhost');
insert into party.program (organization_id, name)
select id, 'After School' from party.organization where host = 'organization.localhost';
insert into party.staff (issuer, subject, given_name, family_name, email)
values ('http://sign-in.localhost:8090/realms/student-success-link', '5d0f6c1e-7a54-4c39-9d51-0b1f3a8c2e47',
  'Robin', 'First', 'robin@organization.example');
insert into party.membership (staff_id, organization_id, role, active)
select s.id, o.id, 'ADMIN', daterange(current_date - 1, current_date + 365)
from party.staff s, party.organization o
where s.email = 'robin@organization.example' and o.host = 'organization.localhost';
insert into party.training_record (staff_id, title, valid)
select id, 'FERPA and student data privacy', daterange(current_date - 1, current_date + 365)
from party.staff where email = 'robin@organization.example';

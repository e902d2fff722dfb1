-- What a member of staff may see beyond what the role says: a tutor only grades, a counselor only the own schools.

alter table party.membership
  add column categories text[],
  add column school_codes text[],
  add constraint only_school_staff_belong_to_schools check ((school_codes is not null) = (role = 'SCHOOL_STAFF'));
comment on column party.membership.categories is 'Data categories the work needs; absent: all that is open otherwise.';
comment on column party.membership.school_codes is 'Schools of SCHOOL_STAFF, by the district''s code; absent for every other role.';

-- What the district's own staff ask: who received what about its students, newest first.
create index release_by_time on ledger.release (at desc, id desc);
comment on index ledger.release_by_time is 'access.district_disclosures: newest first.';

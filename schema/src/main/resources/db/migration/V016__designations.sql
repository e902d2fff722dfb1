-- The second legal basis: the organization as school official (34 CFR 99.31(a)(1)(i)(B)). Only the district, or the
-- principal it names, puts a student on the roster; an organization cannot open anything by typing an ID.

alter table document.district_agreement
  add column designated_categories text[],
  add constraint designation_belongs_to_school_officials check (designated_categories is null or basis = 'SCHOOL_OFFICIAL');
comment on column document.district_agreement.designated_categories is 'With basis SCHOOL_OFFICIAL, the categories for which the organization is designated; absent: none.';

create table document.designation (
  id uuid primary key default gen_random_uuid(),
  district_agreement_id uuid not null,
  district_student_id text not null,
  in_force daterange not null,
  designated_by uuid not null,
  designated_at timestamptz not null default transaction_timestamp(),
  constraint designation_under_an_agreement foreign key (district_agreement_id) references document.district_agreement (id) on delete restrict,
  constraint designation_by_the_district foreign key (designated_by) references party.membership (id) on delete restrict
);
comment on table document.designation is 'A student whom the district has put on the roster of an organization that acts as its school official.';
comment on column document.designation.id is 'Identifies the entry.';
comment on column document.designation.district_agreement_id is 'The agreement that designates the organization.';
comment on column document.designation.district_student_id is 'The student, by district student ID.';
comment on column document.designation.in_force is 'Days on the roster, half-open.';
comment on column document.designation.designated_by is 'The steward or principal who put the student on it.';
comment on column document.designation.designated_at is 'When.';
create index designation_by_student on document.designation (district_agreement_id, district_student_id);
comment on index document.designation_by_student is 'access.windows: the basis of a school official.';

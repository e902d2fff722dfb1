-- Shared participation: what one organization's programs tell another or the district. Two opt-ins in the agreement
-- with the operator, each per program; and a second consent, of kind SHARING, that names its audiences.

alter table party.program
  add column kind text not null default 'OTHER',
  add column sharing text not null default 'ALLOWED',
  add constraint program_kind check (kind in (
    'AFTER_SCHOOL', 'TUTORING', 'MENTORING', 'COLLEGE_AND_CAREER', 'CASE_MANAGEMENT', 'SUMMER', 'OTHER')),
  add constraint program_sharing check (sharing in ('ALLOWED', 'NEVER'));
comment on column party.program.kind is 'AFTER_SCHOOL, TUTORING, MENTORING, COLLEGE_AND_CAREER, CASE_MANAGEMENT, SUMMER, OTHER.';
comment on column party.program.sharing is 'ALLOWED: where an opt-in and a consent allow it; NEVER: with nobody, whatever they say.';

create table document.sharing_opt_in (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null,
  operator_agreement_id uuid not null,
  program_id uuid not null,
  audience text not null,
  agreed_at timestamptz not null default transaction_timestamp(),
  withdrawn_at timestamptz,
  constraint opt_in_of_an_agreement foreign key (operator_agreement_id) references document.operator_agreement (id) on delete restrict,
  constraint opt_in_for_a_program foreign key (organization_id, program_id) references party.program (organization_id, id) on delete restrict,
  constraint opt_in_audience check (audience in ('WITH_DISTRICT', 'WITH_PARTNERS')),
  constraint opt_in_withdrawn_after_it_was_agreed check (withdrawn_at >= agreed_at)
);
comment on table document.sharing_opt_in is 'An organization''s choice, in its agreement with the operator, to share participation in a program. Withdrawable without ending the agreement.';
comment on column document.sharing_opt_in.id is 'Identifies the opt-in.';
comment on column document.sharing_opt_in.organization_id is 'The organization that shares.';
comment on column document.sharing_opt_in.operator_agreement_id is 'The agreement in which it was chosen; it counts while that is in force.';
comment on column document.sharing_opt_in.program_id is 'The program.';
comment on column document.sharing_opt_in.audience is 'WITH_DISTRICT: the districts of the participants; WITH_PARTNERS: other organizations that share with partners too.';
comment on column document.sharing_opt_in.agreed_at is 'From when.';
comment on column document.sharing_opt_in.withdrawn_at is 'Until when; it closes in the same second.';
create index sharing_opt_in_by_program on document.sharing_opt_in (program_id, audience);
comment on index document.sharing_opt_in_by_program is 'access.shared_enrollments: whether a program is shared.';

alter table document.consent
  add column audiences text[] not null default '{}',
  add constraint consent_audiences check (audiences <@ array['DISTRICT', 'PARTNERS']);
comment on column document.consent.audiences is 'With kind SHARING, who may learn of program participation: DISTRICT, PARTNERS; else empty.';

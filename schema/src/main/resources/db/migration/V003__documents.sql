-- The documents that open access. They are never deleted; what ended or was withdrawn stays on record.

create schema document;
comment on schema document is 'Agreements and consents: the documents that open access. Never deleted.';

create table document.operator_agreement (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null,
  in_force daterange not null,
  constraint operator_agreement_of_an_organization foreign key (organization_id) references party.organization (id) on delete restrict
);
comment on table document.operator_agreement is 'Data sharing agreement of an organization with the operator.';
comment on column document.operator_agreement.id is 'Identifies the agreement.';
comment on column document.operator_agreement.organization_id is 'The organization.';
comment on column document.operator_agreement.in_force is 'Days in force, half-open.';
create index operator_agreement_by_organization on document.operator_agreement (organization_id);
comment on index document.operator_agreement_by_organization is 'access.decide: the operator agreement gate.';

create table document.district_agreement (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null,
  district_id uuid not null,
  in_force daterange not null,
  categories text[] not null,
  school_codes text[],
  school_years integer[],
  basis text not null default 'WRITTEN_CONSENT',
  verification text not null default 'NONE',
  operator_is_agent boolean not null default false,
  wind_down_days integer not null default 30,
  purpose text not null,
  constraint district_agreement_of_an_organization foreign key (organization_id) references party.organization (id) on delete restrict,
  constraint district_agreement_of_a_district foreign key (district_id) references party.district (id) on delete restrict,
  constraint district_agreement_basis check (basis in ('WRITTEN_CONSENT', 'SCHOOL_OFFICIAL')),
  constraint district_agreement_verification check (verification in ('NONE', 'SAMPLE', 'EACH')),
  constraint district_agreement_has_a_purpose check (purpose ~ '[^[:space:]]'),
  constraint district_agreement_wind_down check (wind_down_days between 0 and 366)
);
comment on table document.district_agreement is 'Data sharing agreement of a district with an organization.';
comment on column document.district_agreement.id is 'Identifies the agreement.';
comment on column document.district_agreement.organization_id is 'The organization.';
comment on column document.district_agreement.district_id is 'The district that supplies the data.';
comment on column document.district_agreement.in_force is 'Days in force, half-open.';
comment on column document.district_agreement.categories is 'Data categories the district agrees to share.';
comment on column document.district_agreement.school_codes is 'Schools covered, by the district''s code; absent: all.';
comment on column document.district_agreement.school_years is 'School years covered, by the calendar year they end in; absent: all.';
comment on column document.district_agreement.basis is 'WRITTEN_CONSENT (34 CFR 99.30) or SCHOOL_OFFICIAL (34 CFR 99.31(a)(1)(i)(B)).';
comment on column document.district_agreement.verification is 'Which consents the district verifies itself: NONE, SAMPLE or EACH.';
comment on column document.district_agreement.operator_is_agent is 'Whether the operator acts as the district''s agent, so that a consent need not name it.';
comment on column document.district_agreement.wind_down_days is 'Days after the end of service during which access stays open.';
comment on column document.district_agreement.purpose is 'Legitimate educational purpose; stored with each disclosure (34 CFR 99.32(a)).';
create index district_agreement_by_parties on document.district_agreement (organization_id, district_id);
comment on index document.district_agreement_by_parties is 'access.decide: the district agreement gate.';

-- Who signs. The same person signs with the same row, so that a withdrawal and a later signature can be told apart.
create table document.signer (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null,
  participant_id uuid not null,
  name text not null,
  capacity text not null,
  constraint signer_for_a_participant foreign key (organization_id, participant_id) references roster.participant (organization_id, id) on delete restrict,
  constraint signer_capacity check (capacity in ('PARENT', 'GUARDIAN', 'ACTING_PARENT', 'AGENCY', 'COURT_ORDER', 'STUDENT'))
);
comment on table document.signer is 'A person who signs for a child, or the eligible student.';
comment on column document.signer.id is 'Identifies the person as signer.';
comment on column document.signer.organization_id is 'The organization that knows the signer.';
comment on column document.signer.participant_id is 'The child signed for.';
comment on column document.signer.name is 'The signer''s name.';
comment on column document.signer.capacity is 'PARENT, GUARDIAN, ACTING_PARENT, AGENCY, COURT_ORDER or STUDENT (34 CFR 99.3).';

create table document.consent (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null,
  participant_id uuid not null,
  district_id uuid not null,
  kind text not null default 'GENERAL',
  signer_id uuid not null,
  signed_on date,
  in_force daterange not null,
  categories text[] not null,
  parties text[] not null,
  purpose text,
  student_birth_date date,
  verified_on date,
  recorded_at timestamptz not null default transaction_timestamp(),
  revoked_at timestamptz,
  revoked_by uuid,
  revocation_note text,
  constraint consent_for_a_participant foreign key (organization_id, participant_id) references roster.participant (organization_id, id) on delete restrict,
  constraint consent_to_a_district foreign key (district_id) references party.district (id) on delete restrict,
  constraint consent_signed_by foreign key (signer_id) references document.signer (id) on delete restrict,
  constraint consent_revoked_by foreign key (revoked_by) references party.membership (id) on delete restrict,
  constraint consent_kind check (kind in ('GENERAL', 'SHARING', 'MEAL_STATUS')),
  constraint consent_parties check (parties <@ array['ORGANIZATION', 'OPERATOR']),
  constraint revocation_note_is_short check (length(revocation_note) <= 500)
);
comment on table document.consent is 'A signed consent to disclose a child''s education records (34 CFR 99.30).';
comment on column document.consent.id is 'Identifies the consent.';
comment on column document.consent.organization_id is 'The organization that may receive.';
comment on column document.consent.participant_id is 'The child.';
comment on column document.consent.district_id is 'The district that may disclose.';
comment on column document.consent.kind is 'GENERAL; SHARING of program participation; MEAL_STATUS, a consent of its own by law (7 CFR 245.6).';
comment on column document.consent.signer_id is 'Who signed.';
comment on column document.consent.signed_on is 'Date of the signature; absent: incomplete.';
comment on column document.consent.in_force is 'Days in force, half-open; empty: never.';
comment on column document.consent.categories is 'Data categories consented to: the records that may be disclosed.';
comment on column document.consent.parties is 'Parties named: ORGANIZATION, OPERATOR.';
comment on column document.consent.purpose is 'Purpose of the disclosure as written on the form; absent: incomplete.';
comment on column document.consent.student_birth_date is 'Birth date on the form; used where the district gives none.';
comment on column document.consent.verified_on is 'Day on which the district verified it.';
comment on column document.consent.recorded_at is 'When it was entered.';
comment on column document.consent.revoked_at is 'When it was withdrawn; it closes access in the same second.';
comment on column document.consent.revoked_by is 'The staff member who recorded the withdrawal.';
comment on column document.consent.revocation_note is 'What the parent said, in the organization''s words; at most 500 characters.';
create index consent_by_student on document.consent (participant_id, district_id, kind);
comment on index document.consent_by_student is 'access.decide: the written consent gate.';

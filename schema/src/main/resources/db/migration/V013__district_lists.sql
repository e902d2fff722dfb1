-- The lists of a district's own staff, at the size of a district: what each query needs to begin with few rows. And what
-- an opt-in and a second consent may say.

create index release_by_withheld on ledger.release using gin (withheld);
comment on index ledger.release_by_withheld is 'access.district_disclosures about one student: refusals.';
create index consent_to_verify on document.consent (district_id, recorded_at, id) where verified_on is null;
comment on index document.consent_to_verify is 'access.consents_to_verify: oldest first.';
create index sharing_consent_by_district on document.consent (district_id) where kind = 'SHARING';
comment on index document.sharing_consent_by_district is 'access.shared_with_district: the children whose families said yes.';
create index sharing_opt_in_by_organization on document.sharing_opt_in (organization_id, audience);
comment on index document.sharing_opt_in_by_organization is 'access.opted_in: whether an organization shares at all.';
create index sharing_opt_in_by_agreement on document.sharing_opt_in (operator_agreement_id);
comment on index document.sharing_opt_in_by_agreement is 'OperatorAgreement.sharing; foreign key.';

create unique index sharing_opt_in_stands_once on document.sharing_opt_in (program_id, audience, operator_agreement_id) where withdrawn_at is null;
comment on index document.sharing_opt_in_stands_once is 'One opt-in for a program and audience stands at a time.';
alter table document.consent
  add constraint only_sharing_names_audiences check (kind = 'SHARING' or audiences = '{}');

-- Agreements as people make them: drafted, signed by both sides, and by the second signature in force; amended or renewed by
-- another that replaces them; ended. A draft opens nothing: its days in force are empty until both have signed.

alter table document.operator_agreement
  alter column in_force set default 'empty',
  add column term daterange,
  add column drafted_by uuid,
  add column drafted_at timestamptz not null default transaction_timestamp(),
  add column replaces_id uuid,
  add column ended_on date,
  add column ended_by uuid,
  add column withdrawn_at timestamptz,
  add constraint operator_agreement_has_a_term check (not isempty(term) and not lower_inf(term)),
  add constraint operator_agreement_drafted_by foreign key (drafted_by) references party.membership (id) on delete restrict,
  add constraint operator_agreement_replaces foreign key (replaces_id) references document.operator_agreement (id) on delete restrict,
  add constraint operator_agreement_ended_by foreign key (ended_by) references party.membership (id) on delete restrict;
comment on column document.operator_agreement.in_force is 'Days in force, half-open; empty until both sides have signed.';
comment on column document.operator_agreement.term is 'Days agreed, half-open; in force from the second signature on.';
comment on column document.operator_agreement.drafted_by is 'Who drafted it.';
comment on column document.operator_agreement.drafted_at is 'When it was drafted.';
comment on column document.operator_agreement.replaces_id is 'The agreement that it amends or renews; that one ends where this one begins.';
comment on column document.operator_agreement.ended_on is 'First day no longer in force, when a side ended it.';
comment on column document.operator_agreement.ended_by is 'Who ended it.';
comment on column document.operator_agreement.withdrawn_at is 'When the draft was withdrawn.';

alter table document.district_agreement
  alter column in_force set default 'empty',
  add column term daterange,
  add column drafted_by uuid,
  add column drafted_at timestamptz not null default transaction_timestamp(),
  add column drafted_side text not null default 'DISTRICT',
  add column replaces_id uuid,
  add column ended_on date,
  add column ended_by uuid,
  add column withdrawn_at timestamptz,
  add column consent_own_form boolean not null default false,
  add column consent_longest_months integer,
  add column consent_wet_signature boolean not null default false,
  add column consent_capacities text[],
  add column consent_proof_required boolean not null default false,
  add column may_export boolean not null default false,
  add column may_print boolean not null default false,
  add column retention_days integer,
  add constraint district_agreement_has_a_term check (not isempty(term) and not lower_inf(term)),
  add constraint district_agreement_drafted_side check (drafted_side in ('DISTRICT', 'ORGANIZATION')),
  add constraint district_agreement_drafted_by foreign key (drafted_by) references party.membership (id) on delete restrict,
  add constraint district_agreement_replaces foreign key (replaces_id) references document.district_agreement (id) on delete restrict,
  add constraint district_agreement_ended_by foreign key (ended_by) references party.membership (id) on delete restrict,
  add constraint district_agreement_consent_months check (consent_longest_months between 1 and 60),
  add constraint district_agreement_consent_capacities check (
    consent_capacities <@ array['PARENT', 'GUARDIAN', 'ACTING_PARENT', 'AGENCY', 'COURT_ORDER', 'STUDENT']),
  add constraint district_agreement_retention check (retention_days between 0 and 3660),
  add constraint only_the_district_designates check (term is null or drafted_side = 'DISTRICT' or basis = 'WRITTEN_CONSENT');
comment on column document.district_agreement.in_force is 'Days in force, half-open; empty until both sides have signed.';
comment on column document.district_agreement.term is 'Days agreed, half-open; in force from the second signature on.';
comment on column document.district_agreement.drafted_by is 'Who drafted it, or took the draft over.';
comment on column document.district_agreement.drafted_at is 'When it was drafted.';
comment on column document.district_agreement.drafted_side is 'DISTRICT or ORGANIZATION: whose draft it is. Only the district''s may name it a school official.';
comment on column document.district_agreement.replaces_id is 'The agreement that it amends or renews; that one ends where this one begins.';
comment on column document.district_agreement.ended_on is 'First day no longer in force, when a side ended it.';
comment on column document.district_agreement.ended_by is 'Who ended it.';
comment on column document.district_agreement.withdrawn_at is 'When the draft was withdrawn.';
comment on column document.district_agreement.consent_own_form is 'Whether consents must be on the district''s own form.';
comment on column document.district_agreement.consent_longest_months is 'Longest term of a consent in months; absent: no limit.';
comment on column document.district_agreement.consent_wet_signature is 'Whether consents must be signed by hand, on paper.';
comment on column document.district_agreement.consent_capacities is 'Capacities in which the district lets people sign; absent: all.';
comment on column document.district_agreement.consent_proof_required is 'Whether a capacity other than parent and student needs proof.';
comment on column document.district_agreement.may_export is 'Whether data under it may be exported.';
comment on column document.district_agreement.may_print is 'Whether data under it may be printed.';
comment on column document.district_agreement.retention_days is 'Days for which exports may be kept; absent: not agreed.';

create table document.agreement_signature (
  id uuid primary key,
  operator_agreement_id uuid,
  district_agreement_id uuid,
  side text not null,
  membership_id uuid not null,
  signer_name text not null,
  signer_title text not null,
  file_id uuid,
  signed_at timestamptz not null default transaction_timestamp(),
  constraint signature_under_one_agreement check (num_nonnulls(operator_agreement_id, district_agreement_id) = 1),
  constraint signature_of_a_side check (case
    when operator_agreement_id is not null then side in ('OPERATOR', 'ORGANIZATION')
    else side in ('DISTRICT', 'ORGANIZATION') end),
  constraint signature_once_a_side unique (operator_agreement_id, side),
  constraint signature_once_a_side_of_a_district unique (district_agreement_id, side),
  constraint signature_under_an_operator_agreement foreign key (operator_agreement_id) references document.operator_agreement (id) on delete restrict,
  constraint signature_under_a_district_agreement foreign key (district_agreement_id) references document.district_agreement (id) on delete restrict,
  constraint signature_by_a_member foreign key (membership_id) references party.membership (id) on delete restrict,
  constraint signature_on_a_file foreign key (file_id) references document.file (id) on delete restrict
);
comment on table document.agreement_signature is 'One side''s signature under an agreement. With the second one it comes into force.';
comment on column document.agreement_signature.id is 'Identifies the signature.';
comment on column document.agreement_signature.operator_agreement_id is 'The agreement with the operator.';
comment on column document.agreement_signature.district_agreement_id is 'The agreement with a district.';
comment on column document.agreement_signature.side is 'OPERATOR, DISTRICT or ORGANIZATION.';
comment on column document.agreement_signature.membership_id is 'Who recorded it for the side.';
comment on column document.agreement_signature.signer_name is 'Name of the person who signed.';
comment on column document.agreement_signature.signer_title is 'Title of the person who signed.';
comment on column document.agreement_signature.file_id is 'The signed document, where it was handed in.';
comment on column document.agreement_signature.signed_at is 'When it was recorded.';
create index agreement_signature_by_file on document.agreement_signature (file_id);
comment on index document.agreement_signature_by_file is 'access.may_read_file: the parties of the agreement.';

alter table party.program add column site text;
comment on column party.program.site is 'Where it takes place, as the organization calls the place; absent: nowhere in particular.';

-- Who was named, once more with an identity of its own, so that every naming is on record.
alter table document.named_staff
  add column id uuid not null default gen_random_uuid() unique,
  add column version integer not null default 1;
comment on column document.named_staff.id is 'Identifies the naming.';
comment on column document.named_staff.version is 'Counts the changes; an edit names the one it was made from.';

-- What is signed stays as it was signed; what ended stays ended. Amending is a new agreement.
create function document.terms_stand() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if old.withdrawn_at is not null or old.ended_on is not null and new.ended_on is distinct from old.ended_on then
    raise exception 'A withdrawn draft and an ended agreement do not change' using errcode = 'check_violation';
  end if;
  if exists (
      select
      from document.agreement_signature g
      where old.id in (g.operator_agreement_id, g.district_agreement_id))
    and to_jsonb(new) - array['ended_on', 'ended_by', 'in_force', 'withdrawn_at', 'version']
      is distinct from to_jsonb(old) - array['ended_on', 'ended_by', 'in_force', 'withdrawn_at', 'version'] then
    raise exception 'What is signed does not change' using errcode = 'check_violation';
  end if;
  if new.ended_on is distinct from old.ended_on then
    new.in_force := new.in_force * daterange(null, new.ended_on);
  end if;
  return new;
end
$$;
comment on function document.terms_stand() is 'Refuses to change what is signed, withdrawn or ended; and ends an agreement on the day it is told to.';
revoke all on function document.terms_stand() from public;

-- The second signature puts an agreement in force. It belongs to the policy role: nobody else may write the days in force.
grant usage, create on schema document to link_policy;
set role link_policy;
create function document.put_in_force() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update document.operator_agreement a
  set in_force = a.term
  where a.id = new.operator_agreement_id
    and isempty(a.in_force)
    and a.withdrawn_at is null
    and (select count(distinct g.side) from document.agreement_signature g where g.operator_agreement_id = a.id) = 2;
  if found then
    update document.operator_agreement former
    set in_force = former.in_force * daterange(null, lower(a.term))
    from document.operator_agreement a
    where a.id = new.operator_agreement_id and former.id = a.replaces_id;
    -- What was shared goes on being shared: an amendment drops no choice silently.
    insert into document.sharing_opt_in (organization_id, operator_agreement_id, program_id, audience, agreed_at)
    select x.organization_id, a.id, x.program_id, x.audience, x.agreed_at
    from document.operator_agreement a
    join document.sharing_opt_in x on x.operator_agreement_id = a.replaces_id and x.withdrawn_at is null
    where a.id = new.operator_agreement_id;
  end if;

  update document.district_agreement a
  set in_force = a.term
  where a.id = new.district_agreement_id
    and isempty(a.in_force)
    and a.withdrawn_at is null
    and (select count(distinct g.side) from document.agreement_signature g where g.district_agreement_id = a.id) = 2;
  if found then
    update document.district_agreement former
    set in_force = former.in_force * daterange(null, lower(a.term))
    from document.district_agreement a
    where a.id = new.district_agreement_id and former.id = a.replaces_id;
    -- Named staff and the school officials' roster go over, as far as the new one asks for them.
    insert into document.named_staff (district_agreement_id, membership_id, named)
    select a.id, n.membership_id, n.named
    from document.district_agreement a
    join document.named_staff n on n.district_agreement_id = a.replaces_id
    where a.id = new.district_agreement_id and a.requires_named_staff
    on conflict (district_agreement_id, membership_id) do nothing;
    insert into document.designation (district_agreement_id, district_student_id, in_force, designated_by, designated_at)
    select a.id, g.district_student_id, g.in_force, g.designated_by, g.designated_at
    from document.district_agreement a
    join document.designation g on g.district_agreement_id = a.replaces_id
    where a.id = new.district_agreement_id
      and a.basis = 'SCHOOL_OFFICIAL'
      and upper(g.in_force) is distinct from lower(g.in_force);
  end if;
  return null;
end
$$;
comment on function document.put_in_force() is 'With the second signature the agreement is in force, and the one that it replaces ends where it begins.';
revoke all on function document.put_in_force() from public;
grant execute on function document.put_in_force() to link_owner; -- until the trigger below is made
reset role;
revoke create on schema document from link_policy;

create trigger terms_stand before update on document.operator_agreement
  for each row execute function document.terms_stand();
create trigger terms_stand before update on document.district_agreement
  for each row execute function document.terms_stand();
create trigger put_in_force after insert on document.agreement_signature
  for each row execute function document.put_in_force();
create trigger next_version before update on document.named_staff
  for each row execute function audit.next_version();

set role link_policy;
revoke execute on function document.put_in_force() from link_owner;
grant execute on function audit.record_change() to link_owner;
reset role;
create trigger record_change after insert or update or delete on document.named_staff
  for each row execute function audit.record_change();
create trigger record_change after insert or update or delete on document.agreement_signature
  for each row execute function audit.record_change('signer_name', 'signer_title');
set role link_policy;
revoke execute on function audit.record_change() from link_owner;
reset role;

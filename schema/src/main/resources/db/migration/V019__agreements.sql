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
  add constraint operator_agreement_with_its_party unique (id, organization_id),
  add constraint operator_agreement_replaces_one_of_the_same_party foreign key (replaces_id, organization_id)
    references document.operator_agreement (id, organization_id) on delete restrict,
  add constraint operator_agreement_ended_by_somebody check ((ended_on is null) = (ended_by is null)),
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
  add constraint district_agreement_with_its_parties unique (id, organization_id, district_id),
  add constraint district_agreement_replaces_one_of_the_same_parties foreign key (replaces_id, organization_id, district_id)
    references document.district_agreement (id, organization_id, district_id) on delete restrict,
  add constraint district_agreement_ended_by_somebody check ((ended_on is null) = (ended_by is null)),
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

-- Who was named, once more with an identity of its own, so that every naming is on record.
alter table document.named_staff
  add column id uuid not null default gen_random_uuid() unique,
  add column version integer not null default 1;
comment on column document.named_staff.id is 'Identifies the naming.';
comment on column document.named_staff.version is 'Counts the changes; an edit names the one it was made from.';

-- What is signed stays as it was signed; what ended stays ended. Amending is a new agreement. A draft is withdrawn, what is
-- in force is ended: from today on at the earliest, and the days before it were in force.
create function document.terms_stand() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if old.withdrawn_at is not null or old.ended_on is not null and new.ended_on is distinct from old.ended_on then
    raise exception 'A withdrawn draft and an ended agreement do not change' using errcode = 'check_violation';
  end if;
  -- The other side may lock a draft to sign it, but not change it: it signs or leaves it.
  if current_user = 'link_request' and isempty(old.in_force) and to_jsonb(old) ->> 'drafted_side' is distinct from 'ORGANIZATION' then
    if access.administered_organization() is not null then
      raise exception 'The draft is the other side''s' using errcode = 'check_violation';
    end if;
  end if;
  if new.withdrawn_at is not null and not isempty(old.in_force) then
    raise exception 'An agreement in force is not withdrawn: it is ended' using errcode = 'check_violation';
  end if;
  if (exists (
        select
        from document.agreement_signature g
        where old.id in (g.operator_agreement_id, g.district_agreement_id))
      or current_user = 'link_request' and not isempty(old.in_force))
    and to_jsonb(new) - array['ended_on', 'ended_by', 'in_force', 'withdrawn_at', 'version']
      is distinct from to_jsonb(old) - array['ended_on', 'ended_by', 'in_force', 'withdrawn_at', 'version'] then
    raise exception 'What is signed does not change' using errcode = 'check_violation';
  end if;
  if new.ended_on is distinct from old.ended_on then
    if isempty(old.in_force) then
      raise exception 'A draft is not ended: it is withdrawn' using errcode = 'check_violation';
    end if;
    if current_user = 'link_request' then
      if new.ended_on < access.today() then
        raise exception 'An agreement does not end in the past' using errcode = 'check_violation';
      end if;
    end if;
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
-- What a draft does when it takes effect, stated once: for the second signature, and for the preview that undoes it.
create function document.take_effect(p_agreement uuid) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  update document.operator_agreement a
  set in_force = a.term
  where a.id = p_agreement and isempty(a.in_force) and a.withdrawn_at is null;
  if found then
    update document.operator_agreement former
    set in_force = former.in_force * daterange(null, lower(a.term))
    from document.operator_agreement a
    where a.id = p_agreement and former.id = a.replaces_id;
    -- What was shared goes on being shared: an amendment drops no choice silently.
    insert into document.sharing_opt_in (organization_id, operator_agreement_id, program_id, audience, agreed_at)
    select x.organization_id, a.id, x.program_id, x.audience, x.agreed_at
    from document.operator_agreement a
    join document.sharing_opt_in x on x.operator_agreement_id = a.replaces_id and x.withdrawn_at is null
    where a.id = p_agreement;
  end if;

  update document.district_agreement a
  set in_force = a.term
  where a.id = p_agreement and isempty(a.in_force) and a.withdrawn_at is null;
  if found then
    update document.district_agreement former
    set in_force = former.in_force * daterange(null, lower(a.term))
    from document.district_agreement a
    where a.id = p_agreement and former.id = a.replaces_id;
    -- Named staff and the school officials' roster go over, as far as the new one asks for them.
    insert into document.named_staff (district_agreement_id, membership_id, named)
    select a.id, n.membership_id, n.named
    from document.district_agreement a
    join document.named_staff n on n.district_agreement_id = a.replaces_id
    where a.id = p_agreement and a.requires_named_staff
    on conflict (district_agreement_id, membership_id) do nothing;
    insert into document.designation (district_agreement_id, district_student_id, in_force, designated_by, designated_at)
    select a.id, g.district_student_id, g.in_force, g.designated_by, g.designated_at
    from document.district_agreement a
    join document.designation g on g.district_agreement_id = a.replaces_id
    where a.id = p_agreement and a.basis = 'SCHOOL_OFFICIAL' and not isempty(g.in_force);
  end if;
end
$$;
comment on function document.take_effect(uuid) is 'Puts a draft in force; the one that it replaces ends where it begins, and its choices, named staff and roster go over.';
revoke all on function document.take_effect(uuid) from public;

-- The agreement is locked first: two sides that sign at once see each other's signature, and terms do not change meanwhile.
create function document.put_in_force() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from document.operator_agreement a where a.id = new.operator_agreement_id for update;
  perform from document.district_agreement a where a.id = new.district_agreement_id for update;
  if (select count(distinct g.side)
      from document.agreement_signature g
      where g.operator_agreement_id = new.operator_agreement_id or g.district_agreement_id = new.district_agreement_id) = 2 then
    if (select count(distinct m.staff_id)
        from document.agreement_signature g
        join party.membership m on m.id = g.membership_id
        where g.operator_agreement_id = new.operator_agreement_id or g.district_agreement_id = new.district_agreement_id) < 2 then
      raise exception 'Nobody signs for both sides' using errcode = 'check_violation';
    end if;
    perform document.take_effect(coalesce(new.operator_agreement_id, new.district_agreement_id));
  end if;
  return null;
end
$$;
comment on function document.put_in_force() is 'With the second signature the agreement takes effect.';
revoke all on function document.put_in_force() from public;

-- Signed, not yet begun: what is withdrawn or ended under the agreement of today must not come back with its successor.
create function document.ended_in_successor() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_table_name = 'sharing_opt_in' then
    update document.sharing_opt_in x
    set withdrawn_at = new.withdrawn_at
    from document.operator_agreement a
    where a.replaces_id = new.operator_agreement_id
      and x.operator_agreement_id = a.id
      and (x.program_id, x.audience, x.agreed_at) = (new.program_id, new.audience, new.agreed_at)
      and x.withdrawn_at is null
      and new.withdrawn_at is not null;
  elsif tg_table_name = 'named_staff' then
    update document.named_staff x
    set named = x.named * new.named
    from document.district_agreement a
    where a.replaces_id = new.district_agreement_id
      and x.district_agreement_id = a.id
      and x.membership_id = new.membership_id
      and x.named = old.named;
  else
    update document.designation x
    set in_force = x.in_force * new.in_force
    from document.district_agreement a
    where a.replaces_id = new.district_agreement_id
      and x.district_agreement_id = a.id
      and (x.district_student_id, x.designated_at, x.in_force) = (new.district_student_id, new.designated_at, old.in_force);
  end if;
  return null;
end
$$;
comment on function document.ended_in_successor() is 'What is withdrawn or ended under an agreement is so in the signed one that will replace it.';
revoke all on function document.ended_in_successor() from public;
grant execute on function document.put_in_force(), document.ended_in_successor() to link_owner; -- until the triggers below are made
reset role;
revoke create on schema document from link_policy;

create trigger terms_stand before update on document.operator_agreement
  for each row execute function document.terms_stand();
create trigger terms_stand before update on document.district_agreement
  for each row execute function document.terms_stand();
create trigger put_in_force after insert on document.agreement_signature
  for each row execute function document.put_in_force();
create trigger ended_in_successor after update of withdrawn_at on document.sharing_opt_in
  for each row execute function document.ended_in_successor();
create trigger ended_in_successor after update of named on document.named_staff
  for each row execute function document.ended_in_successor();
create trigger ended_in_successor after update of in_force on document.designation
  for each row execute function document.ended_in_successor();
create trigger next_version before update on document.named_staff
  for each row execute function audit.next_version();

set role link_policy;
revoke execute on function document.put_in_force(), document.ended_in_successor() from link_owner;
grant execute on function audit.record_change() to link_owner;
reset role;
create trigger record_change after insert or update or delete on document.named_staff
  for each row execute function audit.record_change();
create trigger record_change after insert or update or delete on document.agreement_signature
  for each row execute function audit.record_change('signer_name', 'signer_title');
set role link_policy;
revoke execute on function audit.record_change() from link_owner;
reset role;

-- An agreement ends on the day on which its parties or one of them ends it, never later than it says; and of two parties one
-- agreement is in force on a day.

-- Either side may end it, and earlier than the other side has said: an end far ahead would keep the other from ending at all.
create or replace function document.terms_stand() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if old.withdrawn_at is not null
    or old.ended_on is not null and (new.ended_on is null or new.ended_on > old.ended_on) then
    raise exception 'A withdrawn draft does not change, and what was ended ends no later' using errcode = 'check_violation';
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
    if new.ended_on > upper(old.in_force) then
      raise exception 'An agreement does not end later than it says' using errcode = 'check_violation';
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
comment on function document.terms_stand() is 'Refuses to change what is signed, withdrawn or ended; and ends an agreement on the day it is told to, or earlier.';
comment on column document.operator_agreement.ended_on is 'First day no longer in force, when a side ended it; the earliest that a side said.';
comment on column document.district_agreement.ended_on is 'First day no longer in force, when a side ended it; the earliest that a side said.';

-- The agreement is locked first: two sides that sign at once see each other's signature, and terms do not change meanwhile.
grant create on schema document to link_policy;
set role link_policy;
create or replace function document.put_in_force() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_agreement uuid := coalesce(new.operator_agreement_id, new.district_agreement_id);
begin
  perform from document.operator_agreement a where a.id = new.operator_agreement_id for update;
  perform from document.district_agreement a where a.id = new.district_agreement_id for update;
  if access.unsignable(v_agreement) is not null then
    raise exception 'Of two parties one agreement is in force on a day' using errcode = 'check_violation';
  end if;
  if (select count(distinct g.side)
      from document.agreement_signature g
      where v_agreement in (g.operator_agreement_id, g.district_agreement_id)) = 2 then
    if (select count(distinct m.staff_id)
        from document.agreement_signature g
        join party.membership m on m.id = g.membership_id
        where v_agreement in (g.operator_agreement_id, g.district_agreement_id)) < 2 then
      raise exception 'Nobody signs for both sides' using errcode = 'check_violation';
    end if;
    perform document.take_effect(v_agreement);
  end if;
  return null;
end
$$;
comment on function document.put_in_force() is 'With the second signature the agreement takes effect, unless another one of the same parties stands beside it.';
reset role;
revoke create on schema document from link_policy;

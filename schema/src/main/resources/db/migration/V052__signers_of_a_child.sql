-- A court's order against a signer reaches the same person wherever organizations know the child: both are looked up by child.

create index signer_by_participant on document.signer (participant_id);
comment on index document.signer_by_participant is 'access.signers_as: who signs for a child.';
create index student_by_number on roster.student (district_id, btrim(district_student_id));
comment on index roster.student_by_number is 'access.signers_as, access.student_signers: a district''s child as all organizations know it.';

-- Who signed while the child had another number, or none, is found when the number is corrected: the order holds from then on.
grant create on schema roster to link_policy;
set role link_policy;
create function roster.restrict_signers_of_student() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update document.signer g
  set restricted_at = transaction_timestamp(), restricted_by = known.restricted_by, restriction_reason = known.restriction_reason
  from (
    select distinct on (own.id) own.id, x.restricted_by, x.restriction_reason
    from document.signer own
    cross join lateral access.signers_as(own.participant_id, own.name, own.capacity, new.district_id) x
    where own.participant_id = new.participant_id
      and own.restricted_at is null
      and x.restricted_at is not null
    order by own.id, x.restricted_at, x.id
  ) known
  where g.id = known.id;
  return null;
end
$$;
comment on function roster.restrict_signers_of_student() is 'Takes a signer''s rights by the court''s order that is recorded of the same person at the child''s corrected number.';
revoke all on function roster.restrict_signers_of_student() from public;
grant execute on function roster.restrict_signers_of_student() to link_owner; -- until the trigger is made
reset role;
revoke create on schema roster from link_policy;
create trigger restrict_signers after insert or update of district_student_id, participant_id on roster.student
  for each row execute function roster.restrict_signers_of_student();
set role link_policy;
revoke execute on function roster.restrict_signers_of_student() from link_owner;
reset role;

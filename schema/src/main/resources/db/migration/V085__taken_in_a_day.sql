-- How much one account takes in a day. Each header names what is new in it: students of whom the account had received nothing
-- on that day, and ids that led it nowhere. So a day is added up from the few headers with something new in them, however
-- often a child is looked at again, and no other table counts along.

alter table ledger.request
  add column first_received uuid[],
  add column not_found uuid[],
  add constraint request_names_what_is_new check (first_received <> '{}' and not_found <> '{}');
comment on column ledger.request.first_received is 'Students of whom this account had received nothing before on that day; absent: none.';
comment on column ledger.request.not_found is 'Ids it asked for, for the first time on that day, that lead to nothing for it, whether or not they lead somebody else somewhere; absent: none.';
create index request_by_member_taken on ledger.request (membership_id, at)
  where first_received is not null or not_found is not null;
comment on index ledger.request_by_member_taken is 'access.taken_today: what an account has taken on one day.';

create or replace function ledger.refuse_rewriting() returns trigger
language plpgsql as $$
declare
  c_said text[] := array['ordered_by', 'ordered_over', 'first_received', 'not_found'];
begin
  if old.xid <> pg_current_xact_id() or to_jsonb(old) - c_said <> to_jsonb(new) - c_said then
    raise exception 'the disclosure ledger is append-only' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;
comment on function ledger.refuse_rewriting() is 'A header may say by what its list was ordered and what is new in it, in the transaction that wrote it; nothing else of it changes.';

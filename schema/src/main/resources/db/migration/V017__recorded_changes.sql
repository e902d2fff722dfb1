-- Who changed what, when: every change of a document, a person or a participant, with the values before and after except
-- those of children. And a version, so that an edit of what somebody else has changed meanwhile is noticed.

create schema audit;
comment on schema audit is 'Every change of documents, people and participants. Never a value of a child.';

create table audit.change (
  id uuid primary key default gen_random_uuid(),
  at timestamptz not null default transaction_timestamp(),
  membership_id uuid,
  subject text not null,
  subject_id uuid not null,
  action text not null,
  fields text[] not null,
  before jsonb not null,
  after jsonb not null,
  constraint change_action check (action in ('CREATED', 'CHANGED', 'DESTROYED'))
);
comment on table audit.change is 'One change of one row.';
comment on column audit.change.id is 'Identifies the change.';
comment on column audit.change.at is 'When.';
comment on column audit.change.membership_id is 'Who, as what; absent: the system itself.';
comment on column audit.change.subject is 'The table, such as document.consent.';
comment on column audit.change.subject_id is 'The row.';
comment on column audit.change.action is 'CREATED, CHANGED or DESTROYED.';
comment on column audit.change.fields is 'Columns that changed, those of children included.';
comment on column audit.change.before is 'Their values before, without those of children.';
comment on column audit.change.after is 'Their values after, without those of children.';
create index change_by_subject on audit.change (subject_id, at desc);
comment on index audit.change_by_subject is 'What happened to one document, person or participant.';

-- The function below belongs to the policy role: it asks who is acting, and nobody else may write here.
grant usage, create on schema audit to link_policy;
grant select, insert on audit.change to link_policy;
alter table audit.change enable row level security;
alter table audit.change force row level security;
create policy rules_write on audit.change to link_policy using (true) with check (true);
create policy owner_reads on audit.change for select to link_owner using (true);
set role link_policy;

-- The arguments name the columns whose values are a child's or a person's own words: only that they changed is recorded.
create function audit.record_change() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_old jsonb := case when tg_op = 'INSERT' then '{}' else to_jsonb(old) end;
  v_new jsonb := case when tg_op = 'DELETE' then '{}' else to_jsonb(new) end;
  v_fields text[];
begin
  v_fields := array(
    select k
    from jsonb_object_keys(v_old || v_new) k
    where v_old -> k is distinct from v_new -> k and k not in ('id', 'version')
    order by k);
  if cardinality(v_fields) > 0 then
    insert into audit.change (membership_id, subject, subject_id, action, fields, before, after)
    select access.my_membership(), tg_table_schema || '.' || tg_table_name, (v_old || v_new ->> 'id')::uuid,
      case tg_op when 'INSERT' then 'CREATED' when 'UPDATE' then 'CHANGED' else 'DESTROYED' end,
      v_fields,
      (select coalesce(jsonb_object_agg(k, v_old -> k), '{}') from unnest(v_fields) k where k <> all(coalesce(tg_argv, '{}')) and v_old ? k),
      (select coalesce(jsonb_object_agg(k, v_new -> k), '{}') from unnest(v_fields) k where k <> all(coalesce(tg_argv, '{}')) and v_new ? k);
  end if;
  return null;
end
$$;
comment on function audit.record_change() is 'Records a change in the viewer''s name; the arguments are columns whose values are kept out.';
revoke all on function audit.record_change() from public;
grant execute on function audit.record_change() to link_owner; -- until the triggers below are made
reset role;
revoke create on schema audit from link_policy;

create function audit.next_version() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  new.version := old.version + 1;
  return new;
end
$$;
comment on function audit.next_version() is 'Counts the changes of a row.';
revoke all on function audit.next_version() from public;

-- What is a child's, a signer's or a person's own words stays out of the record: only that it changed is told.
do $$
declare
  t record;
begin
  for t in
    select *
    from (values
      ('party.organization', ''),
      ('party.program', ''),
      ('party.staff', 'given_name,family_name,email'),
      ('party.membership', ''),
      ('party.training_record', ''),
      ('roster.participant', 'given_name,family_name,preferred_given_name,birth_date,entered_college_on'),
      ('roster.student', 'district_student_id'),
      ('roster.program_enrollment', ''),
      ('roster.caseload_assignment', ''),
      ('document.operator_agreement', ''),
      ('document.district_agreement', ''),
      ('document.sharing_opt_in', ''),
      ('document.signer', 'name'),
      ('document.consent', 'student_birth_date,revocation_note'),
      ('document.hold', 'district_student_id,note'),
      ('document.designation', 'district_student_id')
    ) as x(name, hidden)
  loop
    execute format('alter table %s add column version integer not null default 1', t.name);
    execute format('comment on column %s.version is %L', t.name, 'Counts the changes; an edit names the one it was made from.');
    execute format('create trigger next_version before update on %s for each row execute function audit.next_version()', t.name);
    execute format(
      'create trigger record_change after insert or update or delete on %s for each row execute function audit.record_change(%s)',
      t.name, (select string_agg(quote_literal(c), ', ') from unnest(string_to_array(t.hidden, ',')) c));
  end loop;
end
$$;

set role link_policy;
revoke execute on function audit.record_change() from link_owner;
reset role;

-- Holds, naming, designations and acceptances decide about access too.
do $$
declare
  t text;
begin
  foreach t in array array[
    'document.hold', 'document.named_staff', 'document.designation', 'party.confidentiality_statement', 'party.statement_acceptance'
  ] loop
    execute format(
      'create trigger tell_access_changed after insert or update or delete or truncate on %s '
      'for each statement execute function party.tell_access_changed()', t);
  end loop;
end
$$;

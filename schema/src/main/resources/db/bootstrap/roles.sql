-- The database roles, made once per cluster by a superuser before the first migration. Safe to run again.
-- Passwords are not here: set them with `alter role … password …`. What each role may do is in R__access_policy.sql.

do $$
begin
  if not exists (select from pg_roles where rolname = 'link_owner') then
    create role link_owner login nosuperuser;
  end if;
  if not exists (select from pg_roles where rolname = 'link_policy') then
    create role link_policy nologin;
  end if;
  if not exists (select from pg_roles where rolname = 'link_request') then
    create role link_request login;
  end if;
  if not exists (select from pg_roles where rolname = 'link_engine') then
    create role link_engine login;
  end if;
  if not exists (select from pg_roles where rolname = 'link_sealer') then
    create role link_sealer login;
  end if;
end
$$;

-- The owner may make objects of the policy role, but has none of its rights: without "inherit false" every policy
-- written for link_policy would also open the tables to the owner.
grant link_policy to link_owner with inherit false, set true;

-- Back-stops behind the application's own time-out of 3 s: a late statement dies by itself.
alter role link_request set statement_timeout = '2500ms';
alter role link_request set transaction_timeout = '6s';
alter role link_request set idle_in_transaction_session_timeout = '5s';
alter role link_request set default_transaction_isolation = 'repeatable read';
-- A request's statements end within milliseconds: compiling them to machine code would cost more than running them.
alter role link_request set jit = off;
alter role link_request set search_path = '';
alter role link_engine set search_path = '';
alter role link_sealer set search_path = '';

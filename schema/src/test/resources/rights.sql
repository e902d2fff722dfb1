-- What each database role may, a line a right: of PUBLIC, too. What the owner of an object may with it is told by "own".
with role as (
  select oid, rolname::text as name from pg_roles where rolname like 'link\_%'
  union all
  select 0, 'public'
),
place as (
  select oid, nspname::text as name, nspowner, nspacl from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'
),
relation as (
  select c.*, n.name || '.' || c.relname as name from pg_class c join place n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
),
routine as (
  select p.*, case n.name when 'access' then '' else n.name || '.' end || p.proname as name, n.name as place
  from pg_proc p join place n on n.oid = p.pronamespace
),
granted as (
  select a.grantee, x.owner, a.is_grantable, x.kind, x.what, a.privilege_type, x.columns
  from (
    select 'd' as kind, datacl as acl, datdba as owner, 'the database' as what, null as columns from pg_database where datname = current_database()
    union all select 'n', nspacl, nspowner, name, null from place
    union all select 'c', relacl, relowner, name, null from relation
    union all
    select 'f', coalesce(proacl, acldefault('f', proowner)), proowner, name, null from routine where prorettype <> 'trigger'::regtype
  ) x
  cross join lateral aclexplode(x.acl) a
  union all
  select a.grantee, c.relowner, a.is_grantable, 'c', c.name, a.privilege_type, string_agg(t.attname, ', ' order by t.attnum)
  from relation c
  join pg_attribute t on t.attrelid = c.oid and t.attnum > 0 and not t.attisdropped
  cross join lateral aclexplode(t.attacl) a
  group by a.grantee, c.relowner, a.is_grantable, c.name, a.privilege_type
),
may as (
  select oid as role, 'log in' as line from pg_roles where rolcanlogin
  union all select oid, 'be superuser' from pg_roles where rolsuper
  union all select oid, 'pass row-level security' from pg_roles where rolbypassrls
  union all select oid, 'create roles' from pg_roles where rolcreaterole
  union all select oid, 'create databases' from pg_roles where rolcreatedb
  union all select oid, 'replicate' from pg_roles where rolreplication
  union all select s.setrole, 'with ' || x from pg_db_role_setting s cross join unnest(s.setconfig) x
  union all select member, 'become ' || roleid::regrole from pg_auth_members where set_option
  union all select member, 'inherit from ' || roleid::regrole from pg_auth_members where inherit_option
  union all select member, 'pass on ' || roleid::regrole from pg_auth_members where admin_option

  union all select datdba, 'own the database' from pg_database where datname = current_database()
  union all select nspowner, 'own ' || name from place
  union all select distinct relowner, 'own tables of ' || split_part(name, '.', 1) from relation
  union all select distinct proowner, 'own functions of ' || place from routine

  union all
  select grantee,
    case privilege when 'EXECUTE' then 'call' when 'USAGE' then 'use' when 'CREATE' then 'create in' else lower(privilege) end
      || ' ' || what || coalesce(' (' || columns || ')', '') || case when is_grantable then ' and pass it on' else '' end
  from (
    select grantee, is_grantable, what, columns,
      string_agg(privilege_type, ', ' order by array_position(array['SELECT', 'INSERT', 'UPDATE', 'DELETE'], privilege_type), privilege_type)
        as privilege
    from granted
    where grantee <> owner
    group by grantee, is_grantable, kind, what, columns
  ) x

  union all
  select r, lower(case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end)
    || ' ' || c.name || case when p.polpermissive then ' where ' else ' only where ' end || p.polname
  from pg_policy p
  join relation c on c.oid = p.polrelid
  cross join unnest(p.polroles) r
)
select r.name, m.line
from may m
join role r on r.oid = m.role

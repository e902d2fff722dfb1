-- Service accounts: clients without a person, such as a dashboard that asks at night. Each one has an owner, and never
-- sees more than the owner's own roster.

create table party.service_account (
  id uuid primary key,
  organization_id uuid not null,
  name text not null,
  client_id text not null,
  owner_id uuid not null,
  created_at timestamptz not null default transaction_timestamp(),
  created_by uuid,
  ended_at timestamptz,
  ended_by uuid,
  version integer not null default 1,
  constraint service_account_of_an_organization foreign key (organization_id) references party.organization (id) on delete restrict,
  constraint service_account_has_an_owner_there foreign key (organization_id, owner_id)
    references party.membership (organization_id, id) on delete restrict,
  constraint service_account_created_by foreign key (created_by) references party.membership (id) on delete restrict,
  constraint service_account_ended_by foreign key (ended_by) references party.membership (id) on delete restrict,
  constraint service_account_is_named check (name ~ '[^[:space:]]'),
  constraint service_account_names_a_client check (client_id ~ '[^[:space:]]'),
  constraint service_account_is_ended_by_somebody check (ended_by is null or ended_at is not null)
);
comment on table party.service_account is 'A client without a person that asks for its owner''s own roster.';
comment on column party.service_account.id is 'Identifies the account.';
comment on column party.service_account.organization_id is 'The organization at whose address it asks.';
comment on column party.service_account.name is 'Name shown to people.';
comment on column party.service_account.client_id is 'The subject of the tokens that the deployment''s sign-in server gives the client.';
comment on column party.service_account.owner_id is 'The membership for whose roster it asks; it sees nothing that the owner may not see.';
comment on column party.service_account.created_at is 'When it was made.';
comment on column party.service_account.created_by is 'Who made it; absent: nobody through the API.';
comment on column party.service_account.ended_at is 'When it was ended, for ever; absent: it may ask.';
comment on column party.service_account.ended_by is 'Who ended it.';
comment on column party.service_account.version is 'Counts the changes; an edit names the one it was made from.';
create unique index service_account_is_one_client on party.service_account (organization_id, client_id) where ended_at is null;
comment on index party.service_account_is_one_client is 'access.find_viewer: the client of a token at an address; at most one account stands for it.';
create index service_account_by_organization on party.service_account (organization_id, created_at desc);
comment on index party.service_account_by_organization is 'Query.serviceAccounts: those of an organization.';
create index service_account_by_owner on party.service_account (organization_id, owner_id);
comment on index party.service_account_by_owner is 'The accounts of an owner; foreign key.';
create index service_account_by_maker on party.service_account (created_by);
comment on index party.service_account_by_maker is 'Foreign key.';
create index service_account_by_ender on party.service_account (ended_by);
comment on index party.service_account_by_ender is 'Foreign key.';

set role link_policy;
grant execute on function audit.record_change() to link_owner; -- until the trigger below is made
reset role;
create trigger next_version before update on party.service_account for each row execute function audit.next_version();
create trigger record_change after insert or update or delete on party.service_account
  for each row execute function audit.record_change();
set role link_policy;
revoke execute on function audit.record_change() from link_owner;
reset role;
create trigger tell_access_changed after insert or update or delete or truncate on party.service_account
  for each statement execute function party.tell_access_changed();

alter table ledger.request add column service_account_id uuid;
comment on column ledger.request.service_account_id is 'The service account that asked for its owner''s roster; the staff and membership are the owner''s. Absent: the person asked.';

-- The disclosure ledger (34 CFR 99.32), and at the same time the permission: row-level security releases exactly
-- what the current transaction has recorded here. Append-only; the request role writes it through functions only.

create schema ledger;
comment on schema ledger is 'Who received what about whom, when, why and on which basis. Ids and categories, never values.';

create table ledger.request (
  id uuid primary key default gen_random_uuid(),
  xid xid8 not null,
  at timestamptz not null,
  staff_id uuid,
  membership_id uuid,
  organization_id uuid,
  district_id uuid,
  role text,
  token_categories text[],
  host text not null,
  operation text,
  document_hash text,
  client text,
  outcome text not null,
  refusal text,
  ordered_by text,
  ordered_over integer,
  constraint request_outcome check (outcome in ('ANSWERED', 'REFUSED', 'INVALID', 'FAILED', 'TIMED_OUT')),
  constraint request_once_per_transaction unique (xid, at)
);
comment on table ledger.request is 'Header: one row per request, whether answered, refused or failed.';
comment on column ledger.request.id is 'Identifies the request; shown in an error so that the operator can find it.';
comment on column ledger.request.xid is 'The transaction that wrote it: what it released is visible in that transaction only.';
comment on column ledger.request.at is 'The instant as of which everything was decided. Together with xid it stays unique after a restore into another cluster.';
comment on column ledger.request.staff_id is 'Who asked; absent when nobody could be found.';
comment on column ledger.request.membership_id is 'The membership in which they asked.';
comment on column ledger.request.organization_id is 'The organization on whose behalf.';
comment on column ledger.request.district_id is 'The district, for its own staff.';
comment on column ledger.request.role is 'The role in which they asked.';
comment on column ledger.request.token_categories is 'Categories the access token is limited to; absent: all.';
comment on column ledger.request.host is 'The address used.';
comment on column ledger.request.operation is 'Name of the operation.';
comment on column ledger.request.document_hash is 'SHA-256 of the document.';
comment on column ledger.request.client is 'What the client calls itself.';
comment on column ledger.request.outcome is 'ANSWERED, REFUSED (no access), INVALID (bad request), FAILED, TIMED_OUT.';
comment on column ledger.request.refusal is 'Why, as a code, when not answered.';
comment on column ledger.request.ordered_by is 'Category whose values ordered a list.';
comment on column ledger.request.ordered_over is 'Over how many students it was ordered.';
create index request_by_member on ledger.request (membership_id, at);
comment on index ledger.request_by_member is 'What this account received between two times.';

create table ledger.release (
  id uuid primary key default gen_random_uuid(),
  request_id uuid not null,
  xid xid8 not null,
  at timestamptz not null,
  organization_id uuid,
  category text not null,
  purpose text,
  released uuid[] not null,
  enrollments uuid[] not null,
  bases text[] not null,
  consents uuid[] not null,
  agreements uuid[] not null,
  withheld uuid[] not null,
  reasons text[] not null,
  constraint release_in_a_request foreign key (request_id) references ledger.request (id) on delete restrict
);
comment on table ledger.release is 'What one request released and withheld in one category.';
comment on column ledger.release.id is 'Identifies the row.';
comment on column ledger.release.request_id is 'The request.';
comment on column ledger.release.xid is 'The transaction that wrote it.';
comment on column ledger.release.at is 'The request''s instant.';
comment on column ledger.release.organization_id is 'The party that received (34 CFR 99.32(a)(3)(i)).';
comment on column ledger.release.category is 'The data category, or DISCLOSURES for a reading of this ledger itself.';
comment on column ledger.release.purpose is 'Legitimate interest as agreed (34 CFR 99.32(a)(3)(ii)).';
comment on column ledger.release.released is 'Students released.';
comment on column ledger.release.enrollments is 'Their enrollments released: what row-level security shows.';
comment on column ledger.release.bases is 'Legal bases.';
comment on column ledger.release.consents is 'Consents relied on.';
comment on column ledger.release.agreements is 'Agreements relied on.';
comment on column ledger.release.withheld is 'Students withheld.';
comment on column ledger.release.reasons is 'Why, in the order of withheld.';
create index release_by_transaction on ledger.release (xid, category);
comment on index ledger.release_by_transaction is 'access.opened: what the current transaction released.';
create index release_by_student on ledger.release using gin (released);
comment on index ledger.release_by_student is 'Who has seen this child.';
create index release_by_request on ledger.release (request_id);
comment on index ledger.release_by_request is 'The releases of a request; foreign key.';

-- Nobody rewrites history, not even the owner by accident.
create function ledger.refuse_change() returns trigger
language plpgsql as $$
begin
  raise exception 'the disclosure ledger is append-only' using errcode = 'insufficient_privilege';
end
$$;
comment on function ledger.refuse_change() is 'Refuses every delete and truncate of the ledger, and every update of a release.';
create function ledger.refuse_rewriting() returns trigger
language plpgsql as $$
begin
  if old.xid <> pg_current_xact_id()
    or to_jsonb(old) - 'ordered_by' - 'ordered_over' <> to_jsonb(new) - 'ordered_by' - 'ordered_over' then
    raise exception 'the disclosure ledger is append-only' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;
comment on function ledger.refuse_rewriting() is 'A header may say by what its list was ordered, in the transaction that wrote it; nothing else of it changes.';
create trigger request_is_not_rewritten before update on ledger.request for each row execute function ledger.refuse_rewriting();
create trigger release_is_append_only before update or delete on ledger.release for each row execute function ledger.refuse_change();
create trigger request_is_never_deleted before delete on ledger.request for each row execute function ledger.refuse_change();
create trigger release_is_never_truncated before truncate on ledger.release for each statement execute function ledger.refuse_change();
create trigger request_is_never_truncated before truncate on ledger.request for each statement execute function ledger.refuse_change();

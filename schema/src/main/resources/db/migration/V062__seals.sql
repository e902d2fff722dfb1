-- Seals over the ledger: each one holds the hash of the rows that it covers and of the seal before it, signed with a key that
-- is not in the database. Whoever rewrites a row, leaves one out or puts one in cannot write the seal that would fit.
--
-- Which rows does a seal cover? Not a range of transaction numbers alone: after a dump and a restore the counter of
-- transactions begins elsewhere, and the same number comes again. Nor a column of the row: the ledger's rows are never
-- updated. So a seal lists its rows, by id and hash. The list is durable, goes through any dump, names the one row that
-- was changed, and a row in two lists is impossible. The range of transactions only says where the next seal has to look:
-- below its end every transaction has ended, so a row that turns up there later was put in afterwards. When the counter
-- begins anew (another server, another database) an epoch begins, whose first seal takes whatever no list holds.

-- In which transaction a row was written: request and release know; a default tells it of the others.
alter table ledger.subject add column xid xid8 not null default pg_current_xact_id();
comment on column ledger.subject.xid is 'The transaction that wrote it.';
create index subject_by_transaction on ledger.subject (xid);
comment on index ledger.subject_by_transaction is 'The sealer: what has been written since the last seal.';
alter table audit.change add column xid xid8 not null default pg_current_xact_id();
comment on column audit.change.xid is 'The transaction that wrote it.';
create index change_by_transaction on audit.change (xid);
comment on index audit.change_by_transaction is 'The sealer: what has been written since the last seal.';
create trigger change_is_append_only before update or delete on audit.change for each row execute function ledger.refuse_change();
create trigger change_is_never_truncated before truncate on audit.change for each statement execute function ledger.refuse_change();

create table ledger.seal (
  sequence bigint primary key,
  epoch integer not null,
  place text not null,
  since_xid xid8 not null,
  upto_xid xid8 not null,
  requests integer not null,
  releases integer not null,
  subjects integer not null,
  changes integer not null,
  root bytea not null,
  sealed_at timestamptz not null,
  previous bytea,
  key_id text not null,
  hash bytea not null,
  signature bytea not null,
  constraint seal_has_a_hash_of_its_own unique (hash),
  constraint seal_is_followed_by_one unique nulls not distinct (previous),
  constraint seal_follows_another foreign key (previous) references ledger.seal (hash) on delete restrict,
  constraint seal_follows_all_but_the_first check ((sequence = 1) = (previous is null)),
  constraint seal_is_numbered check (sequence > 0 and epoch > 0),
  constraint seal_counts check (requests >= 0 and releases >= 0 and subjects >= 0 and changes >= 0)
);
comment on table ledger.seal is 'A signed seal over rows of the ledger and of the recorded changes; one follows the other, also when there was nothing to seal.';
comment on column ledger.seal.sequence is 'Counts the seals from 1, without a gap, through all epochs.';
comment on column ledger.seal.epoch is 'Counts how often the numbers of transactions have begun anew: after a restore.';
comment on column ledger.seal.place is 'Server and database in which it was made; another one begins an epoch.';
comment on column ledger.seal.since_xid is 'The first transaction that it covers.';
comment on column ledger.seal.upto_xid is 'The first transaction that it does not: all before had ended.';
comment on column ledger.seal.requests is 'How many rows of ledger.request it covers.';
comment on column ledger.seal.releases is 'How many rows of ledger.release.';
comment on column ledger.seal.subjects is 'How many rows of ledger.subject.';
comment on column ledger.seal.changes is 'How many rows of audit.change.';
comment on column ledger.seal.root is 'Root of the Merkle tree (RFC 6962) over the hashes of its rows, in the order of their positions.';
comment on column ledger.seal.sealed_at is 'When it was made.';
comment on column ledger.seal.previous is 'Hash of the seal before; absent: the first one.';
comment on column ledger.seal.key_id is 'Which key signed it: the begin of the SHA-256 of the public key.';
comment on column ledger.seal.hash is 'SHA-256 of the text that all columns before make.';
comment on column ledger.seal.signature is 'Ed25519 signature of that text.';

create table ledger.sealed_row (
  sequence bigint not null,
  position integer not null,
  relation text not null,
  row_id uuid not null,
  hash bytea not null,
  constraint sealed_row_by_seal primary key (sequence, position),
  constraint sealed_row_is_sealed_once unique (row_id, relation),
  constraint sealed_row_in_a_seal foreign key (sequence) references ledger.seal (sequence)
    on delete restrict deferrable initially deferred, -- the rows are read and listed before their root is known
  constraint sealed_row_is_of_a_table check (relation in ('request', 'release', 'subject', 'change'))
);
comment on table ledger.sealed_row is 'The rows that a seal covers.';
comment on column ledger.sealed_row.sequence is 'The seal.';
comment on column ledger.sealed_row.position is 'The place in its tree, from 0.';
comment on column ledger.sealed_row.relation is 'The table: request, release, subject or change.';
comment on column ledger.sealed_row.row_id is 'The row.';
comment on column ledger.sealed_row.hash is 'SHA-256 of the row, as a leaf of the tree.';

create trigger seal_is_append_only before update or delete on ledger.seal for each row execute function ledger.refuse_change();
create trigger seal_is_never_truncated before truncate on ledger.seal for each statement execute function ledger.refuse_change();
create trigger sealed_row_is_append_only before update or delete on ledger.sealed_row for each row execute function ledger.refuse_change();
create trigger sealed_row_is_never_truncated before truncate on ledger.sealed_row for each statement execute function ledger.refuse_change();

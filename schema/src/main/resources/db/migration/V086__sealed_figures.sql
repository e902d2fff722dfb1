-- Published figures, and who received them, come under the seals like the rest of the ledger. When a row was written is what a
-- seal holds it against: rows that are older than this column say when it came, for then they are sealed first.

alter table ledger.statistic
  add column xid xid8 not null default pg_current_xact_id(),
  add column recorded_at timestamptz not null default transaction_timestamp();
comment on column ledger.statistic.xid is 'The transaction that wrote it.';
comment on column ledger.statistic.recorded_at is 'When it was written; for rows from before there was this column, when it came.';
create index statistic_by_transaction on ledger.statistic (xid);
comment on index ledger.statistic_by_transaction is 'The sealer: what has been written since the last seal.';

alter table ledger.statistic_reading
  add column xid xid8 not null default pg_current_xact_id(),
  add column recorded_at timestamptz not null default transaction_timestamp();
comment on column ledger.statistic_reading.xid is 'The transaction that wrote it.';
comment on column ledger.statistic_reading.recorded_at is 'When it was written; for rows from before there was this column, when it came.';
create index statistic_reading_by_transaction on ledger.statistic_reading (xid);
comment on index ledger.statistic_reading_by_transaction is 'The sealer: what has been written since the last seal.';

-- Absent in the seals from before: what they signed does not speak of these tables.
alter table ledger.seal
  add column statistics integer,
  add column statistic_readings integer,
  add constraint seal_counts_figures check (statistics >= 0 and statistic_readings >= 0),
  add constraint seal_speaks_of_figures_or_not check ((statistics is null) = (statistic_readings is null));
comment on column ledger.seal.statistics is 'How many rows of ledger.statistic; absent: the seal is older than their sealing.';
comment on column ledger.seal.statistic_readings is 'How many rows of ledger.statistic_reading; absent like those.';

alter table ledger.sealed_row
  drop constraint sealed_row_is_of_a_table,
  add constraint sealed_row_is_of_a_table
    check (relation in ('request', 'release', 'subject', 'change', 'statistic', 'statistic_reading'));
comment on column ledger.sealed_row.relation is 'The table: request, release, subject, change, statistic or statistic_reading.';

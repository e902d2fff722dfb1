-- A seal covers what was written by transactions that have ended. Whoever holds one open holds back what is written after it began,
-- while seals go on being made. That is told by the seals themselves, when each names its own transaction: all that was written before a
-- seal is under a later one whose end is past its transaction.

alter table ledger.seal add column xid xid8;
comment on column ledger.seal.xid is 'The transaction that wrote it; absent: the seal is older than this column.';

-- What the district's own staff ask: who received what about its students, newest first.

create index release_by_time on ledger.release (at desc, id desc);
comment on index ledger.release_by_time is 'access.district_disclosures: newest first.';

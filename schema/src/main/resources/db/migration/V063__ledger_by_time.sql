-- Denials are looked for by time alone. Rows come in the order of time, so a summary of each stretch is index enough, and
-- costs the writers next to nothing.
create index request_by_time on ledger.request using brin (at);
comment on index ledger.request_by_time is 'access.denials: the requests of some days.';

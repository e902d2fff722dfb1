-- Aggregates. What leaves the organization is made once a month and kept as it was published, small cells suppressed: a
-- figure before and a figure after a child came are never both there. Who asked for which is in the ledger.

alter table party.district
  add column smallest_cell integer not null default 10,
  add constraint smallest_cell_is_raised_only check (smallest_cell >= 10);
comment on column party.district.smallest_cell is 'How many of its students a published figure counts at least; a district may raise it, never lower it below 10.';

create table ledger.statistic (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null,
  month date not null,
  measure text not null,
  dimensions text[] not null,
  smallest integer not null,
  query_set text not null,
  cells jsonb not null,
  made_at timestamptz not null default transaction_timestamp(),
  constraint statistic_of_an_organization foreign key (organization_id) references party.organization (id) on delete restrict,
  constraint statistic_once_a_month unique (organization_id, month, measure, dimensions),
  constraint statistic_of_a_month check (month = date_trunc('month', month))
);
comment on table ledger.statistic is 'A table of figures as it was published: suppressed cells are not in it, so nobody can look them up later.';
comment on column ledger.statistic.id is 'Identifies the table.';
comment on column ledger.statistic.organization_id is 'The organization whose students it counts.';
comment on column ledger.statistic.month is 'First day of the month in which it was made, and for which it stands.';
comment on column ledger.statistic.measure is 'What is measured.';
comment on column ledger.statistic.dimensions is 'By what; empty: the total alone.';
comment on column ledger.statistic.smallest is 'How many students a cell counts at least.';
comment on column ledger.statistic.query_set is 'SHA-256 of the students counted: two tables with the same one count the same students.';
comment on column ledger.statistic.cells is 'Labels, and the figure or that it is suppressed.';
comment on column ledger.statistic.made_at is 'When.';

create table ledger.statistic_reading (
  id uuid primary key default gen_random_uuid(),
  request_id uuid not null,
  audience text not null,
  measure text not null,
  dimensions text[] not null,
  query_set text not null,
  statistic_id uuid,
  constraint reading_in_a_request foreign key (request_id) references ledger.request (id) on delete restrict,
  constraint reading_of_a_statistic foreign key (statistic_id) references ledger.statistic (id) on delete restrict,
  constraint reading_audience check (audience in ('OWN_STAFF', 'EXTERNAL'))
);
comment on table ledger.statistic_reading is 'Who received which figures. Figures about one''s own named students are releases as well.';
comment on column ledger.statistic_reading.id is 'Identifies the reading.';
comment on column ledger.statistic_reading.request_id is 'The request.';
comment on column ledger.statistic_reading.audience is 'OWN_STAFF: not suppressed; EXTERNAL: suppressed.';
comment on column ledger.statistic_reading.measure is 'What is measured.';
comment on column ledger.statistic_reading.dimensions is 'By what.';
comment on column ledger.statistic_reading.query_set is 'SHA-256 of the students counted.';
comment on column ledger.statistic_reading.statistic_id is 'The published table; absent for OWN_STAFF.';
create index statistic_reading_by_request on ledger.statistic_reading (request_id);
comment on index ledger.statistic_reading_by_request is 'What a request received; foreign key.';
create index statistic_reading_by_statistic on ledger.statistic_reading (statistic_id);
comment on index ledger.statistic_reading_by_statistic is 'Who received a published table; foreign key.';

create trigger statistic_is_append_only before update or delete on ledger.statistic for each row execute function ledger.refuse_change();
create trigger statistic_is_never_truncated before truncate on ledger.statistic for each statement execute function ledger.refuse_change();
create trigger reading_is_append_only before update or delete on ledger.statistic_reading for each row execute function ledger.refuse_change();
create trigger reading_is_never_truncated before truncate on ledger.statistic_reading for each statement execute function ledger.refuse_change();

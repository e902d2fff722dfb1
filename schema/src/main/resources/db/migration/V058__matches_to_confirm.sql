-- A district that delivers no birth date: ID and both names are not enough. A match waits until the district has confirmed it
-- once, and the confirmation holds for that very combination of participant, record, ID, names and school.

create table sync.match_candidate (
  student_id uuid primary key,
  id uuid not null default gen_random_uuid(),
  district_id uuid not null,
  feed_id uuid not null,
  evidence text not null,
  found_at timestamptz not null,
  constraint match_candidate_once unique (id),
  constraint match_candidate_of_a_student foreign key (student_id) references roster.student (id) on delete cascade,
  constraint match_candidate_at_a_district foreign key (district_id) references party.district (id) on delete restrict,
  constraint match_candidate_of_a_feed foreign key (feed_id) references sync.feed (id) on delete cascade
);
comment on table sync.match_candidate is 'A student for whom a feed without birth dates delivers a record with the same ID and names. Nothing of that record.';
comment on column sync.match_candidate.student_id is 'The organization''s student.';
comment on column sync.match_candidate.id is 'Identifies this combination; another one has another id, so that nobody confirms what they have not seen.';
comment on column sync.match_candidate.district_id is 'The district.';
comment on column sync.match_candidate.feed_id is 'The feed that delivers the record.';
comment on column sync.match_candidate.evidence is 'Hash of the combination: participant, record, ID, names and school.';
comment on column sync.match_candidate.found_at is 'When a pull found this combination first.';
create index match_candidate_by_district on sync.match_candidate (district_id, found_at);
comment on index sync.match_candidate_by_district is 'access.to_confirm: what waits for a district''s steward.';
create index match_candidate_by_feed on sync.match_candidate (feed_id);
comment on index sync.match_candidate_by_feed is 'access.settle_candidates: what a feed delivers no more; foreign key.';

create table document.match_decision (
  id uuid primary key default gen_random_uuid(),
  student_id uuid not null,
  evidence text not null,
  decision text not null,
  decided_by uuid not null,
  decided_at timestamptz not null default transaction_timestamp(),
  constraint match_decision_of_a_student foreign key (student_id) references roster.student (id) on delete cascade,
  constraint match_decision_by_a_member foreign key (decided_by) references party.membership (id) on delete restrict,
  constraint match_decision_known check (decision in ('CONFIRMED', 'REFUSED'))
);
comment on table document.match_decision is 'What a district''s steward decided about a match without a birth date; of one student the latest counts.';
comment on column document.match_decision.id is 'Identifies the decision.';
comment on column document.match_decision.student_id is 'The organization''s student.';
comment on column document.match_decision.evidence is 'Hash of the combination that was decided on.';
comment on column document.match_decision.decision is 'CONFIRMED or REFUSED.';
comment on column document.match_decision.decided_by is 'The steward.';
comment on column document.match_decision.decided_at is 'When.';
create index match_decision_by_student on document.match_decision (student_id, decided_at desc);
comment on index document.match_decision_by_student is 'access.confirmed: the latest decision.';

set role link_policy;
grant execute on function audit.record_change() to link_owner; -- until the trigger below is made
reset role;
create trigger record_change after insert or update or delete on document.match_decision
  for each row execute function audit.record_change('evidence');
set role link_policy;
revoke execute on function audit.record_change() from link_owner;
reset role;

alter table stage.kept add column confirmed text;
comment on column stage.kept.confirmed is 'Hash of the combination that the district has confirmed without a birth date; absent: none.';

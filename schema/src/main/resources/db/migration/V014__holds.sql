-- Holds: a stop that closes access at once, whatever agreements and consents say. The reason is kept from those it closes.

create table document.hold (
  id uuid primary key default gen_random_uuid(),
  kind text not null,
  district_id uuid,
  district_student_id text,
  staff_id uuid,
  organization_id uuid,
  operator_agreement_id uuid,
  district_agreement_id uuid,
  feed_id uuid,
  cause text not null,
  note text,
  begins timestamptz not null default transaction_timestamp(),
  ends timestamptz,
  set_by uuid not null,
  ended_by uuid,
  constraint hold_kind check (kind in ('CLOSE', 'REMOVE')),
  constraint hold_removes_children_only check (kind = 'CLOSE' or district_student_id is not null),
  constraint hold_has_one_target check (
    num_nonnulls(district_id, staff_id, organization_id, operator_agreement_id, district_agreement_id, feed_id) = 1
    and (district_student_id is null or district_id is not null)),
  constraint hold_cause check (cause in (
    'SAFETY_PLAN', 'ADDRESS_CONFIDENTIALITY', 'CUSTODY_DISPUTE', 'INCIDENT', 'DEATH', 'DISTRICT_SWITCH', 'OTHER')),
  constraint hold_ends_after_it_begins check (ends >= begins),
  constraint hold_note_is_short check (length(note) <= 500),
  constraint hold_in_a_district foreign key (district_id) references party.district (id) on delete restrict,
  constraint hold_on_a_person foreign key (staff_id) references party.staff (id) on delete restrict,
  constraint hold_on_an_organization foreign key (organization_id) references party.organization (id) on delete restrict,
  constraint hold_on_an_operator_agreement foreign key (operator_agreement_id) references document.operator_agreement (id) on delete restrict,
  constraint hold_on_a_district_agreement foreign key (district_agreement_id) references document.district_agreement (id) on delete restrict,
  constraint hold_on_a_feed foreign key (feed_id) references sync.feed (id) on delete restrict,
  constraint hold_set_by foreign key (set_by) references party.membership (id) on delete restrict,
  constraint hold_ended_by foreign key (ended_by) references party.membership (id) on delete restrict
);
comment on table document.hold is 'A stop on a child, a district, a person, an organization, an agreement or a feed. In force from begins until ends.';
comment on column document.hold.id is 'Identifies the hold.';
comment on column document.hold.kind is 'CLOSE: nothing is shown; REMOVE (death): the child is on no list.';
comment on column document.hold.district_id is 'The district, whole or of one of its students.';
comment on column document.hold.district_student_id is 'The student, by district student ID: whoever is matched to it or was typed with it.';
comment on column document.hold.staff_id is 'The person.';
comment on column document.hold.organization_id is 'The organization.';
comment on column document.hold.operator_agreement_id is 'The agreement with the operator.';
comment on column document.hold.district_agreement_id is 'The agreement with a district.';
comment on column document.hold.feed_id is 'The feed: what it supplies.';
comment on column document.hold.cause is 'SAFETY_PLAN, ADDRESS_CONFIDENTIALITY, CUSTODY_DISPUTE, INCIDENT, DEATH, DISTRICT_SWITCH, OTHER; for those who set holds only.';
comment on column document.hold.note is 'In the words of who set it; at most 500 characters.';
comment on column document.hold.begins is 'From when.';
comment on column document.hold.ends is 'Until when; absent: until it is ended.';
comment on column document.hold.set_by is 'Who set it.';
comment on column document.hold.ended_by is 'Who ended it.';
create index hold_by_district on document.hold (district_id, district_student_id);
comment on index document.hold_by_district is 'access.decide: holds on a district and its students.';

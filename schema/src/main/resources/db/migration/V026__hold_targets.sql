-- Holds that the people set themselves: an organization on a participant or a member of its own, a district on an
-- organization as far as the district goes. And the principals whom a district names to fill the school officials' roster.

alter table document.hold
  add column participant_id uuid,
  add column membership_id uuid,
  add constraint hold_on_a_participant foreign key (participant_id) references roster.participant (id) on delete restrict,
  add constraint hold_on_a_member foreign key (membership_id) references party.membership (id) on delete restrict,
  drop constraint hold_removes_children_only,
  add constraint hold_removes_children_only check (kind = 'CLOSE' or num_nonnulls(district_student_id, participant_id) = 1),
  drop constraint hold_has_one_target,
  add constraint hold_has_one_target check (
    num_nonnulls(coalesce(organization_id, district_id), coalesce(staff_id, membership_id), participant_id,
      operator_agreement_id, district_agreement_id, feed_id) = 1
    and (district_student_id is null or district_id is not null and organization_id is null));
comment on column document.hold.staff_id is 'The person, wherever they belong.';
comment on column document.hold.participant_id is 'The participant, for the organization that set it on its own.';
comment on column document.hold.membership_id is 'The person in this one place; beside staff_id only how the person was named.';
comment on column document.hold.organization_id is 'The organization; with a district, only as far as that district goes.';
comment on column document.hold.district_id is 'The district, whole, or of one of its students, or as far as an organization goes.';
create index hold_by_setter on document.hold (set_by);
comment on index document.hold_by_setter is 'Query.holds: what the setter''s side has set; foreign key.';
create index hold_by_participant on document.hold (participant_id) where participant_id is not null;
comment on index document.hold_by_participant is 'access.decide: holds of an organization on its own participants; foreign key.';

create table document.principal (
  id uuid primary key default gen_random_uuid(),
  membership_id uuid not null,
  school_code text not null,
  named_at timestamptz not null default transaction_timestamp(),
  named_by uuid not null,
  ended_at timestamptz,
  ended_by uuid,
  version integer not null default 1,
  constraint principal_is_a_member foreign key (membership_id) references party.membership (id) on delete restrict,
  constraint principal_named_by foreign key (named_by) references party.membership (id) on delete restrict,
  constraint principal_ended_by foreign key (ended_by) references party.membership (id) on delete restrict,
  constraint principal_of_a_school check (school_code ~ '[^[:space:]]')
);
comment on table document.principal is 'School staff whom the district has named: they may put students of the school on the roster of a school official.';
comment on column document.principal.id is 'Identifies the naming.';
comment on column document.principal.membership_id is 'The member of the school''s staff.';
comment on column document.principal.school_code is 'The school, by the district''s code.';
comment on column document.principal.named_at is 'When.';
comment on column document.principal.named_by is 'The steward who named.';
comment on column document.principal.ended_at is 'When it was taken back; absent: it stands.';
comment on column document.principal.ended_by is 'The steward who took it back.';
comment on column document.principal.version is 'Counts the changes; an edit names the one it was made from.';
create unique index principal_stands_once on document.principal (membership_id, school_code) where ended_at is null;
comment on index document.principal_stands_once is 'A person is named once for a school.';
create trigger next_version before update on document.principal for each row execute function audit.next_version();

-- The function belongs to the policy role, which gives it for the making of this one trigger.
set role link_policy;
grant execute on function audit.record_change() to link_owner;
reset role;
create trigger record_change after insert or update or delete on document.principal for each row execute function audit.record_change();
set role link_policy;
revoke execute on function audit.record_change() from link_owner;
reset role;

create index designation_by_setter on document.designation (designated_by);
comment on index document.designation_by_setter is 'Query.designations: what a principal has entered; foreign key.';

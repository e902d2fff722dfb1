-- A course called Resource Math tells that a child has special education; a treatment school, an exit type Incarcerated or
-- a test of the alternate assessment tell as much. The district says which of its values give another category away, and
-- what is to be shown in their place. The engine applies it in the transaction that publishes: the neutral value stands in
-- the category's own table, and the revealing one where only the other category opens it.

create table sync.reveal_map (
  district_id uuid not null,
  kind text not null,
  value text not null,
  neutral text not null,
  category text,
  primary key (district_id, kind, value),
  constraint reveal_map_of_a_district foreign key (district_id) references party.district (id) on delete restrict,
  constraint reveal_map_kind check (kind in ('COURSE', 'SCHOOL', 'EXIT_TYPE', 'ASSESSMENT')),
  constraint reveal_map_value_has_text check (value ~ '[^[:space:]]' and neutral ~ '[^[:space:]]'),
  -- An exit type that gives nothing away is mapped too: one that is not mapped is hidden.
  constraint reveal_map_category check (coalesce(
    category in ('DISCIPLINE', 'SPECIAL_EDUCATION', 'SECTION_504', 'MULTILINGUAL', 'HOUSING_FOSTER', 'MEAL_STATUS'),
    kind = 'EXIT_TYPE')),
  constraint reveal_map_exit_type check (kind <> 'EXIT_TYPE' or neutral in ('TRANSFERRED', 'COMPLETED', 'DROPPED_OUT', 'LEFT'))
);
comment on table sync.reveal_map is 'What in a district''s values would give another category away, and what is shown in its place.';
comment on column sync.reveal_map.district_id is 'The district.';
comment on column sync.reveal_map.kind is 'COURSE, SCHOOL, EXIT_TYPE or ASSESSMENT.';
comment on column sync.reveal_map.value is 'The district''s value: a title, name or code; case does not count.';
comment on column sync.reveal_map.neutral is 'What is shown in its place; for an exit type TRANSFERRED, COMPLETED, DROPPED_OUT or LEFT.';
comment on column sync.reveal_map.category is 'The category that the value gives away, in which alone it is shown; absent for an exit type that gives nothing away.';

create table record.delivered_value (
  district_id uuid not null,
  subject_id uuid not null,
  kind text not null,
  value text not null,
  code text,
  neutral text,
  primary key (district_id, subject_id),
  constraint delivered_value_kind check (kind in ('COURSE', 'SCHOOL', 'EXIT_TYPE', 'ASSESSMENT'))
);
comment on table record.delivered_value is 'What the district delivered where something neutral is shown. The engine''s alone; nobody else is granted it.';
comment on column record.delivered_value.district_id is 'The district.';
comment on column record.delivered_value.subject_id is 'The school, section, class, assignment, assessment or enrollment whose value it is.';
comment on column record.delivered_value.kind is 'COURSE, SCHOOL, EXIT_TYPE or ASSESSMENT.';
comment on column record.delivered_value.value is 'The value as delivered.';
comment on column record.delivered_value.code is 'Its code as delivered, where there is one.';
comment on column record.delivered_value.neutral is 'What is shown in its place; absent for an exit type, which is shown only as it is mapped now.';
alter table record.delivered_value enable row level security;
alter table record.delivered_value force row level security;

create table record.revealed_value (
  district_id uuid not null,
  id uuid not null default gen_random_uuid(),
  enrollment_id uuid not null,
  category text not null,
  kind text not null,
  neutral text not null,
  value text not null,
  primary key (district_id, id),
  constraint revealed_value_of_an_enrollment foreign key (district_id, enrollment_id) references record.enrollment (district_id, id) on delete cascade,
  constraint revealed_value_once unique (enrollment_id, category, kind, neutral, value)
);
comment on table record.revealed_value is 'What a neutral value of a student stands for. Seen in the category that it gives away.';
comment on column record.revealed_value.district_id is 'The district.';
comment on column record.revealed_value.id is 'Identifies it.';
comment on column record.revealed_value.enrollment_id is 'The enrollment on which it hangs.';
comment on column record.revealed_value.category is 'The category that it gives away.';
comment on column record.revealed_value.kind is 'COURSE, SCHOOL, EXIT_TYPE or ASSESSMENT.';
comment on column record.revealed_value.neutral is 'What is shown in its place.';
comment on column record.revealed_value.value is 'The value as the district has it.';
alter table record.revealed_value enable row level security;
alter table record.revealed_value force row level security;

-- The rules and the engine go by the school's code, so it stays; what a person reads is a column of its own.
alter table record.school add column shown_code text;
comment on column record.school.shown_code is 'The code as people read it; absent where the school has none or its name is neutral.';

alter table record.enrollment add column exit_type text;
comment on column record.enrollment.exit_type is 'Why it ended, in neutral words: TRANSFERRED, COMPLETED, DROPPED_OUT or LEFT; absent where the district''s type is not mapped.';
alter table record.enrollment add constraint enrollment_exit_type check (exit_type in ('TRANSFERRED', 'COMPLETED', 'DROPPED_OUT', 'LEFT'));
alter table stage.enrollment add column exit_type text;
comment on column stage.enrollment.exit_type is 'The district''s exit type.';

-- Matches that a publish found broken: the number is another child's now, the names or the birth date are others, or the
-- record is gone. The district's steward is told until it is settled.

create table sync.broken_match (
  student_id uuid primary key,
  district_id uuid not null,
  student_version integer not null,
  broken_at timestamptz not null,
  constraint broken_match_of_a_student foreign key (student_id) references roster.student (id) on delete cascade,
  constraint broken_match_at_a_district foreign key (district_id) references party.district (id) on delete restrict
);
comment on table sync.broken_match is 'A match that stood before a pull and that what the pull published no longer proves. Nothing of the child whose record it is now.';
comment on column sync.broken_match.student_id is 'The organization''s student.';
comment on column sync.broken_match.district_id is 'The district.';
comment on column sync.broken_match.student_version is 'As which version of the student it broke: once the organization has corrected the number it is settled.';
comment on column sync.broken_match.broken_at is 'When the publish found it.';
create index broken_match_by_district on sync.broken_match (district_id);
comment on index sync.broken_match_by_district is 'access.broken: what waits for a district''s steward.';

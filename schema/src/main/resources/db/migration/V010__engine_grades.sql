-- What the pull engine remembers and prepares to publish grades.

-- A grade that was not released is dropped in memory, so a watermark will never deliver it again: like a window that
-- opens, a release that comes into effect, is added, moved or taken back makes the next read a full one.
alter table stage.scope
  add column serves_grades boolean not null default false,
  add column releases text not null default '';
comment on column stage.scope.serves_grades is 'Whether the feed delivers grades.';
comment on column stage.scope.releases is 'Hash of the district''s release dates, and which of them were still to come, when the read began.';

alter table stage.generation add column releases text not null default '';
comment on column stage.generation.releases is 'Hash of the district''s release dates, and which of them were still to come.';

-- Filled inside the publish transaction: new or changed grades with the enrollment on which they hang.
create unlogged table stage.grade_resolved (
  pull_id uuid not null,
  seq bigint not null,
  section_key text not null,
  enrollment_id uuid not null,
  primary key (pull_id, seq)
);
comment on table stage.grade_resolved is 'New or changed grades with their enrollment.';
comment on column stage.grade_resolved.pull_id is 'The pull.';
comment on column stage.grade_resolved.seq is 'The staged grade.';
comment on column stage.grade_resolved.section_key is 'The section''s key in the source.';
comment on column stage.grade_resolved.enrollment_id is 'The latest enrollment at the section''s school in the section''s school year.';

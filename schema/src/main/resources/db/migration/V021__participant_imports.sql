-- Files of participants, read row by row by a job that acts as the member who asked for it.

create table roster.participant_import (
  id uuid primary key,
  organization_id uuid not null,
  membership_id uuid not null,
  file_id uuid not null,
  state text not null default 'WAITING',
  asked_at timestamptz not null default transaction_timestamp(),
  ended_at timestamptz,
  claimed_until timestamptz,
  attempts integer not null default 0,
  problem text,
  problem_columns text[],
  accepted integer not null default 0,
  unchanged integer not null default 0,
  refused integer not null default 0,
  constraint import_into_an_organization foreign key (organization_id) references party.organization (id) on delete restrict,
  constraint import_asked_by_a_member foreign key (membership_id) references party.membership (id) on delete restrict,
  constraint import_of_a_file foreign key (file_id) references document.file (id) on delete restrict,
  constraint import_state check (state in ('WAITING', 'RUNNING', 'DONE', 'REFUSED', 'FAILED'))
);
comment on table roster.participant_import is 'A file of participants to read, and what came of it. It holds no value of the file.';
comment on column roster.participant_import.id is 'Identifies the import.';
comment on column roster.participant_import.organization_id is 'Whose participants.';
comment on column roster.participant_import.membership_id is 'Who asked; the job may what this member may when it runs.';
comment on column roster.participant_import.file_id is 'The uploaded file.';
comment on column roster.participant_import.state is 'WAITING, RUNNING; DONE, row by row; REFUSED, the file as a whole; FAILED, by a fault.';
comment on column roster.participant_import.asked_at is 'When it was asked for.';
comment on column roster.participant_import.ended_at is 'When it ended.';
comment on column roster.participant_import.claimed_until is 'Until when the instance that works on it has it; after that another one starts over.';
comment on column roster.participant_import.attempts is 'How often it was begun; after three it has failed.';
comment on column roster.participant_import.problem is 'Why the whole file was refused, as a code.';
comment on column roster.participant_import.problem_columns is 'Which documented columns the problem is about.';
comment on column roster.participant_import.accepted is 'Rows that added or changed something.';
comment on column roster.participant_import.unchanged is 'Rows that said what was known already.';
comment on column roster.participant_import.refused is 'Rows that were refused.';
create index participant_import_by_organization on roster.participant_import (organization_id, asked_at desc, id);
comment on index roster.participant_import_by_organization is 'Query.participantImports, newest first.';
create index participant_import_to_run on roster.participant_import (asked_at) where state in ('WAITING', 'RUNNING');
comment on index roster.participant_import_to_run is 'access.next_import: what waits, oldest first.';

create table roster.participant_import_refusal (
  import_id uuid not null,
  row_number integer not null,
  columns text[] not null,
  codes text[] not null,
  primary key (import_id, row_number),
  constraint refusal_of_an_import foreign key (import_id) references roster.participant_import (id) on delete cascade,
  constraint refusal_has_reasons check (cardinality(columns) = cardinality(codes) and cardinality(codes) > 0)
);
comment on table roster.participant_import_refusal is 'A row that was refused: where and why, never what it said.';
comment on column roster.participant_import_refusal.import_id is 'The import.';
comment on column roster.participant_import_refusal.row_number is 'The row, counted from 1 after the header.';
comment on column roster.participant_import_refusal.columns is 'Documented columns, one for each reason.';
comment on column roster.participant_import_refusal.codes is 'Reasons, as codes.';

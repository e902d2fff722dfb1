-- A list of participants is kept for its import alone: it names up to 5,000 children. Afterwards its content is destroyed;
-- that it was there, its size and its SHA-256 stay.

alter table document.file
  add column destroyed_at timestamptz,
  drop constraint file_is_there_or_not,
  add constraint file_is_there_or_not check (
    num_nonnulls(media_type, size, sha256, uploaded_at) in (0, 4)
    and (content is not null) = (uploaded_at is not null and destroyed_at is null)),
  add constraint file_destroyed_was_uploaded check (destroyed_at is null or uploaded_at is not null),
  add constraint file_destroyed_is_a_list check (destroyed_at is null or purpose = 'PARTICIPANT_IMPORT');
comment on column document.file.content is 'The content; absent until it is uploaded, and again once it is destroyed. Read through access.file_content alone, and by the job that imports it.';
comment on column document.file.destroyed_at is 'When the content of a list of participants was destroyed: with the end of its import, a day after the upload that nobody imports, or with the organization''s own data.';
create index file_list_kept on document.file (uploaded_at) where purpose = 'PARTICIPANT_IMPORT' and content is not null;
comment on index document.file_list_kept is 'access.next_import: lists that nobody imports.';
comment on index document.file_by_member is 'Rows that a member may see under policy own_file: access.my_membership().';
create index participant_import_of_file on roster.participant_import (file_id);
comment on index roster.participant_import_of_file is 'access.forget_list: whether another import of the file goes on; foreign key.';

-- The owner writes to no document; here it does, this once: lists whose import has ended, or whose organization is gone.
alter table document.file no force row level security;
update document.file f
set content = null, destroyed_at = transaction_timestamp()
where f.purpose = 'PARTICIPANT_IMPORT'
  and f.content is not null
  and not exists (
    select from roster.participant_import i where i.file_id = f.id and i.state in ('WAITING', 'RUNNING'))
  and (exists (select from roster.participant_import i where i.file_id = f.id)
    or exists (
      select
      from document.destruction d
      where d.organization_id = f.organization_id and d.ground = 'ORGANIZATION_CLOSED'));
alter table document.file force row level security;

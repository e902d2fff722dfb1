-- A file that nothing hangs on goes after a day, as a list does that nobody imports: else whoever may hand in files could
-- fill the disk, and the ledger with it. That it was there, its size and its SHA-256 stay.

alter table document.file drop constraint file_destroyed_is_a_list;
comment on column document.file.destroyed_at is 'When the content was destroyed: of a list of participants with the end of its import, a day after the upload that nobody imports, or with the organization''s own data; of another file a day after the upload if nothing hangs on it.';

create index file_document_kept on document.file (uploaded_at) where purpose <> 'PARTICIPANT_IMPORT' and content is not null;
comment on index document.file_document_kept is 'access.forget_files: files that nothing may hang on.';
comment on index document.file_by_member is 'Rows that a member may see under policy own_file: access.my_membership(); how many places a member has asked for lately.';

-- Files that people hand in: signed agreements, scans of consents, lists to import. A file comes in two steps: a mutation
-- asks for a place, and one upload with its ticket fills it, once.

create table document.file (
  id uuid primary key,
  membership_id uuid not null,
  organization_id uuid,
  district_id uuid,
  purpose text not null,
  name text not null,
  ticket_hash bytea not null unique,
  requested_at timestamptz not null default transaction_timestamp(),
  media_type text,
  size integer,
  sha256 text,
  content bytea,
  uploaded_at timestamptz,
  constraint file_of_a_member foreign key (membership_id) references party.membership (id) on delete restrict,
  constraint file_of_an_organization foreign key (organization_id) references party.organization (id) on delete restrict,
  constraint file_of_a_district foreign key (district_id) references party.district (id) on delete restrict,
  constraint file_purpose check (purpose in ('SIGNED_AGREEMENT', 'CONSENT_EVIDENCE', 'PARTICIPANT_IMPORT')),
  constraint file_media_type check (media_type in ('application/pdf', 'image/png', 'image/jpeg', 'text/csv')),
  constraint file_is_at_most_10_mebibytes check (size between 1 and 10485760 and size = length(content)),
  constraint file_is_there_or_not check (
    num_nonnulls(media_type, size, sha256, content, uploaded_at) in (0, 5))
);
comment on table document.file is 'A file that somebody handed in, or the place that waits for it.';
comment on column document.file.id is 'Identifies the file.';
comment on column document.file.membership_id is 'Who hands it in, as what.';
comment on column document.file.organization_id is 'The organization at whose address it was asked for; absent elsewhere.';
comment on column document.file.district_id is 'The district at whose address it was asked for; absent elsewhere.';
comment on column document.file.purpose is 'SIGNED_AGREEMENT, CONSENT_EVIDENCE or PARTICIPANT_IMPORT.';
comment on column document.file.name is 'Name of the file as the person gave it.';
comment on column document.file.ticket_hash is 'SHA-256 of the ticket that one upload may use, within ten minutes.';
comment on column document.file.requested_at is 'When the place was asked for.';
comment on column document.file.media_type is 'What it is, found in its content; absent until it is uploaded.';
comment on column document.file.size is 'Bytes; absent until it is uploaded.';
comment on column document.file.sha256 is 'SHA-256 of the content, hexadecimal; absent until it is uploaded.';
comment on column document.file.content is 'The content; absent until it is uploaded. Read through access.file_content alone.';
comment on column document.file.uploaded_at is 'When it was uploaded.';
create index file_by_member on document.file (membership_id, requested_at);
comment on index document.file_by_member is 'access.request_file: how many a member has asked for lately.';

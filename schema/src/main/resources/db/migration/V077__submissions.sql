-- What was sent with a key: the id of what a mutation creates follows from its key, so a key that came back with another
-- input would be answered with what the first one has made.

create table audit.submission (
  id uuid primary key,
  input bytea not null,
  at timestamptz not null default transaction_timestamp(),
  constraint submission_is_known_by_its_hash check (length(input) = 32)
);
comment on table audit.submission is 'A mutation that was carried out with an idempotency key, and what it was sent with.';
comment on column audit.submission.id is 'The member, the mutation and the key, as one id.';
comment on column audit.submission.input is 'SHA-256 of the input with its key, which nobody else knows: it says nothing of a child to whoever reads it here.';
comment on column audit.submission.at is 'When.';

-- Written by access.submit and access.unsubmit alone.
grant select, insert, delete on audit.submission to link_policy;
alter table audit.submission enable row level security;
alter table audit.submission force row level security;
create policy rules_write on audit.submission to link_policy using (true) with check (true);
create policy owner_reads on audit.submission for select to link_owner using (true);

-- How data gets in: feeds with their schedule, pulls with their ledger, and how fresh what is published is.

create schema sync;
comment on schema sync is 'Feeds, pulls, their ledger, leases and freshness.';

create table sync.feed (
  id uuid primary key default gen_random_uuid(),
  district_id uuid not null,
  name text not null,
  connector text not null,
  settings jsonb not null,
  categories text[] not null,
  cron text not null,
  zone text not null,
  enabled boolean not null default true,
  constraint feed_of_a_district foreign key (district_id) references party.district (id) on delete restrict,
  constraint feed_is_named_once unique (district_id, name)
);
comment on table sync.feed is 'A connector configured for one district, with its schedule.';
comment on column sync.feed.id is 'Identifies the feed.';
comment on column sync.feed.district_id is 'The district.';
comment on column sync.feed.name is 'Name shown to people.';
comment on column sync.feed.connector is 'Id of the connector, such as oneroster or csv.';
comment on column sync.feed.settings is 'Settings of the connector by name; secrets by reference only (env: or file:).';
comment on column sync.feed.categories is 'Data categories this feed supplies.';
comment on column sync.feed.cron is 'Schedule: six-field cron expression.';
comment on column sync.feed.zone is 'IANA time zone of the schedule.';
comment on column sync.feed.enabled is 'Whether the schedule runs.';

-- One pull per feed at a time, and one writer per district: whoever holds the lease with its current token.
create table sync.lease (
  district_id uuid primary key,
  token bigint not null default 0,
  holder text,
  held_until timestamptz,
  constraint lease_of_a_district foreign key (district_id) references party.district (id) on delete restrict
);
comment on table sync.lease is 'Who may write a district''s records now. The token grows with every holder, so that a stale holder''s write is refused.';
comment on column sync.lease.district_id is 'The district.';
comment on column sync.lease.token is 'Fencing token of the current holder.';
comment on column sync.lease.holder is 'The instance that holds the lease; absent: nobody.';
comment on column sync.lease.held_until is 'When the lease lapses by itself.';

create table sync.pull (
  id uuid primary key default gen_random_uuid(),
  feed_id uuid not null,
  mode text not null,
  state text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  problem text,
  problem_message text,
  constraint pull_of_a_feed foreign key (feed_id) references sync.feed (id) on delete restrict,
  constraint pull_mode check (mode in ('FULL', 'DELTA', 'STUDENTS')),
  constraint pull_state check (state in ('RUNNING', 'PUBLISHED', 'UNCHANGED', 'FAILED'))
);
comment on table sync.pull is 'One run of a feed.';
comment on column sync.pull.id is 'Identifies the pull.';
comment on column sync.pull.feed_id is 'The feed.';
comment on column sync.pull.mode is 'FULL, DELTA or STUDENTS.';
comment on column sync.pull.state is 'RUNNING; PUBLISHED; UNCHANGED (read, nothing to write); FAILED (the last good data stays).';
comment on column sync.pull.started_at is 'When it began.';
comment on column sync.pull.ended_at is 'When it ended.';
comment on column sync.pull.problem is 'Class of the problem that ended it, such as TransientProblem.';
comment on column sync.pull.problem_message is 'One sentence on what to do; never a value of a student.';
create index pull_by_feed on sync.pull (feed_id, started_at desc);
comment on index sync.pull_by_feed is 'Feed.pulls, newest first.';

create table sync.pull_stream (
  pull_id uuid not null,
  stream text not null,
  watermark_in text,
  watermark_out text,
  pages integer not null default 0,
  rows_read bigint not null default 0,
  kept bigint not null default 0,
  dropped bigint not null default 0,
  rejected bigint not null default 0,
  orphaned bigint not null default 0,
  created bigint not null default 0,
  changed bigint not null default 0,
  unchanged bigint not null default 0,
  deleted bigint not null default 0,
  primary key (pull_id, stream),
  constraint pull_stream_of_a_pull foreign key (pull_id) references sync.pull (id) on delete cascade
);
comment on table sync.pull_stream is 'What one pull did with one stream; counts only.';
comment on column sync.pull_stream.pull_id is 'The pull.';
comment on column sync.pull_stream.stream is 'The stream.';
comment on column sync.pull_stream.watermark_in is 'Watermark asked from.';
comment on column sync.pull_stream.watermark_out is 'Watermark for the next pull.';
comment on column sync.pull_stream.pages is 'Pages read.';
comment on column sync.pull_stream.rows_read is 'Rows read.';
comment on column sync.pull_stream.kept is 'Rows kept.';
comment on column sync.pull_stream.dropped is 'Rows dropped in memory because nobody may see them.';
comment on column sync.pull_stream.rejected is 'Rows that could not be used.';
comment on column sync.pull_stream.orphaned is 'Rows whose parent is missing.';
comment on column sync.pull_stream.created is 'Rows created at publish.';
comment on column sync.pull_stream.changed is 'Rows changed at publish.';
comment on column sync.pull_stream.unchanged is 'Rows that were the same.';
comment on column sync.pull_stream.deleted is 'Rows deleted at publish.';

create table sync.rejection (
  pull_id uuid not null,
  stream text not null,
  key_hash bytea,
  code text not null,
  field text not null,
  constraint rejection_of_a_pull foreign key (pull_id) references sync.pull (id) on delete cascade
);
comment on table sync.rejection is 'A row that could not be used: where and why, never what stood there.';
comment on column sync.rejection.pull_id is 'The pull.';
comment on column sync.rejection.stream is 'The stream.';
comment on column sync.rejection.key_hash is 'Hash of the row''s key.';
comment on column sync.rejection.code is 'Why it could not be used.';
comment on column sync.rejection.field is 'Path of the field in the source''s terms.';
create index rejection_by_pull on sync.rejection (pull_id);
comment on index sync.rejection_by_pull is 'Rejections of a pull; foreign key.';

create table sync.watermark (
  feed_id uuid not null,
  stream text not null,
  value text not null,
  primary key (feed_id, stream),
  constraint watermark_of_a_feed foreign key (feed_id) references sync.feed (id) on delete cascade
);
comment on table sync.watermark is 'From where the next delta asks; written only in the transaction that publishes.';
comment on column sync.watermark.feed_id is 'The feed.';
comment on column sync.watermark.stream is 'The stream.';
comment on column sync.watermark.value is 'The watermark, in the connector''s terms.';

create table sync.freshness (
  district_id uuid not null,
  category text not null,
  feed_id uuid not null,
  published_at timestamptz not null,
  covered_until date,
  primary key (district_id, category),
  constraint freshness_of_a_district foreign key (district_id) references party.district (id) on delete restrict,
  constraint freshness_by_a_feed foreign key (feed_id) references sync.feed (id) on delete restrict
);
comment on table sync.freshness is 'How old a district''s published data of a category is.';
comment on column sync.freshness.district_id is 'The district.';
comment on column sync.freshness.category is 'The data category.';
comment on column sync.freshness.feed_id is 'The feed that supplied it.';
comment on column sync.freshness.published_at is 'When a pull last confirmed or changed it.';
comment on column sync.freshness.covered_until is 'Last day that the delivery covers, where it says so.';

-- db-scheduler's own table, in the shape its documentation gives for PostgreSQL.
create table sync.scheduled_tasks (
  task_name text not null,
  task_instance text not null,
  task_data bytea,
  execution_time timestamptz not null,
  picked boolean not null,
  picked_by text,
  last_success timestamptz,
  last_failure timestamptz,
  consecutive_failures integer,
  last_heartbeat timestamptz,
  version bigint not null,
  priority smallint,
  state text,
  primary key (task_name, task_instance)
);
comment on table sync.scheduled_tasks is 'Due times of the feeds, kept by db-scheduler; cluster-safe.';
comment on column sync.scheduled_tasks.task_name is 'Kind of task.';
comment on column sync.scheduled_tasks.task_instance is 'The feed''s id.';
comment on column sync.scheduled_tasks.task_data is 'The feed''s schedule.';
comment on column sync.scheduled_tasks.execution_time is 'When it is due next.';
comment on column sync.scheduled_tasks.picked is 'Whether an instance runs it now.';
comment on column sync.scheduled_tasks.picked_by is 'The instance that runs it.';
comment on column sync.scheduled_tasks.last_success is 'When it last ended well.';
comment on column sync.scheduled_tasks.last_failure is 'When it last failed.';
comment on column sync.scheduled_tasks.consecutive_failures is 'Failures since the last success.';
comment on column sync.scheduled_tasks.last_heartbeat is 'Last sign of life of the instance that runs it.';
comment on column sync.scheduled_tasks.version is 'Guards against two pickers.';
comment on column sync.scheduled_tasks.priority is 'Unused.';
comment on column sync.scheduled_tasks.state is 'Unused.';
create index scheduled_tasks_by_due_time on sync.scheduled_tasks (execution_time);
comment on index sync.scheduled_tasks_by_due_time is 'db-scheduler: what is due.';
create index scheduled_tasks_by_heartbeat on sync.scheduled_tasks (last_heartbeat);
comment on index sync.scheduled_tasks_by_heartbeat is 'db-scheduler: whose instance died.';

// Version 1 of the history: conversations as trees of messages, their texts and images, runs, drafts, setups, and the search index.
// Once released, a migration never changes: histories of every released version must be able to migrate from where they are.

export const initialSchema = `
-- Title, time and excerpt are columns, so that the list is read from one index and never computed from messages.
create table conversations (
  number integer primary key,
  id text not null unique,
  default_title text not null,
  custom_title text,
  excerpt text not null,
  -- The model of the newest run.
  model text,
  is_pinned integer not null default 0 check (is_pinned in (0, 1)),
  updated_at integer not null,
  -- The newest message of the branch that is shown.
  leaf integer,
  -- The comparison shown side by side, as long as the branch that is shown ends in one of its answers.
  shown_comparison_id text,
  deleted_at integer
) strict;
create index conversations_in_list_order on conversations (is_pinned, updated_at, number) where deleted_at is null;
create index deleted_conversations on conversations (deleted_at) where deleted_at is not null;

create table messages (
  number integer primary key,
  id text not null unique,
  conversation integer not null references conversations on delete cascade,
  parent integer references messages on delete cascade,
  kind text not null check (kind in ('prompt', 'answer')),
  created_at integer not null,
  -- Deleting a message also deletes every message below it: all of them get the same time.
  deleted_at integer
) strict;
create index messages_of_conversation on messages (conversation);
create index children_of_message on messages (parent);
create index deleted_messages on messages (deleted_at) where deleted_at is not null;
-- The first prompts of a conversation have no parent, so children_of_message would find those of all conversations.
create index root_messages on messages (conversation) where parent is null;

-- Everything that can be searched. Numbers follow the order of saving, so "newest first" is the order of the numbers.
create table texts (
  number integer primary key,
  conversation integer not null references conversations on delete cascade,
  -- Null for a title.
  message integer references messages on delete cascade,
  kind text not null check (kind in ('title', 'prompt', 'attachment', 'answer')),
  -- The name of an attached file. An attached image has its name as its text, so that it can be found.
  name text,
  text text not null
) strict;
create index texts_of_conversation on texts (conversation);
create index texts_of_message on texts (message) where message is not null;

-- Prefixes of two to four letters are indexed: people search while they type, and four letters can already be a word as common as "with".
create virtual table search_index using fts5 (
  text, content = 'texts', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3 4'
);
create trigger texts_inserted after insert on texts begin
  insert into search_index (rowid, text) values (new.number, new.text);
end;
create trigger texts_deleted after delete on texts begin
  insert into search_index (search_index, rowid, text) values ('delete', old.number, old.text);
end;
create trigger texts_updated after update on texts begin
  insert into search_index (search_index, rowid, text) values ('delete', old.number, old.text);
  insert into search_index (rowid, text) values (new.number, new.text);
end;

create table runs (
  answer integer primary key references messages on delete cascade,
  model text not null,
  -- A name from shared/tasks.ts.
  task text not null,
  provider text,
  -- The name the key had at the time: renaming or forgetting a key does not change the history.
  key_name text,
  -- Null for the default style.
  style text check (style is null or json_valid(style)),
  -- The id that the runs of one comparison share; null for a run outside any comparison.
  comparison_id text,
  outcome text not null check (outcome in ('running', 'finished', 'length', 'filtered', 'stopped', 'interrupted', 'failed')),
  failure_code text,
  failure_detail text,
  retry_after_seconds real,
  input_tokens integer,
  output_tokens integer,
  first_text_ms integer,
  total_ms integer,
  -- The long text comes last: the columns before it are read without it.
  reasoning text not null default '',
  check ((outcome = 'failed') = (failure_code is not null))
) strict;
create index running_runs on runs (outcome) where outcome = 'running';
create index runs_of_comparison on runs (comparison_id) where comparison_id is not null;

-- The text of an answer that is still running, in chunks: rewriting a long answer twice a second would be too slow.
create table chunks (
  number integer primary key,
  run integer not null references runs on delete cascade,
  text text not null,
  reasoning text not null
) strict;
create index chunks_of_run on chunks (run);

-- Saved when they are added to a prompt box. The bytes come last: the columns before them are read without them.
create table images (
  number integer primary key,
  id text not null unique,
  type text not null check (type in ('image/jpeg', 'image/png')),
  width integer not null,
  height integer not null,
  created_at integer not null,
  bytes blob not null
) strict;

-- The images of prompts, each with the attachment's text. Prompts may share an image: an edited prompt does, and so does a fork.
create table attached_images (
  text integer primary key references texts on delete cascade,
  image integer not null references images on delete cascade
) strict;
create index texts_of_image on attached_images (image);

-- One row for each conversation, and one with null for the conversation that is not saved yet.
create table drafts (
  conversation integer references conversations on delete cascade,
  text text not null,
  attachments text not null
) strict;
create unique index draft_of_conversation on drafts (coalesce(conversation, 0));

-- Rows as in drafts. Instructions are not among the texts, because they are not searched.
create table setups (
  conversation integer references conversations on delete cascade,
  style text not null check (json_valid(style)),
  instructions text not null
) strict;
create unique index setup_of_conversation on setups (coalesce(conversation, 0));

create table last_opened (
  row integer primary key check (row = 1),
  conversation integer references conversations on delete set null
) strict;

-- What each key did in each month. Counted as runs end, and kept when their conversations are deleted.
create table key_usage (
  key_id text not null,
  month text not null,
  runs integer not null,
  input_tokens integer not null,
  output_tokens integer not null,
  primary key (key_id, month)
) strict, without rowid;

-- Models that have sent reasoning. Recorded as runs end, so that answers need not be searched for it.
create table thinking_models (
  model text primary key
) strict, without rowid;

-- Has its row while the search index or unused space in the file may still hold deleted text.
create table unfinished_purge (
  row integer primary key check (row = 1)
) strict;
`

// The first form of the history: conversations as trees of messages, their texts, runs, drafts, and the words to search by.
// Never changed once released: whoever has it must be able to go on from it.

export const conversations = `
-- Title, time and excerpt stand in the row itself: the list is read from one index and never computed from messages.
create table conversations (
  number integer primary key,
  id text not null unique,
  first_words text not null,
  own_title text,
  is_pinned integer not null default 0 check (is_pinned in (0, 1)),
  updated_at integer not null,
  excerpt text not null,
  model text,
  leaf integer,
  deleted_at integer
) strict;
create index listed on conversations (is_pinned, updated_at, number) where deleted_at is null;
create index deleted on conversations (deleted_at) where deleted_at is not null;

create table messages (
  number integer primary key,
  id text not null unique,
  conversation integer not null references conversations on delete cascade,
  parent integer references messages on delete cascade,
  kind text not null check (kind in ('prompt', 'answer')),
  created_at integer not null
) strict;
create index messages_of_conversation on messages (conversation);
create index children_of_message on messages (parent);

-- All that can be searched. Numbered as it was saved, so that "newest first" is the order of the numbers.
create table texts (
  number integer primary key,
  conversation integer not null references conversations on delete cascade,
  message integer references messages on delete cascade,
  place text not null check (place in ('title', 'prompt', 'attachment', 'answer')),
  name text,
  text text not null
) strict;
create index texts_of_conversation on texts (conversation);
create index texts_of_message on texts (message) where message is not null;

-- The first letters have indexes of their own: people search while they type, and the fourth makes a word as common as "with".
create virtual table words using fts5 (
  text, content = 'texts', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3 4'
);
create trigger texts_inserted after insert on texts begin
  insert into words (rowid, text) values (new.number, new.text);
end;
create trigger texts_deleted after delete on texts begin
  insert into words (words, rowid, text) values ('delete', old.number, old.text);
end;
create trigger texts_updated after update on texts begin
  insert into words (words, rowid, text) values ('delete', old.number, old.text);
  insert into words (rowid, text) values (new.number, new.text);
end;

create table runs (
  answer integer primary key references messages on delete cascade,
  model text not null,
  task text not null check (task in ('chat', 'continue')),
  provider text,
  reasoning text not null default '',
  outcome text not null check (outcome in ('running', 'finished', 'length', 'filtered', 'stopped', 'interrupted', 'failed')),
  failure_code text,
  failure_detail text,
  retry_after_seconds real,
  input_tokens integer,
  output_tokens integer,
  first_text_ms integer,
  total_ms integer,
  check ((outcome = 'failed') = (failure_code is not null))
) strict;
create index running on runs (outcome) where outcome = 'running';

-- What has come of an answer that is still running. Pieces, as writing all of a long answer anew twice a second would not do.
create table pieces (
  number integer primary key,
  run integer not null references runs on delete cascade,
  text text not null,
  reasoning text not null
) strict;
create index pieces_of_run on pieces (run);

-- One for each conversation, and one without for the conversation that does not exist yet.
create table drafts (
  conversation integer references conversations on delete cascade,
  text text not null,
  attachments text not null
) strict;
create unique index one_draft on drafts (coalesce(conversation, 0));

create table last_opened (
  row integer primary key check (row = 1),
  conversation integer references conversations on delete set null
) strict;

-- Holds its row while traces of what was deleted may still lie in the search index or between rows.
create table traces (
  row integer primary key check (row = 1)
) strict;
`

// The fourth form of the history: the style and the instructions of each conversation, the style each run was made with, and which
// models have been seen to think.

export const setups = `
-- One for each conversation, and one without for the conversation that does not exist yet. Not among the texts: instructions are
-- not searched.
create table setups (
  conversation integer references conversations on delete cascade,
  style text not null check (json_valid(style)),
  instructions text not null
) strict;
create unique index one_setup on setups (coalesce(conversation, 0));

-- Null: the usual one.
alter table runs add column style text check (style is null or json_valid(style));

-- Noted as runs end, so that nobody has to look through all answers for reasoning.
create table thinking_models (
  model text primary key
) strict, without rowid;
insert into thinking_models select distinct model from runs where reasoning <> '';
`

// The second form of the history: which key a run was made with, by its name, and what each key did in each month.

export const keys = `
-- As it was called then: a name in the history does not change when a key is called something else, or forgotten.
alter table runs add column key_name text;

-- Counted as runs end, and kept when conversations are deleted: nothing is computed by grouping runs.
create table key_uses (
  key_id text not null,
  month text not null,
  runs integer not null,
  input_tokens integer not null,
  output_tokens integer not null,
  primary key (key_id, month)
) strict, without rowid;
`

// The sixth form of the history: the pictures that go along with prompts.

export const images = `
-- Kept as soon as they are added to a prompt. The bytes come last: what stands before them is read without them.
create table images (
  number integer primary key,
  id text not null unique,
  type text not null check (type in ('image/jpeg', 'image/png')),
  width integer not null,
  height integer not null,
  created_at integer not null,
  bytes blob not null
) strict;

-- A picture that was sent stands among the texts with its name, which is what can be found of it, and in its place among all that went
-- along. Another prompt may go with the same picture: an edited one, or one of a fork.
create table image_texts (
  text integer primary key references texts on delete cascade,
  image integer not null references images on delete cascade
) strict;
create index texts_of_image on image_texts (image);
`

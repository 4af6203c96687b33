// The third form of the history: messages that were deleted, and can be brought back for a while.

export const deletedMessages = `
-- A message that is deleted takes along what follows it: each of them is marked with the same time.
alter table messages add column deleted_at integer;
create index deleted_messages on messages (deleted_at) where deleted_at is not null;

-- The first prompts of a conversation stand beside each other; the index of parents would find those of all conversations.
create index first_messages on messages (conversation) where parent is null;
`

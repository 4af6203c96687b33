// Reads the searchable text of a conversation in pages, because a long conversation is too much for one reply.

import type { Database } from 'better-sqlite3'
import { failed, succeeded, type Reply } from '../../../shared/failures.ts'
import type { Message } from '../../../shared/types/messages.ts'
import type { SearchableText, SearchablePage } from '../../../shared/types/search.ts'
import { createMessageReader } from '../store/messages.ts'
import { prepareParentQuery } from '../store/statements.ts'

/** A page ends when it has this many characters: a larger reply would block the window. */
const minPageLength = 200_000

/** Returns a function that reads the page ending before a message. It fails with `bad-input` if there is no such message. */
export function createTextReader(database: Database): (conversationId: string, before: string) => Reply<SearchablePage> {
  // A running answer is the last message, and its window has the text already.
  const messages = createMessageReader(database, () => false)
  const selectParent = prepareParentQuery(database)
  const selectParentById = database
    .prepare<[string, string], number | null>(
      `select parent from messages join conversations on conversations.number = conversation
       where messages.id = ? and conversations.id = ? and conversations.deleted_at is null`,
    )
    .pluck()
  // The text of an attached image is its name.
  const selectAttachmentNames = database
    .prepare<[number], string | null>(
      `select case when image is null then name else texts.text end
       from texts left join attached_images on attached_images.text = texts.number
       where message = ? and kind = 'attachment' order by texts.number`,
    )
    .pluck()

  function toSearchableText(number: number, message: Message): SearchableText {
    if (message.kind === 'prompt') {
      const attachmentNames = selectAttachmentNames.all(number).map((name) => name ?? '')
      return { kind: 'prompt', id: message.id, text: message.text, attachmentNames }
    }
    const { kind, id, text, reasoning, task } = message
    return { kind, id, text, reasoning, task }
  }

  return function readText(conversationId, before) {
    let parent = selectParentById.get(before, conversationId)
    if (parent === undefined) return failed('bad-input', 'No such message')
    const page: SearchableText[] = []
    let length = 0
    while (parent !== null && length < minPageLength) {
      const message = messages.readMessage(parent)
      if (message === null) return failed('bad-input', 'No such message')
      length += message.text.length + (message.kind === 'answer' ? message.reasoning.length : 0)
      page.push(toSearchableText(parent, message))
      parent = selectParent.get(parent) ?? null
    }
    return succeeded({ messages: page.toReversed(), isBeginning: parent === null })
  }
}

// What was said in a conversation before a message, read in parts: a long conversation is more than one reply should hold.

import type { Database } from 'better-sqlite3'
import { failed, succeeded, type Reply } from '../../../shared/failures.ts'
import type { Message } from '../../../shared/types/messages.ts'
import type { SearchableText, SearchablePage } from '../../../shared/types/search.ts'
import { createMessageReader } from '../store/messages.ts'

/** Characters after which a part is enough: what crosses to the window in one piece holds it up. */
const minPageLength = 200_000

/** Reads the part that ends before a message. Fails with `bad-input` where there is no such message. */
export function createTextReader(database: Database): (conversationId: string, before: string) => Reply<SearchablePage> {
  // An answer that is running is the last one, and its window has its text.
  const messages = createMessageReader(database, () => false)
  const selectParentOf = database.prepare<[string, string], { readonly parent: number | null }>(
    `select parent from messages join conversations on conversations.number = conversation
     where messages.id = ? and conversations.id = ? and conversations.deleted_at is null`,
  )
  const selectParent = database.prepare<[number], { readonly parent: number | null }>('select parent from messages where number = ?')

  // Of a picture, its name is the text.
  const selectNames = database
    .prepare<[number], string | null>(
      `select case when image is null then name else texts.text end from texts left join image_texts on image_texts.text = texts.number
       where message = ? and place = 'attachment' order by texts.number`,
    )
    .pluck()

  function toSearchableMessage(number: number, message: Message): SearchableText {
    if (message.kind === 'prompt') {
      return { kind: 'prompt', id: message.id, text: message.text, attachmentNames: selectNames.all(number).map((name) => name ?? '') }
    }
    const { kind, id, text, reasoning, task } = message
    return { kind, id, text, reasoning, task }
  }

  return function readText(conversationId, before) {
    const start = selectParentOf.get(before, conversationId)
    if (start === undefined) return failed('bad-input', 'No such message')
    const page: SearchableText[] = []
    let { parent } = start
    let length = 0
    while (parent !== null && length < minPageLength) {
      const message = messages.message(parent)
      if (message === null) return failed('bad-input', 'No such message')
      length += message.text.length + (message.kind === 'answer' ? message.reasoning.length : 0)
      page.push(toSearchableMessage(parent, message))
      parent = selectParent.get(parent)?.parent ?? null
    }
    return succeeded({ messages: page.toReversed(), isBeginning: parent === null })
  }
}

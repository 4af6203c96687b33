// Statements that several stores need.

import type { Database, Statement } from 'better-sqlite3'
import type { Message } from '../../../shared/types/messages.ts'

/** Finds the number of a conversation: null for null, which is the conversation not saved yet; undefined for an unknown id. */
export function createConversationLookup(database: Database): (conversationId: string | null) => number | null | undefined {
  const select = database.prepare<[string], number>('select number from conversations where id = ?').pluck()
  return (conversationId) => (conversationId === null ? null : select.get(conversationId))
}

/** The number of a message's parent: null for a root message, undefined if the message does not exist. */
export function prepareParentQuery(database: Database): Statement<[number], number | null> {
  return database.prepare<[number], number | null>('select parent from messages where number = ?').pluck()
}

interface NewMessage {
  readonly id: string
  readonly conversation: number
  readonly parent: number | null
  readonly kind: Message['kind']
  /** Milliseconds since 1970. */
  readonly createdAt: number
}

/** Inserts a message and returns its number. */
export function createMessageInserter(database: Database): (message: NewMessage) => number {
  const insert = database.prepare<[NewMessage]>(
    'insert into messages (id, conversation, parent, kind, created_at) values (:id, :conversation, :parent, :kind, :createdAt)',
  )
  return (message) => Number(insert.run(message).lastInsertRowid)
}

/** Reads what has been saved of a running answer, by its number. */
export function createChunkReader(database: Database): (answer: number) => { readonly text: string; readonly reasoning: string } {
  const select = database.prepare<[number], { readonly text: string; readonly reasoning: string }>(
    'select text, reasoning from chunks where run = ? order by number',
  )
  return (answer) => {
    const chunks = select.all(answer)
    return { text: chunks.map(({ text }) => text).join(''), reasoning: chunks.map(({ reasoning }) => reasoning).join('') }
  }
}

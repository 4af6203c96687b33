// The style and the instructions of each conversation, those of the conversation that does not exist yet, and which models think.

import type { Database } from 'better-sqlite3'
import { failed, succeeded, type Reply } from '../../../shared/failures.ts'
import { styleField, type Setup } from '../../../shared/types/style.ts'
import { attempt } from '../failure.ts'

export interface SetupStore {
  /** Null where nothing is kept. Null asks for that of the conversation that does not exist yet. */
  readonly getSetup: (conversationId: string | null) => Reply<Setup | null>
  /** Fails with `bad-input` when there is no such conversation. */
  readonly saveSetup: (conversationId: string | null, setup: Setup) => Reply<void>
  /** The models that have been seen to think before they answer. Outlives the conversations. */
  readonly thinkingModels: () => Reply<readonly string[]>
}

export function createSetupStore(database: Database): SetupStore {
  const conversation = database.prepare<[string], { readonly number: number }>('select number from conversations where id = ?')
  const select = database.prepare<[number], { readonly style: string; readonly instructions: string }>(
    'select style, instructions from setups where coalesce(conversation, 0) = ?',
  )
  const thinking = database.prepare<[], string>('select model from thinking_models').pluck()

  /** Null for the conversation that does not exist yet, undefined for one that is unknown. */
  function findConversationNumber(conversationId: string | null): number | null | undefined {
    return conversationId === null ? null : conversation.get(conversationId)?.number
  }

  return {
    getSetup: (conversationId) =>
      attempt(() => {
        const number = findConversationNumber(conversationId)
        const row = number === undefined ? undefined : select.get(number ?? 0)
        return succeeded(row === undefined ? null : { style: styleField.read(JSON.parse(row.style)), instructions: row.instructions })
      }),
    saveSetup: (conversationId, setup) =>
      attempt(() => {
        const number = findConversationNumber(conversationId)
        if (number === undefined) return failed('bad-input', 'No such conversation')
        writeSetup(database, number, setup)
        return succeeded(undefined)
      }),
    thinkingModels: () => attempt(() => succeeded(thinking.all())),
  }
}

/** To be called in the transaction in which the run begins: what it was asked with is then its conversation's. */
export function writeSetup(database: Database, conversation: number | null, { style, instructions }: Setup): void {
  database
    .prepare(
      `insert into setups (conversation, style, instructions) values (?, ?, ?)
       on conflict (coalesce(conversation, 0)) do update set style = excluded.style, instructions = excluded.instructions`,
    )
    .run(conversation, JSON.stringify(style), instructions)
}

/** What was chosen for the conversation that does not exist yet has become a conversation's own. */
export function deleteNewConversationSetup(database: Database): void {
  database.prepare('delete from setups where conversation is null').run()
}

/** To be called in the transaction in which a run that has thought ends. */
export function recordThinkingModel(database: Database, answer: number): void {
  database.prepare('insert or ignore into thinking_models select model from runs where answer = ?').run(answer)
}

// Style and instructions: of each conversation, and of the conversation that is not saved yet. Also which models think.

import type { Database } from 'better-sqlite3'
import { failed, succeeded, type Reply } from '../../../shared/failures.ts'
import { styleField, type Setup } from '../../../shared/types/style.ts'
import { attempt } from '../failure.ts'
import { createConversationLookup } from './statements.ts'

/** For all calls, a conversation of null is the one that is not saved yet. */
export interface SetupStore {
  /** Returns null if none is saved. */
  readonly getSetup: (conversationId: string | null) => Reply<Setup | null>
  /** Fails with `bad-input` for an unknown conversation. */
  readonly saveSetup: (conversationId: string | null, setup: Setup) => Reply<void>
  /** The models that have sent reasoning. Deleting conversations does not change it. */
  readonly listThinkingModels: () => Reply<readonly string[]>
}

export function createSetupStore(database: Database): SetupStore {
  const findConversation = createConversationLookup(database)
  const select = database.prepare<[number], { readonly style: string; readonly instructions: string }>(
    'select style, instructions from setups where coalesce(conversation, 0) = ?',
  )
  const selectThinkingModels = database.prepare<[], string>('select model from thinking_models').pluck()

  return {
    getSetup: (conversationId) =>
      attempt(() => {
        const conversation = findConversation(conversationId)
        const row = conversation === undefined ? undefined : select.get(conversation ?? 0)
        return succeeded(row === undefined ? null : { style: styleField.read(JSON.parse(row.style)), instructions: row.instructions })
      }),
    saveSetup: (conversationId, setup) =>
      attempt(() => {
        const conversation = findConversation(conversationId)
        if (conversation === undefined) return failed('bad-input', 'No such conversation')
        writeSetup(database, conversation, setup)
        return succeeded(undefined)
      }),
    listThinkingModels: () => attempt(() => succeeded(selectThinkingModels.all())),
  }
}

/** Saves the setup that a run was sent with as its conversation's. Call it in the transaction that begins the run. */
export function writeSetup(database: Database, conversation: number | null, { style, instructions }: Setup): void {
  database
    .prepare(
      `insert into setups (conversation, style, instructions) values (?, ?, ?)
       on conflict (coalesce(conversation, 0)) do update set style = excluded.style, instructions = excluded.instructions`,
    )
    .run(conversation, JSON.stringify(style), instructions)
}

/** Removes the setup of the conversation that is not saved yet. Call it when that conversation has been saved. */
export function deleteNewConversationSetup(database: Database): void {
  database.prepare('delete from setups where conversation is null').run()
}

/** Records the answer's model as one that thinks. Call it in the transaction that ends a run with reasoning. */
export function recordThinkingModel(database: Database, answer: number): void {
  database.prepare('insert or ignore into thinking_models select model from runs where answer = ?').run(answer)
}

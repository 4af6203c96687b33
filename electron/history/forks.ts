// A conversation made of a part of another one: the branch up to one of its messages, copied with texts and runs under new ids,
// and asked in the same style with the same instructions.

import { randomUUID } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { failed, succeeded, type Reply } from '../shared/errors.ts'
import { excerptFrom, titleFrom } from './excerpt.ts'
import { attempt } from './failure.ts'
import type { Messages } from './messages.ts'

export interface Forks {
  /**
   * Copies what was said up to a message into a new conversation, all of it or nothing, and gives the new one's id. Fails with
   * `bad-input` for a message that is not there or deleted, and for an answer that is still being written.
   */
  readonly fork: (conversationId: string, messageId: string) => Reply<string>
}

interface BranchRow {
  readonly number: number
  readonly kind: string
  readonly createdAt: number
  readonly outcome: string | null
}

export function keptForks(database: Database, messages: Messages): Forks {
  const statements = prepare(database)

  function copy(branch: readonly BranchRow[], last: BranchRow): string {
    const id = randomUUID()
    const said = branch.map(({ number }) => ({ number, text: messages.words(number) })).filter(({ text }) => text !== '')
    const title = titleFrom(said[0]?.text ?? '')
    const conversation = Number(statements.addConversation.run(id, title, Date.now(), excerptFrom(said.at(-1)?.text ?? '')).lastInsertRowid)
    let parent: number | null = null
    for (const { number, kind, createdAt } of branch) {
      const copied: number = Number(statements.addMessage.run(randomUUID(), conversation, parent, kind, createdAt).lastInsertRowid)
      statements.copyTexts.run(conversation, copied, number)
      statements.copyImages.run(copied, number)
      statements.copyRun.run(copied, number)
      parent = copied
    }
    statements.finish.run(parent, last.number, conversation)
    statements.copySetup.run(conversation, last.number)
    return id
  }

  const fork = database.transaction((conversationId: string, messageId: string): Reply<string> => {
    const branch = statements.branch.all(messageId, conversationId)
    const last = branch.at(-1)
    if (last === undefined) return failed('bad-input', 'No such message')
    if (branch.some(({ outcome }) => outcome === 'running')) return failed('bad-input', 'The answer is still being written')
    return succeeded(copy(branch, last))
  })

  return { fork: (conversationId, messageId) => attempt(() => fork.immediate(conversationId, messageId)) }
}

function prepare(database: Database) {
  const run = `model, task, provider, reasoning, outcome, failure_code, failure_detail, retry_after_seconds, input_tokens, output_tokens,
    first_text_ms, total_ms, key_name, style`
  return {
    branch: database.prepare<[string, string], BranchRow>(
      `with recursive branch (number, parent, depth) as (
         select messages.number, parent, 0 from messages join conversations on conversations.number = conversation
         where messages.id = ? and conversations.id = ? and messages.deleted_at is null and conversations.deleted_at is null
         union all
         select messages.number, messages.parent, depth + 1 from branch join messages on messages.number = branch.parent
       )
       select messages.number, kind, created_at as createdAt, outcome
       from branch cross join messages on messages.number = branch.number left join runs on answer = messages.number
       order by depth desc`,
    ),
    addConversation: database.prepare<[string, string, number, string]>(
      'insert into conversations (id, first_words, updated_at, excerpt) values (?, ?, ?, ?)',
    ),
    addMessage: database.prepare<[string, number, number | null, string, number]>(
      'insert into messages (id, conversation, parent, kind, created_at) values (?, ?, ?, ?, ?)',
    ),
    copyTexts: database.prepare<[number, number, number]>(
      `insert into texts (conversation, message, place, name, text)
       select ?, ?, place, name, text from texts where message = ? order by number`,
    ),
    // In the same order as before, the texts of the copy are those of the message.
    copyImages: database.prepare<[number, number]>(
      `insert into image_texts (text, image)
       select copies.number, image from
         (select number, row_number() over (order by number) as place from texts where message = ?) as copies
         join (select number, row_number() over (order by number) as place from texts where message = ?) as texts using (place)
         join image_texts on text = texts.number`,
    ),
    copyRun: database.prepare<[number, number]>(`insert into runs (answer, ${run}) select ?, ${run} from runs where answer = ?`),
    copySetup: database.prepare<[number, number]>(
      `insert into setups (conversation, style, instructions)
       select ?, style, instructions from setups join messages on messages.conversation = setups.conversation where messages.number = ?`,
    ),
    // The model of the last run that was copied, or of what was asked there.
    finish: database.prepare<[number | null, number, number]>(
      `update conversations set leaf = ?, model = coalesce(
         (select model from runs join messages on messages.number = answer where messages.conversation = conversations.number
          order by answer desc limit 1),
         (select other.model from messages join conversations as other on other.number = messages.conversation where messages.number = ?))
       where number = ?`,
    ),
  }
}

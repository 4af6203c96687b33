// A conversation made of a part of another one: the branch up to one of its messages, copied with texts and runs under new ids,
// and asked in the same style with the same instructions. Hides that a long one is read and copied in parts, between which everything
// else has its turn, into a conversation that counts as deleted until the last part is in: a crash leaves nothing but what is purged.

import { randomUUID } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'
import { failed, succeeded, type Reply } from '../../../shared/failures.ts'
import { excerptFrom, titleFrom } from './excerpt.ts'
import { attempt } from '../failure.ts'
import type { MessageReader } from './messages.ts'

export interface ForkStore {
  /**
   * Copies what was said up to a message into a new conversation, all of it or nothing that is ever shown, and gives the new one's id.
   * Fails with `bad-input` for a message that is not there, deleted, or forgotten meanwhile, and for an answer that is still being
   * written, and with `internal` when the history is closed meanwhile.
   */
  readonly fork: (conversationId: string, messageId: string) => Promise<Reply<string>>
}

interface BranchRow {
  readonly number: number
  readonly parent: number | null
  readonly kind: string
  readonly createdAt: number
  /** Null for a prompt. */
  readonly outcome: string | null
  /** How many texts it has, how many of them name a picture, and their length in bytes. */
  readonly texts: number
  readonly images: number
  readonly bytes: number
}

/** As far as a copy goes: its conversation and its newest message. */
interface CopyProgress {
  readonly conversation: number
  readonly message: number | null
}

/** Messages that are read at a time, and copied. */
const maxRowsPerRead = 500
const maxMessagesPerBatch = 50
/** Bytes of text that are copied at a time, unless one message alone has more: its words go into the index to search by. */
const maxBytesPerBatch = 128 * 1024

export function createForkStore(database: Database, messages: MessageReader): ForkStore {
  const statements = prepareStatements(database)

  /** One part of the work, all of it or nothing. */
  function runStep<Value>(work: () => Reply<Value>): Reply<Value> {
    if (!database.open) return failed('internal', 'The history was closed')
    return attempt(() => database.transaction(work).immediate())
  }

  /** From the root to the message. What stands above a message never changes, so it may be read bit by bit. */
  async function readBranch(conversationId: string, messageId: string): Promise<Reply<readonly BranchRow[]>> {
    const found = runStep(() => succeeded(statements.message.get(messageId, conversationId) ?? null))
    if (!found.ok) return found
    if (found.value === null) return failed('bad-input', 'No such message')
    const branch: BranchRow[] = []
    for (let next: number | null = found.value; next !== null; next = branch.at(-1)?.parent ?? null) {
      const from: number = next
      if (branch.length > 0) await turn()
      const read = runStep(() => succeeded(statements.ancestors.all(from, maxRowsPerRead)))
      if (!read.ok) return read
      if (read.value.length === 0) return failed('bad-input', 'The message is forgotten')
      if (read.value.some(({ outcome }) => outcome === 'running')) return failed('bad-input', 'The answer is still being written')
      branch.push(...read.value)
    }
    return succeeded(branch.toReversed())
  }

  function findFirstText(rows: readonly BranchRow[]): string {
    for (const { number, texts } of rows) {
      const text = texts === 0 ? '' : messages.getFirstText(number)
      if (text !== '') return text
    }
    return ''
  }

  function beginCopy(id: string, conversationId: string, branch: readonly BranchRow[]): CopyProgress {
    const lastAnswer = branch.findLast(({ outcome }) => outcome !== null)?.number ?? null
    const conversation = Number(
      statements.insertConversation.run({
        id,
        title: titleFrom(findFirstText(branch)),
        excerpt: excerptFrom(findFirstText(branch.toReversed())),
        now: Date.now(),
        lastAnswer,
        conversationId,
      }).lastInsertRowid,
    )
    statements.copySetup.run(conversation, conversationId)
    return { conversation, message: null }
  }

  /** Fails where something of it is gone: of a message that is only deleted, all is still there. */
  function copy(rows: readonly BranchRow[], { conversation, message }: CopyProgress): Reply<CopyProgress> {
    let newest = message
    const copies = rows.map((row) => {
      newest = Number(statements.insertMessage.run(randomUUID(), conversation, newest, row.kind, row.createdAt).lastInsertRowid)
      return { ...row, copy: newest }
    })
    const numberPairs = JSON.stringify(copies.map((each) => [each.number, each.copy]))
    const texts = statements.copyTexts.run(conversation, numberPairs).changes
    const runs = statements.copyRuns.run(numberPairs).changes
    for (const each of copies) if (each.images > 0) statements.copyImages.run(each.copy, each.number)
    const isComplete =
      texts === rows.reduce((sum, row) => sum + row.texts, 0) && runs === rows.filter(({ outcome }) => outcome !== null).length
    return isComplete ? succeeded({ conversation, message: newest }) : failed('bad-input', 'The message is forgotten')
  }

  return {
    async fork(conversationId, messageId) {
      const branch = await readBranch(conversationId, messageId)
      if (!branch.ok) return branch
      const id = randomUUID()
      const batches = splitIntoBatches(branch.value)
      let copied: CopyProgress | null = null
      for (const [index, rows] of batches.entries()) {
        if (index > 0) await turn()
        const before: CopyProgress | null = copied
        const next = runStep(() => {
          const copiedBatch = copy(rows, before ?? beginCopy(id, conversationId, branch.value))
          if (!copiedBatch.ok) return copiedBatch
          const { conversation, message } = copiedBatch.value
          // What is forgotten soon is what was deleted a while ago: not this one, as long as something of it is added.
          if (index < batches.length - 1) statements.hide.run(Date.now(), conversation)
          else statements.show.run(message, Date.now(), conversation)
          return copiedBatch
        })
        if (!next.ok) return next
        copied = next.value
      }
      return succeeded(id)
    },
  }
}

function splitIntoBatches(branch: readonly BranchRow[]): readonly (readonly BranchRow[])[] {
  const batches: BranchRow[][] = []
  let remainingBytes = 0
  for (const row of branch) {
    const last = batches.at(-1)
    remainingBytes -= row.bytes
    if (last !== undefined && last.length < maxMessagesPerBatch && remainingBytes >= 0) last.push(row)
    else {
      batches.push([row])
      remainingBytes = maxBytesPerBatch - row.bytes
    }
  }
  return batches
}

interface NewConversation {
  readonly id: string
  readonly title: string
  readonly excerpt: string
  readonly now: number
  readonly lastAnswer: number | null
  readonly conversationId: string
}

function prepareStatements(database: Database) {
  const run = `model, task, provider, reasoning, outcome, failure_code, failure_detail, retry_after_seconds, input_tokens, output_tokens,
    first_text_ms, total_ms, key_name, style`
  // Pairs of the numbers of a message and of its copy. Many in one statement: the index to search by is written after each.
  const copies = `(select value ->> 0 as source, value ->> 1 as copy, key as place from json_each(?))`
  return {
    message: database
      .prepare<[string, string], number>(
        `select messages.number from messages join conversations on conversations.number = conversation
         where messages.id = ? and conversations.id = ? and messages.deleted_at is null and conversations.deleted_at is null`,
      )
      .pluck(),
    ancestors: database.prepare<[number, number], BranchRow>(
      `with recursive branch (number, parent, depth) as (
         select number, parent, 1 from messages where number = ?
         union all
         select messages.number, messages.parent, depth + 1 from branch join messages on messages.number = branch.parent where depth < ?
       )
       select messages.number, messages.parent, kind, created_at as createdAt, outcome,
         (select count(*) from texts where message = messages.number) as texts,
         (select count(*) from texts join image_texts on image_texts.text = texts.number where message = messages.number) as images,
         (select coalesce(sum(octet_length(text)), 0) from texts where message = messages.number) as bytes
       from branch cross join messages on messages.number = branch.number left join runs on answer = messages.number
       order by depth`,
    ),
    // With the model of the last run that is copied, or of what was asked there.
    insertConversation: database.prepare<[NewConversation]>(
      `insert into conversations (id, first_words, updated_at, excerpt, model, deleted_at) values (:id, :title, :now, :excerpt,
         coalesce((select model from runs where answer = :lastAnswer), (select model from conversations where id = :conversationId)), :now)`,
    ),
    copySetup: database.prepare<[number, string]>(
      `insert into setups (conversation, style, instructions)
       select ?, style, instructions from setups where conversation = (select number from conversations where id = ?)`,
    ),
    insertMessage: database.prepare<[string, number, number | null, string, number]>(
      'insert into messages (id, conversation, parent, kind, created_at) values (?, ?, ?, ?, ?)',
    ),
    copyTexts: database.prepare<[number, string]>(
      `insert into texts (conversation, message, place, name, text)
       select ?, copies.copy, texts.place, name, text from ${copies} as copies cross join texts on message = source
       order by copies.place, texts.number`,
    ),
    // In the same order as before, the texts of the copy are those of the message.
    copyImages: database.prepare<[number, number]>(
      `insert into image_texts (text, image)
       select copies.number, image from
         (select number, row_number() over (order by number) as place from texts where message = ?) as copies
         join (select number, row_number() over (order by number) as place from texts where message = ?) as texts using (place)
         join image_texts on text = texts.number`,
    ),
    copyRuns: database.prepare<[string]>(
      `insert into runs (answer, ${run}) select copies.copy, ${run} from ${copies} as copies cross join runs on answer = source`,
    ),
    hide: database.prepare<[number, number]>('update conversations set deleted_at = ? where number = ?'),
    show: database.prepare<[number | null, number, number]>(
      'update conversations set leaf = ?, updated_at = ?, deleted_at = null where number = ?',
    ),
  }
}

// Forks: a new conversation from the branch up to a message of another one, with its texts, images, runs and setup under new ids. Hides
// that a long branch is copied in batches, with other work in between, into a conversation that counts as deleted until the last batch:
// after a crash the purge removes it.

import { randomUUID } from 'node:crypto'
import { setImmediate as nextTick } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'
import { failed, succeeded, type Reply } from '../../../shared/failures.ts'
import type { Message } from '../../../shared/types/messages.ts'
import { excerptFrom, titleFrom } from './excerpt.ts'
import { attempt } from '../failure.ts'
import type { MessageReader } from './messages.ts'
import { createMessageInserter } from './statements.ts'

export interface ForkStore {
  /**
   * Copies the branch up to a message into a new conversation and returns its id. A fork that fails is never shown. Fails with
   * `bad-input` for a message that does not exist, is deleted, or is purged meanwhile, and for an answer that is still running;
   * with `internal` if the history is closed meanwhile.
   */
  readonly fork: (conversationId: string, messageId: string) => Promise<Reply<string>>
}

interface BranchRow {
  readonly number: number
  readonly parent: number | null
  readonly kind: Message['kind']
  readonly createdAt: number
  /** Null for a prompt. */
  readonly outcome: string | null
  /** How many texts it has, and how many of them are names of images. */
  readonly texts: number
  readonly images: number
  /** The length of all its texts. */
  readonly bytes: number
}

/** The new conversation, and the newest message that has been copied to it. */
interface CopyProgress {
  readonly conversation: number
  readonly message: number | null
}

const maxRowsPerRead = 500
const maxMessagesPerBatch = 50
/** Bytes of text in a batch, unless a single message has more. Indexing the copied text takes most of the time. */
const maxBytesPerBatch = 128 * 1024

export function createForkStore(database: Database, messages: MessageReader): ForkStore {
  const statements = prepareStatements(database)
  const insertMessage = createMessageInserter(database)

  /** Does one step of the work in a transaction. */
  function runStep<Value>(work: () => Reply<Value>): Reply<Value> {
    if (!database.open) return failed('internal', 'The history was closed')
    return attempt(() => database.transaction(work).immediate())
  }

  /** Reads from the root to the message, in several steps: the ancestors of a message never change. */
  async function readBranch(conversationId: string, messageId: string): Promise<Reply<readonly BranchRow[]>> {
    const leaf = runStep(() => succeeded(statements.message.get(messageId, conversationId) ?? null))
    if (!leaf.ok) return leaf
    if (leaf.value === null) return failed('bad-input', 'No such message')
    const branch: BranchRow[] = []
    for (let next: number | null = leaf.value; next !== null; next = branch.at(-1)?.parent ?? null) {
      const from: number = next
      if (branch.length > 0) await nextTick()
      const rows = runStep(() => succeeded(statements.ancestors.all(from, maxRowsPerRead)))
      if (!rows.ok) return rows
      if (rows.value.length === 0) return failed('bad-input', 'The message was purged')
      if (rows.value.some(({ outcome }) => outcome === 'running')) return failed('bad-input', 'The answer is still running')
      branch.push(...rows.value)
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
    const { lastInsertRowid } = statements.insertConversation.run({
      id,
      title: titleFrom(findFirstText(branch)),
      excerpt: excerptFrom(findFirstText(branch.toReversed())),
      now: Date.now(),
      lastAnswer: branch.findLast(({ outcome }) => outcome !== null)?.number ?? null,
      conversationId,
    })
    const conversation = Number(lastInsertRowid)
    statements.copySetup.run(conversation, conversationId)
    return { conversation, message: null }
  }

  /** Fails if a message was purged meanwhile. A message that was only deleted still has everything. */
  function copyBatch(rows: readonly BranchRow[], { conversation, message }: CopyProgress): Reply<CopyProgress> {
    let newest = message
    const copies = rows.map((row) => {
      newest = insertMessage({ id: randomUUID(), conversation, parent: newest, kind: row.kind, createdAt: row.createdAt })
      return { ...row, copy: newest }
    })
    const numberPairs = JSON.stringify(copies.map((each) => [each.number, each.copy]))
    const texts = statements.copyTexts.run(conversation, numberPairs).changes
    const runs = statements.copyRuns.run(numberPairs).changes
    for (const each of copies) if (each.images > 0) statements.copyImages.run(each.copy, each.number)
    const isComplete =
      texts === rows.reduce((sum, row) => sum + row.texts, 0) && runs === rows.filter(({ outcome }) => outcome !== null).length
    return isComplete ? succeeded({ conversation, message: newest }) : failed('bad-input', 'The message was purged')
  }

  return {
    async fork(conversationId, messageId) {
      const branch = await readBranch(conversationId, messageId)
      if (!branch.ok) return branch
      const id = randomUUID()
      const batches = splitIntoBatches(branch.value)
      let progress: CopyProgress | null = null
      for (const [index, rows] of batches.entries()) {
        if (index > 0) await nextTick()
        const before: CopyProgress | null = progress
        const step = runStep(() => {
          const copied = copyBatch(rows, before ?? beginCopy(id, conversationId, branch.value))
          if (!copied.ok) return copied
          const { conversation, message } = copied.value
          // A new time of deletion with each batch keeps the purge away, which removes what was deleted a while ago.
          if (index < batches.length - 1) statements.hide.run(Date.now(), conversation)
          else statements.show.run(message, Date.now(), conversation)
          return copied
        })
        if (!step.ok) return step
        progress = step.value
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
  const runColumns = `model, task, provider, key_name, style, outcome, failure_code, failure_detail, retry_after_seconds, input_tokens,
    output_tokens, first_text_ms, total_ms, reasoning`
  // The numbers of messages and their copies. One statement for many, because the search index is written after each statement.
  const copies = `(select value ->> 0 as source, value ->> 1 as copy, key as position from json_each(?))`
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
         (select count(*) from texts join attached_images on attached_images.text = texts.number
           where message = messages.number) as images,
         (select coalesce(sum(octet_length(text)), 0) from texts where message = messages.number) as bytes
       from branch cross join messages on messages.number = branch.number left join runs on answer = messages.number
       order by depth`,
    ),
    // The model is that of the last run that is copied, or else that of the original conversation.
    insertConversation: database.prepare<[NewConversation]>(
      `insert into conversations (id, default_title, excerpt, model, updated_at, deleted_at) values (:id, :title, :excerpt,
         coalesce((select model from runs where answer = :lastAnswer), (select model from conversations where id = :conversationId)),
         :now, :now)`,
    ),
    copySetup: database.prepare<[number, string]>(
      `insert into setups (conversation, style, instructions)
       select ?, style, instructions from setups where conversation = (select number from conversations where id = ?)`,
    ),
    copyTexts: database.prepare<[number, string]>(
      `insert into texts (conversation, message, kind, name, text)
       select ?, copies.copy, texts.kind, name, text from ${copies} as copies cross join texts on message = source
       order by copies.position, texts.number`,
    ),
    // The texts of the copy are in the same order as those of the message.
    copyImages: database.prepare<[number, number]>(
      `insert into attached_images (text, image)
       select copies.number, image from
         (select number, row_number() over (order by number) as position from texts where message = ?) as copies
         join (select number, row_number() over (order by number) as position from texts where message = ?) as texts using (position)
         join attached_images on text = texts.number`,
    ),
    copyRuns: database.prepare<[string]>(
      `insert into runs (answer, ${runColumns})
       select copies.copy, ${runColumns} from ${copies} as copies cross join runs on answer = source`,
    ),
    hide: database.prepare<[number, number]>('update conversations set deleted_at = ? where number = ?'),
    show: database.prepare<[number | null, number, number]>(
      'update conversations set leaf = ?, updated_at = ?, deleted_at = null where number = ?',
    ),
  }
}

// Reads messages: the branch from the root of a conversation's tree down to one of its messages, with attachments and siblings.

import type { Database } from 'better-sqlite3'
import { failureCodes, type FailureCode } from '../../../shared/failures.ts'
import { defaultTask, taskNames, type Task } from '../../../shared/tasks.ts'
import { styleField } from '../../../shared/types/style.ts'
import type {
  Answer,
  Message,
  MessagePage,
  Outcome,
  AnswerWithSiblings,
  MessageWithSiblings,
  Siblings,
  Usage,
} from '../../../shared/types/messages.ts'
import type { Attachment, ImageAttachment, ImageTotals } from '../../../shared/types/attachments.ts'
import { createChunkReader } from './statements.ts'

interface MessageRow {
  readonly number: number
  readonly id: string
  readonly parent_id: string | null
  readonly kind: Message['kind']
  readonly created_at: number
  readonly text: string | null
}

interface RunRow {
  readonly model: string
  readonly task: string
  readonly provider: string | null
  readonly key_name: string | null
  readonly style: string | null
  readonly comparison_id: string | null
  readonly outcome: Outcome['kind']
  readonly failure_code: string | null
  readonly failure_detail: string | null
  readonly retry_after_seconds: number | null
  readonly input_tokens: number | null
  readonly output_tokens: number | null
  readonly first_text_ms: number | null
  readonly total_ms: number | null
  readonly reasoning: string
}

type AttachmentRow = { readonly message: number; readonly text: string } & (
  | { readonly image: null; readonly name: string | null }
  | (Omit<ImageAttachment, 'kind' | 'id' | 'name'> & { readonly image: string })
)

type Row = MessageRow & { readonly [Field in keyof RunRow]: RunRow[Field] | null }

// SQLite keeps the order of cross joins. For other joins it may scan all texts instead of looking up those of each message.
const columns = `
  select messages.number, messages.id, parents.id as parent_id, messages.kind, messages.created_at, texts.text, runs.*`
/**
 * Counts the siblings that meet a condition. Root messages and replies have an index each, and so a query each. A message has few
 * siblings, however long its conversation is.
 */
const countSiblings = (condition: string): string => `
  case when messages.parent is null
    then (select count(*) from messages as others
      where others.conversation = messages.conversation and others.parent is null and others.deleted_at is null and ${condition})
    else (select count(*) from messages as others where others.parent = messages.parent and others.deleted_at is null and ${condition})
  end`
/** Counts the models that have an answer in the same comparison. */
const countComparedModels = `
  (select count(distinct other_runs.model) from messages as others join runs as other_runs on other_runs.answer = others.number
    where others.parent = messages.parent and others.deleted_at is null and other_runs.comparison_id = runs.comparison_id)`
const siblingColumns = `${countSiblings('others.number <= messages.number')} as ordinal, ${countSiblings('true')} as count,
  ${countComparedModels} as comparedCount`
const joins = `
  left join messages as parents on parents.number = messages.parent
  left join texts on texts.message = messages.number and texts.kind <> 'attachment'
  left join runs on runs.answer = messages.number`
/** The messages from a leaf up to the root, at most :limit. The leaf has depth 0. */
const branch = `
  with recursive branch (number, parent, depth) as (
    select number, parent, 0 from messages where number = :leaf
    union all
    select messages.number, messages.parent, depth + 1 from branch join messages on messages.number = branch.parent
    where depth + 1 < :limit
  )`
/** More messages than any branch has. */
const noLimit = 2 ** 31

interface BranchRange {
  readonly leaf: number
  readonly limit: number
}

/** Takes and returns numbers of messages, unless a parameter is called `id`. */
export interface MessageReader {
  /** Reads from the root to this message, or the last `limit` of those. Empty if the message does not exist. */
  readonly readBranch: (leaf: number, limit?: number) => readonly MessageWithSiblings[]
  /** Counts the messages and images of a branch before its last `read` messages. */
  readonly countEarlier: (leaf: number, read: number) => Pick<MessagePage, 'earlier' | 'earlierImages'>
  /** Counts the messages of a branch after the message with that id; null if the branch does not contain it. */
  readonly countMessagesAfter: (leaf: number, id: string) => number | null
  /** Reads one message without its attachments. */
  readonly readMessage: (number: number) => Message | null
  /** Null for a prompt, too. */
  readonly readAnswer: (number: number) => Answer | null
  /**
   * Reads the newest answer of each model of a comparison, ordered by when each model was first asked. Empty if the given answer does
   * not belong to the comparison.
   */
  readonly readComparedAnswers: (answer: number, comparisonId: string) => readonly AnswerWithSiblings[]
  /** The first text of a message, its attachments included, that is more than white space; otherwise empty. */
  readonly getFirstText: (number: number) => string
}

/** @param isRunning whether this process is carrying out the run with that id */
export function createMessageReader(database: Database, isRunning: (runId: string) => boolean): MessageReader {
  const selectBranch = database.prepare<[BranchRange], Row & Siblings>(
    `${branch} ${columns}, ${siblingColumns}
    from branch cross join messages on messages.number = branch.number ${joins} order by depth desc`,
  )
  const selectComparedAnswers = database.prepare<{ readonly answer: number; readonly comparisonId: string }, Row & Siblings>(
    `with newest (number, first_number) as (
       select max(messages.number) filter (where messages.deleted_at is null), min(messages.number)
       from messages cross join runs on runs.answer = messages.number
       where messages.parent = (select parent from messages join runs on answer = number where number = :answer and comparison_id = :comparisonId)
         and runs.comparison_id = :comparisonId
       group by runs.model
     )
     ${columns}, ${siblingColumns}
     from newest cross join messages on messages.number = newest.number ${joins} order by first_number`,
  )
  const selectOne = database.prepare<[number], Row>(`${columns} from messages ${joins} where messages.number = ?`)
  const selectAttachments = database.prepare<[BranchRange], AttachmentRow>(`${branch}
    select texts.message, texts.name, texts.text, images.id as image, images.type, images.width, images.height, length(images.bytes) as size
    from branch cross join texts on texts.message = branch.number and texts.kind = 'attachment'
    left join attached_images on attached_images.text = texts.number left join images on images.number = attached_images.image
    order by texts.number`)
  const selectFirstText = database
    .prepare<[number], string>(`select text from texts where message = ? and trim(text, char(9, 10, 13, 32)) <> '' order by number limit 1`)
    .pluck()
  const selectEarlier = database.prepare<[BranchRange & { readonly read: number }], ImageTotals & { readonly earlier: number }>(
    `${branch} select (select count(*) from branch where depth >= :read) as earlier,
       count(images.number) as count, coalesce(sum(length(images.bytes)), 0) as bytes
     from branch cross join texts on texts.message = branch.number cross join attached_images on attached_images.text = texts.number
       cross join images on images.number = attached_images.image
     where depth >= :read`,
  )
  const selectDepth = database
    .prepare<[BranchRange & { readonly id: string }], number>(
      `${branch} select depth from branch where number = (select number from messages where id = :id)`,
    )
    .pluck()
  const readChunks = createChunkReader(database)

  function messageFrom(row: Row, attachments: readonly Attachment[]): Message {
    const { id, parent_id: parentId, text, created_at: createdAt } = row
    if (row.kind === 'prompt') return { kind: 'prompt', id, parentId, text: text ?? '', attachments, createdAt }
    if (!isAnswerRow(row) || parentId === null) throw new Error(`The answer ${id} has no run or no prompt`)
    const content = row.outcome === 'running' ? readChunks(row.number) : { text: text ?? '', reasoning: row.reasoning }
    return {
      kind: 'answer',
      id,
      parentId,
      ...content,
      model: row.model,
      task: taskFrom(row.task),
      provider: row.provider,
      outcome: outcomeFrom(row, isRunning(id)),
      usage: usageFrom(row),
      keyName: row.key_name,
      style: row.style === null ? null : styleField.read(JSON.parse(row.style)),
      comparisonId: row.comparison_id,
      startedAt: createdAt,
      firstTextMs: row.first_text_ms,
      totalMs: row.total_ms,
    }
  }

  function readMessage(number: number): Message | null {
    const row = selectOne.get(number)
    return row === undefined ? null : messageFrom(row, [])
  }

  return {
    readMessage,
    readBranch(leaf, limit = noLimit) {
      const attachmentRows = Map.groupBy(selectAttachments.all({ leaf, limit }), (row) => row.message)
      return selectBranch.all({ leaf, limit }).map((row) => {
        const attachments = (attachmentRows.get(row.number) ?? []).map(attachmentFrom)
        return { ...messageFrom(row, attachments), siblings: siblingsFrom(row) }
      })
    },
    countEarlier(leaf, read) {
      const { earlier, count, bytes } = selectEarlier.get({ leaf, limit: noLimit, read }) ?? { earlier: 0, count: 0, bytes: 0 }
      return { earlier, earlierImages: { count, bytes } }
    },
    countMessagesAfter: (leaf, id) => selectDepth.get({ leaf, limit: noLimit, id }) ?? null,
    readAnswer(number) {
      const message = readMessage(number)
      return message?.kind === 'answer' ? message : null
    },
    readComparedAnswers: (answer, comparisonId) =>
      selectComparedAnswers.all({ answer, comparisonId }).flatMap((row) => {
        const message = messageFrom(row, [])
        return message.kind === 'answer' ? { ...message, siblings: siblingsFrom(row) } : []
      }),
    getFirstText: (number) => selectFirstText.get(number) ?? '',
  }
}

function siblingsFrom({ ordinal, count, comparedCount }: Siblings): Siblings {
  return { ordinal, count, comparedCount }
}

/** The text of an attached image is its name. */
function attachmentFrom(row: AttachmentRow): Attachment {
  const { text } = row
  if (row.image === null) return { kind: 'text', name: row.name ?? '', text }
  const { image: id, type, width, height, size } = row
  return { kind: 'image', id, name: text, type, width, height, size }
}

function isAnswerRow(row: Row): row is MessageRow & RunRow {
  return row.outcome !== null
}

/** A task that this version of Parley does not know is read as the default one, so that its answer can still be shown. */
function taskFrom(savedTask: string): Task {
  return taskNames.find((name) => name === savedTask) ?? defaultTask
}

function outcomeFrom(row: RunRow, isRunning: boolean): Outcome {
  // A crash left the run, and the disk was too full to record that it was interrupted.
  if (row.outcome === 'running' && !isRunning) return { kind: 'interrupted' }
  if (row.outcome !== 'failed') return { kind: row.outcome }
  const { failure_detail: detail, retry_after_seconds: retryAfterSeconds } = row
  return {
    kind: 'failed',
    failure: {
      code: codeFrom(row.failure_code),
      ...(detail === null ? {} : { detail }),
      ...(retryAfterSeconds === null ? {} : { retryAfterSeconds }),
    },
  }
}

function codeFrom(savedCode: string | null): FailureCode {
  return failureCodes.find((code) => code === savedCode) ?? 'internal'
}

function usageFrom(row: RunRow): Usage | null {
  const { input_tokens: inputTokens, output_tokens: outputTokens } = row
  return inputTokens === null || outputTokens === null ? null : { inputTokens, outputTokens }
}

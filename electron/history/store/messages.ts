// Reads messages: from a leaf of the tree up to its root, in the order in which they were said.

import type { Database } from 'better-sqlite3'
import { failureCodes, type FailureCode } from '../../../shared/failures.ts'
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
  readonly task: Answer['task']
  readonly provider: string | null
  readonly reasoning: string
  readonly outcome: Outcome['kind']
  readonly failure_code: string | null
  readonly failure_detail: string | null
  readonly retry_after_seconds: number | null
  readonly input_tokens: number | null
  readonly output_tokens: number | null
  readonly first_text_ms: number | null
  readonly total_ms: number | null
  readonly key_name: string | null
  readonly style: string | null
  readonly comparison: string | null
}

interface SiblingCountsRow {
  readonly place: number
  readonly count: number
  readonly compared: number
}

type AttachmentRow = { readonly message: number; readonly text: string } & (
  | { readonly image: null; readonly name: string | null }
  | (Omit<ImageAttachment, 'kind' | 'id' | 'name'> & { readonly image: string })
)

type Row = MessageRow & { readonly [Field in keyof RunRow]: RunRow[Field] | null }

// A cross join keeps its order in SQLite: without it, it may read all texts there are rather than look each message up.
const columns = `
  select messages.number, messages.id, parents.id as parent_id, messages.kind, messages.created_at, texts.text, runs.*`
/** Two ways to look, as each has its index; of the messages at one place there are few, however long the conversation is. */
const countSiblingsSql = (which: string): string => `
  case when messages.parent is null
    then (select count(*) from messages as others
      where others.conversation = messages.conversation and others.parent is null and others.deleted_at is null and ${which})
    else (select count(*) from messages as others where others.parent = messages.parent and others.deleted_at is null and ${which})
  end`
/** Of how many models the same comparison has answers. */
const comparedCountSql = `
  (select count(distinct theirs.model) from messages as others join runs as theirs on theirs.answer = others.number
    where others.parent = messages.parent and others.deleted_at is null and theirs.comparison = runs.comparison)`
const siblingColumns = `${countSiblingsSql('others.number <= messages.number')} as place, ${countSiblingsSql('true')} as count, ${comparedCountSql} as compared`
const joins = `
  left join messages as parents on parents.number = messages.parent
  left join texts on texts.message = messages.number and texts.place <> 'attachment'
  left join runs on runs.answer = messages.number`
const branch = `
  with recursive branch (number, parent, depth) as (
    select number, parent, 0 from messages where number = :leaf
    union all
    select messages.number, messages.parent, depth + 1 from branch join messages on messages.number = branch.parent
    where depth + 1 < :limit
  )`
/** More than any branch has. */
const noLimit = 2 ** 31

interface BranchRange {
  readonly leaf: number
  readonly limit: number
}

export interface MessageReader {
  /** From the root to this message, or only the last `limit` of them. Empty when there is none of that number. */
  readonly readBranch: (leaf: number, limit?: number) => readonly MessageWithSiblings[]
  /** What stands before the last `read` of those. */
  readonly countEarlier: (leaf: number, read: number) => Pick<MessagePage, 'earlier' | 'earlierImages'>
  /** How many of those are behind the message of that id; null when it is not one of them. */
  readonly countMessagesAfter: (leaf: number, id: string) => number | null
  /** Without what went along with it. */
  readonly message: (number: number) => Message | null
  readonly answer: (number: number) => Answer | null
  /** The newest answer of each model in a comparison, if it is that of this answer, in the order in which the models were asked first. */
  readonly readComparedAnswers: (answer: number, comparison: string) => readonly AnswerWithSiblings[]
  /** The first of a message's texts that says something; empty where none does. */
  readonly getFirstText: (number: number) => string
}

/** @param isRunning whether a run of that id is being carried out by this very program. */
export function createMessageReader(database: Database, isRunning: (runId: string) => boolean): MessageReader {
  const selectBranch = database.prepare<[BranchRange], Row & SiblingCountsRow>(
    `${branch} ${columns}, ${siblingColumns}
    from branch cross join messages on messages.number = branch.number ${joins} order by depth desc`,
  )
  const selectComparedAnswers = database.prepare<{ readonly answer: number; readonly comparison: string }, Row & SiblingCountsRow>(
    `with newest (number, place_among) as (
       select max(messages.number) filter (where messages.deleted_at is null), min(messages.number)
       from messages cross join runs on runs.answer = messages.number
       where messages.parent = (select parent from messages join runs on answer = number where number = :answer and comparison = :comparison)
         and runs.comparison = :comparison
       group by runs.model
     )
     ${columns}, ${siblingColumns}
     from newest cross join messages on messages.number = newest.number ${joins} order by place_among`,
  )
  const selectOne = database.prepare<[number], Row>(`${columns} from messages ${joins} where messages.number = ?`)
  const selectAttachments = database.prepare<[BranchRange], AttachmentRow>(`${branch}
    select texts.message, texts.name, texts.text, images.id as image, images.type, images.width, images.height, length(images.bytes) as size
    from branch cross join texts on texts.message = branch.number and texts.place = 'attachment'
    left join image_texts on image_texts.text = texts.number left join images on images.number = image_texts.image
    order by texts.number`)
  const selectFirstText = database.prepare<[number], { readonly text: string }>(
    `select text from texts where message = ? and trim(text, char(9, 10, 13, 32)) <> '' order by number limit 1`,
  )
  const selectBefore = database.prepare<[BranchRange & { readonly read: number }], ImageTotals & { readonly earlier: number }>(
    `${branch} select (select count(*) from branch where depth >= :read) as earlier,
       count(images.number) as count, coalesce(sum(length(images.bytes)), 0) as bytes
     from branch cross join texts on texts.message = branch.number cross join image_texts on image_texts.text = texts.number
       cross join images on images.number = image_texts.image
     where depth >= :read`,
  )
  const selectDepth = database.prepare<[BranchRange & { readonly id: string }], { readonly depth: number }>(
    `${branch} select depth from branch where number = (select number from messages where id = :id)`,
  )
  const selectChunks = database.prepare<[number], { readonly text: string; readonly reasoning: string }>(
    'select text, reasoning from pieces where run = ? order by number',
  )

  function messageFrom(row: Row, attachments: readonly Attachment[]): Message {
    const { id, parent_id: parentId, text, created_at: createdAt } = row
    if (row.kind === 'prompt') return { kind: 'prompt', id, parentId, text: text ?? '', attachments, createdAt }
    if (!isAnswerRow(row) || parentId === null) throw new Error(`The answer ${id} has no run or no prompt`)
    const content = row.outcome === 'running' ? joinChunks(selectChunks.all(row.number)) : { text: text ?? '', reasoning: row.reasoning }
    return {
      kind: 'answer',
      id,
      parentId,
      ...content,
      model: row.model,
      task: row.task,
      provider: row.provider,
      outcome: outcomeFrom(row, isRunning(id)),
      usage: usageFrom(row),
      keyName: row.key_name,
      style: row.style === null ? null : styleField.read(JSON.parse(row.style)),
      comparison: row.comparison,
      startedAt: createdAt,
      firstTextMs: row.first_text_ms,
      totalMs: row.total_ms,
    }
  }

  function readBranch(leaf: number, limit = noLimit): readonly MessageWithSiblings[] {
    const attachments = Map.groupBy(selectAttachments.all({ leaf, limit }), (row) => row.message)
    return selectBranch.all({ leaf, limit }).map((row) => {
      const promptAttachments = (attachments.get(row.number) ?? []).map(attachmentFrom)
      return { ...messageFrom(row, promptAttachments), siblings: siblingsFrom(row) }
    })
  }

  function message(number: number): Message | null {
    const row = selectOne.get(number)
    return row === undefined ? null : messageFrom(row, [])
  }

  return {
    readBranch,
    message,
    countEarlier(leaf, read) {
      const { earlier, count, bytes } = selectBefore.get({ leaf, limit: noLimit, read }) ?? { earlier: 0, count: 0, bytes: 0 }
      return { earlier, earlierImages: { count, bytes } }
    },
    countMessagesAfter: (leaf, id) => selectDepth.get({ leaf, limit: noLimit, id })?.depth ?? null,
    answer(number) {
      const found = message(number)
      return found?.kind === 'answer' ? found : null
    },
    readComparedAnswers: (number, comparison) =>
      selectComparedAnswers.all({ answer: number, comparison }).flatMap((row) => {
        const answer = messageFrom(row, [])
        return answer.kind === 'answer' ? { ...answer, siblings: siblingsFrom(row) } : []
      }),
    getFirstText: (number) => selectFirstText.get(number)?.text ?? '',
  }
}

function siblingsFrom({ place: ordinal, count, compared: models }: SiblingCountsRow): Siblings {
  return { ordinal, count, comparedCount: models }
}

/** Puts what was saved of a running answer together. */
export function joinChunks(chunks: readonly { readonly text: string; readonly reasoning: string }[]): {
  readonly text: string
  readonly reasoning: string
} {
  return { text: chunks.map((chunk) => chunk.text).join(''), reasoning: chunks.map((chunk) => chunk.reasoning).join('') }
}

/** Of a picture, its name is the text. */
function attachmentFrom(row: AttachmentRow): Attachment {
  const { text } = row
  if (row.image === null) return { kind: 'text', name: row.name ?? '', text }
  const { image: id, type, width, height, size } = row
  return { kind: 'image', id, name: text, type, width, height, size }
}

function isAnswerRow(row: Row): row is MessageRow & RunRow {
  return row.outcome !== null
}

function outcomeFrom(row: RunRow, isRunning: boolean): Outcome {
  // Left running by a crash, on a disk too full to write down that it was interrupted.
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

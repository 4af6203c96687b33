// The conversations as a person sees them in the list: their order, titles, pins, and what deleting and its undoing mean.

import type { Database } from 'better-sqlite3'
import { failed, succeeded, type Reply } from '../../../shared/failures.ts'
import { messagesBeforeTarget, messagePageSize, type MessagePage } from '../../../shared/types/messages.ts'
import type { Conversation, ConversationPage, ConversationSummary } from '../../../shared/types/conversations.ts'
import type { DraftStore } from './drafts.ts'
import { attempt } from '../failure.ts'
import type { MessageReader } from './messages.ts'
import type { SetupStore } from './setups.ts'

/** Calls about a conversation that is not there, or is deleted, fail with `bad-input`. */
export interface ConversationStore {
  /** A page of conversations, pinned ones first, then newest first; `after` is the `next` of the page before. */
  readonly list: (after: string | null) => Reply<ConversationPage>
  readonly count: () => Reply<number>
  /**
   * The conversation with the newest messages of the branch that was added to last; null when there is none.
   * @param from a message that is to be among them, if it is in that branch
   */
  readonly open: (conversationId: string, from?: string | null) => Reply<Conversation | null>
  /** The newest of the messages before that one, at most so many. */
  readonly older: (conversationId: string, before: string, limit: number) => Reply<MessagePage>
  /** All of the branch that `open` shows the end of, with the answers that are side by side at its end, and what the conversation is called. */
  readonly readFullBranch: (conversationId: string) => Reply<Pick<Conversation, 'title' | 'messages' | 'comparison'>>
  /** Null when there is no such conversation. */
  readonly getSummary: (conversationId: string) => ConversationSummary | null
  /** An empty title gives the conversation its first words back. */
  readonly rename: (conversationId: string, title: string) => Reply<ConversationSummary>
  readonly pin: (conversationId: string, isPinned: boolean) => Reply<ConversationSummary>
  /** Hides the conversation until it is brought back or purged. */
  readonly delete: (conversationId: string) => Reply<void>
  readonly undoDelete: (conversationId: string) => Reply<ConversationSummary>
  /** The conversation to start with; null: the one that does not exist yet. */
  readonly lastOpened: () => string | null
  readonly setLastOpened: (conversationId: string | null) => Reply<void>
  /** For the parts of the history, which know a conversation by its number; null for a deleted one. */
  readonly getSummaryByNumber: (number: number) => ConversationSummary | null
}

const pageSize = 50
const noEarlierMessages = { earlier: 0, earlierImages: { count: 0, bytes: 0 } } as const

interface SummaryRow {
  readonly number: number
  readonly id: string
  readonly title: string
  readonly is_pinned: 0 | 1
  readonly updated_at: number
  readonly excerpt: string
  readonly model: string | null
}

interface VisibleBranchRow {
  /** The newest message of the branch that is shown. */
  readonly leaf: number | null
  readonly comparing: string | null
}

export function createConversationStore(
  database: Database,
  messages: MessageReader,
  drafts: DraftStore,
  setups: SetupStore,
): ConversationStore {
  const statements = prepareStatements(database)

  function getSummaryByNumber(number: number): ConversationSummary | null {
    const row = statements.visibleByNumber.get(number)
    return row === undefined ? null : summaryFrom(row)
  }

  function getExistingSummary(number: number): ConversationSummary {
    const row = statements.byNumber.get(number)
    if (row === undefined) throw new Error(`Conversation ${number} is gone`)
    return summaryFrom(row)
  }

  /** Does the change to a conversation that is there, and tells how it stands then. */
  function updateConversation(conversationId: string, update: (number: number) => void): Reply<ConversationSummary> {
    return attempt(() => {
      const row = statements.byId.get(conversationId)
      if (row === undefined) return failed('bad-input', 'No such conversation')
      database.transaction(update).immediate(row.number)
      return succeeded(getExistingSummary(row.number))
    })
  }

  /** What stands side by side at the end of what is shown, and the last message before it. */
  function getBranchEnd({ leaf, comparing }: VisibleBranchRow): {
    readonly end: number | null
    readonly comparison: Conversation['comparison']
  } {
    const comparedAnswers = leaf === null || comparing === null ? [] : messages.readComparedAnswers(leaf, comparing)
    if (leaf === null || comparedAnswers.length < 2) return { end: leaf, comparison: null }
    return { end: statements.parentOf.get(leaf)?.parent ?? null, comparison: comparedAnswers }
  }

  /** How many messages lead back to one of them, with some before that; a page where it is nearer than that, or not among them. */
  function countMessagesBackTo(leaf: number | null, from: string | null): number {
    const distance = leaf === null || from === null ? null : messages.countMessagesAfter(leaf, from)
    return Math.max(messagePageSize, distance === null ? 0 : distance + 1 + messagesBeforeTarget)
  }

  function readPageUpTo(leaf: number | null, limit: number): MessagePage {
    if (leaf === null) return { messages: [], ...noEarlierMessages }
    const page = messages.readBranch(leaf, limit)
    return { messages: page, ...(page.length < limit ? noEarlierMessages : messages.countEarlier(leaf, page.length)) }
  }

  return {
    getSummaryByNumber,

    list: (after) =>
      attempt(() => {
        const from = after === null ? [2, 0, 0] : after.split('.').map(Number)
        const [isPinned, updatedAt, number] = from
        if (isPinned === undefined || updatedAt === undefined || number === undefined || !from.every(Number.isFinite)) {
          return failed('bad-input', 'Not the end of a page')
        }
        const rows = statements.page.all(isPinned, updatedAt, number, pageSize + 1)
        const visibleRows = rows.slice(0, pageSize)
        const last = visibleRows.at(-1)
        const next = rows.length > pageSize && last ? [last.is_pinned, last.updated_at, last.number].join('.') : null
        return succeeded({ conversations: visibleRows.map(summaryFrom), next })
      }),

    count: () => attempt(() => succeeded(statements.count.get()?.count ?? 0)),

    open: (conversationId, from = null) =>
      attempt(() => {
        const row = statements.byId.get(conversationId)
        if (row === undefined) return succeeded(null)
        const draft = drafts.getDraft(conversationId)
        if (!draft.ok) return draft
        const setup = setups.getSetup(conversationId)
        if (!setup.ok) return setup
        const { end, comparison } = getBranchEnd(row)
        return succeeded({
          ...summaryFrom(row),
          ...readPageUpTo(end, countMessagesBackTo(end, from)),
          comparison,
          draft: draft.value,
          setup: setup.value,
        })
      }),

    older: (conversationId, before, limit) =>
      attempt(() => {
        const row = statements.byId.get(conversationId)
        const message = row === undefined ? undefined : statements.parent.get(before, row.number)
        return message === undefined ? failed('bad-input', 'No such message') : succeeded(readPageUpTo(message.parent, limit))
      }),

    readFullBranch: (conversationId) =>
      attempt(() => {
        const row = statements.byId.get(conversationId)
        if (row === undefined) return failed('bad-input', 'No such conversation')
        const { end, comparison } = getBranchEnd(row)
        return succeeded({ title: row.title, messages: end === null ? [] : messages.readBranch(end), comparison })
      }),

    getSummary(conversationId) {
      const row = statements.byId.get(conversationId)
      return row === undefined ? null : summaryFrom(row)
    },

    rename: (conversationId, title) =>
      updateConversation(conversationId, (number) => {
        const customTitle = title.replaceAll(/\s+/g, ' ').trim()
        statements.setTitle.run(customTitle === '' ? null : customTitle, number)
        statements.deleteTitleText.run(number)
        if (customTitle !== '') statements.insertTitleText.run(number, customTitle)
      }),

    pin: (conversationId, isPinned) => updateConversation(conversationId, (number) => statements.setPinned.run(isPinned ? 1 : 0, number)),

    delete(conversationId) {
      const result = updateConversation(conversationId, (number) => statements.setDeleted.run(Date.now(), number))
      return result.ok ? succeeded(undefined) : result
    },

    undoDelete: (conversationId) =>
      attempt(() => {
        const row = statements.deletedById.get(conversationId)
        if (row === undefined) return failed('bad-input', 'No such deleted conversation')
        statements.setDeleted.run(null, row.number)
        return succeeded(getExistingSummary(row.number))
      }),

    lastOpened: () => statements.lastOpened.get()?.id ?? null,

    setLastOpened: (conversationId) =>
      attempt(() => {
        statements.setLastOpened.run(conversationId)
        return succeeded(undefined)
      }),
  }
}

function summaryFrom({ id, title, is_pinned, model, updated_at, excerpt }: SummaryRow): ConversationSummary {
  return { id, title, isPinned: is_pinned === 1, model, updatedAt: updated_at, excerpt }
}

function prepareStatements(database: Database) {
  const summary = 'select number, id, coalesce(own_title, first_words) as title, is_pinned, updated_at, excerpt, model'
  return {
    page: database.prepare<[number, number, number, number], SummaryRow>(
      `${summary} from conversations where deleted_at is null and (is_pinned, updated_at, number) < (?, ?, ?)
       order by is_pinned desc, updated_at desc, number desc limit ?`,
    ),
    count: database.prepare<[], { readonly count: number }>('select count(*) as count from conversations where deleted_at is null'),
    byId: database.prepare<[string], SummaryRow & VisibleBranchRow>(
      `${summary}, leaf, comparing from conversations where id = ? and deleted_at is null`,
    ),
    parent: database.prepare<[string, number], { readonly parent: number | null }>(
      'select parent from messages where id = ? and conversation = ?',
    ),
    parentOf: database.prepare<[number], { readonly parent: number | null }>('select parent from messages where number = ?'),
    deletedById: database.prepare<[string], { readonly number: number }>(
      'select number from conversations where id = ? and deleted_at is not null',
    ),
    byNumber: database.prepare<[number], SummaryRow>(`${summary} from conversations where number = ?`),
    visibleByNumber: database.prepare<[number], SummaryRow>(`${summary} from conversations where number = ? and deleted_at is null`),
    setTitle: database.prepare<[string | null, number]>('update conversations set own_title = ? where number = ?'),
    deleteTitleText: database.prepare<[number]>(`delete from texts where conversation = ? and place = 'title'`),
    insertTitleText: database.prepare<[number, string]>(`insert into texts (conversation, place, text) values (?, 'title', ?)`),
    setPinned: database.prepare<[number, number]>('update conversations set is_pinned = ? where number = ?'),
    setDeleted: database.prepare<[number | null, number]>('update conversations set deleted_at = ? where number = ?'),
    lastOpened: database.prepare<[], { readonly id: string }>(
      'select id from last_opened join conversations on number = conversation where deleted_at is null',
    ),
    setLastOpened: database.prepare<[string | null]>(
      `insert into last_opened (row, conversation) values (1, (select number from conversations where id = ?))
       on conflict do update set conversation = excluded.conversation`,
    ),
  }
}

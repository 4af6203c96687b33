// Conversations as a person sees them: their order in the list, titles and pins, their messages in pages, and deleting with undo.

import type { Database } from 'better-sqlite3'
import { failed, succeeded, type Reply } from '../../../shared/failures.ts'
import { messagesBeforeTarget, messagePageSize, type MessagePage } from '../../../shared/types/messages.ts'
import type { Conversation, ConversationPage, ConversationSummary } from '../../../shared/types/conversations.ts'
import { setupField } from '../../../shared/types/style.ts'
import type { DraftStore } from './drafts.ts'
import { attempt } from '../failure.ts'
import type { MessageReader } from './messages.ts'
import type { SetupStore } from './setups.ts'
import { prepareParentQuery } from './statements.ts'

/** Calls that change a conversation fail with `bad-input` if it does not exist or is deleted. */
export interface ConversationStore {
  /** Reads a page of the list, pinned conversations first, then newest first. `after` is the `next` of the previous page. */
  readonly list: (after: string | null) => Reply<ConversationPage>
  readonly count: () => Reply<number>
  /**
   * Reads a conversation with the newest messages of the branch that is shown. Null if it does not exist.
   * @param from the id of a message to read back to, if that branch contains it
   */
  readonly open: (conversationId: string, from?: string | null) => Reply<Conversation | null>
  /** Reads the newest messages before the given one, at most `limit`. Fails with `bad-input` if there is no such message. */
  readonly readOlder: (conversationId: string, before: string, limit: number) => Reply<MessagePage>
  /** Reads the whole branch that is shown, with the answers side by side at its end. Fails with `bad-input` if there is none. */
  readonly readFullBranch: (conversationId: string) => Reply<Pick<Conversation, 'title' | 'messages' | 'comparison'>>
  /** Null if there is no such conversation. */
  readonly getSummary: (conversationId: string) => ConversationSummary | null
  /** An empty title restores the default title. */
  readonly rename: (conversationId: string, title: string) => Reply<ConversationSummary>
  readonly pin: (conversationId: string, isPinned: boolean) => Reply<ConversationSummary>
  /** Hides the conversation until the deletion is undone or the conversation is purged. */
  readonly delete: (conversationId: string) => Reply<void>
  readonly undoDelete: (conversationId: string) => Reply<ConversationSummary>
  /** The conversation to start with; null for the one that is not saved yet. */
  readonly getLastOpened: () => string | null
  readonly setLastOpened: (conversationId: string | null) => Reply<void>
  /** For other stores, which know conversations by number. Null for a deleted conversation. */
  readonly getSummaryByNumber: (number: number) => ConversationSummary | null
}

const pageSize = 50
const noEarlierMessages = { earlier: 0, earlierImages: { count: 0, bytes: 0 } } as const

interface SummaryRow {
  readonly number: number
  readonly id: string
  readonly title: string
  readonly isPinned: 0 | 1
  readonly updatedAt: number
  readonly excerpt: string
  readonly model: string | null
}

interface ShownBranchRow {
  /** The newest message of the branch that is shown. */
  readonly leaf: number | null
  readonly shownComparisonId: string | null
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

  /** Changes an existing conversation and returns its new summary. */
  function updateConversation(conversationId: string, update: (number: number) => void): Reply<ConversationSummary> {
    return attempt(() => {
      const row = statements.byId.get(conversationId)
      if (row === undefined) return failed('bad-input', 'No such conversation')
      database.transaction(update).immediate(row.number)
      return succeeded(getExistingSummary(row.number))
    })
  }

  /** The answers side by side at the end of the branch that is shown, and the last message before them. */
  function getBranchEnd({ leaf, shownComparisonId }: ShownBranchRow): {
    readonly end: number | null
    readonly comparison: Conversation['comparison']
  } {
    const comparedAnswers = leaf === null || shownComparisonId === null ? [] : messages.readComparedAnswers(leaf, shownComparisonId)
    if (leaf === null || comparedAnswers.length < 2) return { end: leaf, comparison: null }
    return { end: statements.parent.get(leaf) ?? null, comparison: comparedAnswers }
  }

  /** How many messages to read so that `from` is among them, with some before it. At least a page. */
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
        const position = after === null ? startOfList : after.split('.').map(Number)
        const [isPinned, updatedAt, number] = position
        if (isPinned === undefined || updatedAt === undefined || number === undefined || !position.every(Number.isFinite)) {
          return failed('bad-input', 'Not the end of a page')
        }
        const rows = statements.page.all(isPinned, updatedAt, number, pageSize + 1)
        const pageRows = rows.slice(0, pageSize)
        const last = pageRows.at(-1)
        const next = rows.length > pageSize && last ? [last.isPinned, last.updatedAt, last.number].join('.') : null
        return succeeded({ conversations: pageRows.map(summaryFrom), next })
      }),

    count: () => attempt(() => succeeded(statements.count.get() ?? 0)),

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
          setup: setup.value ?? setupField.default,
        })
      }),

    readOlder: (conversationId, before, limit) =>
      attempt(() => {
        const row = statements.byId.get(conversationId)
        const parent = row === undefined ? undefined : statements.parentById.get(before, row.number)
        return parent === undefined ? failed('bad-input', 'No such message') : succeeded(readPageUpTo(parent, limit))
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
        const number = statements.deletedById.get(conversationId)
        if (number === undefined) return failed('bad-input', 'No such deleted conversation')
        statements.setDeleted.run(null, number)
        return succeeded(getExistingSummary(number))
      }),

    getLastOpened: () => statements.lastOpened.get() ?? null,

    setLastOpened: (conversationId) =>
      attempt(() => {
        statements.setLastOpened.run(conversationId)
        return succeeded(undefined)
      }),
  }
}

/** A position before all others: more pinned than pinned. */
const startOfList: readonly number[] = [2, 0, 0]

function summaryFrom({ id, title, isPinned, model, updatedAt, excerpt }: SummaryRow): ConversationSummary {
  return { id, title, isPinned: isPinned === 1, model, updatedAt, excerpt }
}

function prepareStatements(database: Database) {
  const summary = `select number, id, coalesce(custom_title, default_title) as title, is_pinned as isPinned, updated_at as updatedAt,
    excerpt, model`
  return {
    page: database.prepare<[number, number, number, number], SummaryRow>(
      `${summary} from conversations where deleted_at is null and (is_pinned, updated_at, number) < (?, ?, ?)
       order by is_pinned desc, updated_at desc, number desc limit ?`,
    ),
    count: database.prepare<[], number>('select count(*) from conversations where deleted_at is null').pluck(),
    byId: database.prepare<[string], SummaryRow & ShownBranchRow>(
      `${summary}, leaf, shown_comparison_id as shownComparisonId from conversations where id = ? and deleted_at is null`,
    ),
    byNumber: database.prepare<[number], SummaryRow>(`${summary} from conversations where number = ?`),
    visibleByNumber: database.prepare<[number], SummaryRow>(`${summary} from conversations where number = ? and deleted_at is null`),
    deletedById: database.prepare<[string], number>('select number from conversations where id = ? and deleted_at is not null').pluck(),
    parent: prepareParentQuery(database),
    parentById: database.prepare<[string, number], number | null>('select parent from messages where id = ? and conversation = ?').pluck(),
    setTitle: database.prepare<[string | null, number]>('update conversations set custom_title = ? where number = ?'),
    deleteTitleText: database.prepare<[number]>(`delete from texts where conversation = ? and kind = 'title'`),
    insertTitleText: database.prepare<[number, string]>(`insert into texts (conversation, kind, text) values (?, 'title', ?)`),
    setPinned: database.prepare<[number, number]>('update conversations set is_pinned = ? where number = ?'),
    setDeleted: database.prepare<[number | null, number]>('update conversations set deleted_at = ? where number = ?'),
    lastOpened: database
      .prepare<[], string>('select id from last_opened join conversations on number = conversation where deleted_at is null')
      .pluck(),
    setLastOpened: database.prepare<[string | null]>(
      `insert into last_opened (row, conversation) values (1, (select number from conversations where id = ?))
       on conflict do update set conversation = excluded.conversation`,
    ),
  }
}

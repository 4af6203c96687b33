// The tree of a conversation: which branch is shown, and deleting a message with everything below it. Hides that deleted messages stay
// marked until they are purged, and that title and excerpt must not come from a deleted message.

import type { Database } from 'better-sqlite3'
import { failed, succeeded, type Reply } from '../../../shared/failures.ts'
import { maxComparedModels, type Message, type SiblingStep } from '../../../shared/types/messages.ts'
import { excerptFrom, titleFrom } from './excerpt.ts'
import { attempt } from '../failure.ts'
import type { MessageReader } from './messages.ts'

/** Calls fail with `bad-input` if the message does not exist, or is deleted. */
export interface BranchStore {
  /** Shows the branch of a message or of its sibling, down to its newest message. Fails with `bad-input` without such a sibling. */
  readonly showBranch: (conversationId: string, messageId: string, step: SiblingStep) => Reply<void>
  /** Continues with one answer: shows its branch instead of the comparison, and makes its model the conversation's. */
  readonly pickAnswer: (conversationId: string, answerId: string) => Reply<void>
  /** Shows an answer's comparison side by side. Fails with `bad-input` if it has no other answers. */
  readonly showComparison: (conversationId: string, answerId: string) => Reply<void>
  /** Hides a message and everything below it, until that is undone or purged, and shows a sibling or the parent instead. */
  readonly deleteMessage: (conversationId: string, messageId: string) => Reply<void>
  /** Restores what was deleted with this message, and shows it. Fails with `bad-input` if the comparison is full by now. */
  readonly undoDeleteMessage: (conversationId: string, messageId: string) => Reply<void>
  readonly isDeleted: (messageId: string) => boolean
}

interface MessageRow {
  readonly number: number
  readonly conversation: number
  readonly parent: number | null
  readonly kind: Message['kind']
  readonly deletedAt: number | null
  /** The newest message of the branch that is shown. */
  readonly leaf: number | null
  readonly shownComparisonId: string | null
  /** The comparison an answer belongs to. */
  readonly comparisonId: string | null
}

export function createBranchStore(database: Database, messages: MessageReader): BranchStore {
  const statements = prepareStatements(database)

  /** Changes a message of a conversation in one transaction. */
  function updateMessage(conversationId: string, messageId: string, update: (message: MessageRow) => Reply<void>): Reply<void> {
    return attempt(() => {
      const message = statements.message.get(messageId, conversationId)
      return message === undefined ? failed('bad-input', 'No such message') : database.transaction(update).immediate(message)
    })
  }

  function findSibling(
    { number, conversation, parent }: Pick<MessageRow, 'number' | 'conversation' | 'parent'>,
    side: 'previous' | 'next',
  ): number | null {
    const queries = parent === null ? statements.rootSibling : statements.sibling
    return queries[side].get(parent ?? conversation, number) ?? null
  }

  function findNewestDescendant(number: number): number {
    return statements.newestDescendant.get(number) ?? number
  }

  function isInShownBranch({ number, leaf }: MessageRow): boolean {
    return leaf !== null && statements.isAncestor.get(leaf, number) !== undefined
  }

  /** Whether an answer is one of those that are shown side by side. */
  function isInShownComparison({ number, leaf, comparisonId, shownComparisonId }: MessageRow): boolean {
    if (leaf === null || comparisonId === null || comparisonId !== shownComparisonId) return false
    return statements.otherAnswers.all(comparisonId, number).includes(leaf) || leaf === number
  }

  /** The leaf to show when a message is deleted. If it is shown side by side, that is the newest of the other answers. */
  function findReplacementLeaf(message: MessageRow): number | null {
    const { number, parent, comparisonId } = message
    const other =
      comparisonId !== null && isInShownComparison(message) ? statements.otherAnswers.all(comparisonId, number).at(-1) : undefined
    if (other !== undefined) return other
    const sibling = findSibling(message, 'previous') ?? findSibling(message, 'next')
    return sibling === null ? parent : findNewestDescendant(sibling)
  }

  /** Shows the branch that ends in `leaf`, and derives title and excerpt again from the messages that are left. */
  function setShownBranch(leaf: number | null, conversation: number): void {
    const firstPrompt = statements.firstPrompt.get(conversation) ?? null
    const title = titleFrom(firstPrompt === null ? '' : messages.getFirstText(firstPrompt))
    const parent = leaf === null ? null : (statements.parent.get(leaf)?.parent ?? null)
    const lastText =
      [leaf, parent].map((number) => (number === null ? '' : messages.getFirstText(number))).find((text) => text !== '') ?? ''
    statements.setShownBranch.run(leaf, title, excerptFrom(lastText), conversation)
  }

  return {
    showBranch: (conversationId, messageId, step) =>
      updateMessage(conversationId, messageId, (message) => {
        const { number, conversation, kind, leaf, shownComparisonId, deletedAt } = message
        if (deletedAt !== null) return failed('bad-input', 'The message is deleted')
        const comparedAnswers = leaf === null || shownComparisonId === null ? [] : messages.readComparedAnswers(leaf, shownComparisonId)
        // A message that is visible already does not move, even if it has newer siblings.
        const isShown = comparedAnswers.some(({ id }) => id === messageId) || isInShownBranch(message)
        if (step === 'current' && isShown) return succeeded(undefined)
        const target = step === 'current' ? number : findSibling(message, step)
        if (target === null) return failed('bad-input', 'No such sibling')
        statements.setLeaf.run(findNewestDescendant(target), conversation)
        // Going to one answer shows it alone. Going to a prompt shows its answers side by side again.
        if (kind === 'answer') statements.endComparison.run(conversation)
        else statements.setComparisonFromLeaf.run(conversation)
        return succeeded(undefined)
      }),

    pickAnswer: (conversationId, answerId) =>
      updateMessage(conversationId, answerId, ({ number, conversation, deletedAt, kind }) => {
        if (deletedAt !== null || kind !== 'answer') return failed('bad-input', 'Not an answer to continue with')
        setShownBranch(findNewestDescendant(number), conversation)
        statements.continueWith.run(number, conversation)
        return succeeded(undefined)
      }),

    showComparison: (conversationId, answerId) =>
      updateMessage(conversationId, answerId, ({ number, conversation, deletedAt, comparisonId }) => {
        if (deletedAt !== null || comparisonId === null || statements.otherAnswers.all(comparisonId, number).length === 0) {
          return failed('bad-input', 'Nothing to compare it with')
        }
        statements.showComparison.run(number, comparisonId, conversation)
        return succeeded(undefined)
      }),

    deleteMessage: (conversationId, messageId) =>
      updateMessage(conversationId, messageId, (message) => {
        const { number, conversation, parent, kind, leaf, deletedAt } = message
        if (deletedAt !== null) return failed('bad-input', 'The message is deleted already')
        const isShown = isInShownBranch(message)
        statements.markDeleted.run(number, Date.now())
        const newLeaf = isShown ? findReplacementLeaf(message) : leaf
        setShownBranch(newLeaf, conversation)
        // Another version of the prompt shows its answers side by side again. The message before the prompt shows the picked answer.
        if (kind === 'prompt' && isShown && newLeaf !== parent) statements.setComparisonFromLeaf.run(conversation)
        return succeeded(undefined)
      }),

    undoDeleteMessage: (conversationId, messageId) =>
      updateMessage(conversationId, messageId, ({ number, conversation, parent, kind, leaf, comparisonId, deletedAt }) => {
        if (deletedAt === null) return failed('bad-input', 'The message is not deleted')
        // If the parent was deleted later, the message comes back only when the parent does.
        const parentDeletedAt = parent === null ? null : (statements.parent.get(parent)?.deletedAt ?? null)
        const modelCount = comparisonId === null ? 0 : (statements.countModels.get(comparisonId, number, parentDeletedAt) ?? 0)
        if (modelCount > maxComparedModels) return failed('bad-input', 'The comparison has too many models')
        statements.restoreDeleted.run(number, parentDeletedAt, deletedAt)
        setShownBranch(parentDeletedAt === null ? findNewestDescendant(number) : leaf, conversation)
        if (kind === 'prompt' && parentDeletedAt === null) statements.setComparisonFromLeaf.run(conversation)
        return succeeded(undefined)
      }),

    isDeleted: (messageId) => statements.isDeleted.get(messageId) !== undefined,
  }
}

/** Begins a query over a message and everything below it, following messages that meet the condition. */
function withDescendants(condition: string): string {
  return `with recursive below (number) as (
    values (?) union all select messages.number from below cross join messages on messages.parent = below.number and ${condition}
  )`
}

function prepareStatements(database: Database) {
  const queryNumber = <Params extends unknown[]>(source: string) => database.prepare<Params, number>(source).pluck()
  /** The siblings next to a message, by the scope's parameter and the message's number. */
  const siblingQueries = (scope: string) => {
    const select = (operator: string, order: string) =>
      queryNumber<[number, number]>(
        `select number from messages where ${scope} and number ${operator} ? and deleted_at is null order by number ${order} limit 1`,
      )
    return { previous: select('<', 'desc'), next: select('>', 'asc') }
  }
  return {
    message: database.prepare<[string, string], MessageRow>(
      `select messages.number, conversation, parent, kind, messages.deleted_at as deletedAt, leaf, shown_comparison_id as shownComparisonId,
         comparison_id as comparisonId
       from messages join conversations on conversations.number = conversation left join runs on answer = messages.number
       where messages.id = ? and conversations.id = ? and conversations.deleted_at is null`,
    ),
    parent: database.prepare<[number], { readonly parent: number | null; readonly deletedAt: number | null }>(
      'select parent, deleted_at as deletedAt from messages where number = ?',
    ),
    sibling: siblingQueries('parent = ?'),
    rootSibling: siblingQueries('parent is null and conversation = ?'),
    // A reply is always made after its parent, so the newest descendant has no replies.
    newestDescendant: queryNumber<[number]>(`${withDescendants('deleted_at is null')} select max(number) from below`),
    isAncestor: database.prepare<[number, number]>(
      `with recursive above (number) as (
         values (?) union all select parent from above cross join messages on messages.number = above.number where parent is not null
       ) select 1 from above where number = ?`,
    ),
    markDeleted: database.prepare<[number, number]>(
      `${withDescendants('deleted_at is null')} update messages set deleted_at = ? where number in (select number from below)`,
    ),
    restoreDeleted: database.prepare<[number, number | null, number]>(
      `${withDescendants('true')} update messages set deleted_at = ? where number in (select number from below) and deleted_at = ?`,
    ),
    firstPrompt: queryNumber<[number]>(
      'select min(number) from messages where conversation = ? and parent is null and deleted_at is null having min(number) is not null',
    ),
    otherAnswers: queryNumber<[string, number]>(
      `select number from runs join messages on number = answer
       where comparison_id = ? and number <> ? and deleted_at is null order by number`,
    ),
    /** Counts the models of a comparison if one of its answers were restored with this time of deletion. */
    countModels: queryNumber<[string, number, number | null]>(
      `select count(distinct model) from runs join messages on number = answer
       where comparison_id = ? and (number = ? or deleted_at is ?)`,
    ),
    continueWith: database.prepare<[number, number]>(
      'update conversations set shown_comparison_id = null, model = (select model from runs where answer = ?) where number = ?',
    ),
    endComparison: database.prepare<[number]>('update conversations set shown_comparison_id = null where number = ?'),
    setComparisonFromLeaf: database.prepare<[number]>(
      'update conversations set shown_comparison_id = (select comparison_id from runs where answer = leaf) where number = ?',
    ),
    showComparison: database.prepare<[number, string, number]>(
      'update conversations set leaf = ?, shown_comparison_id = ? where number = ?',
    ),
    isDeleted: database.prepare<[string]>('select 1 from messages where id = ? and deleted_at is not null'),
    setLeaf: database.prepare<[number, number]>('update conversations set leaf = ? where number = ?'),
    setShownBranch: database.prepare<[number | null, string, string, number]>(
      'update conversations set leaf = ?, default_title = ?, excerpt = ? where number = ?',
    ),
  }
}

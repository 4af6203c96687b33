// The tree of a conversation: which of its branches is shown, and deleting a message with what follows it. Hides that what is deleted
// stays marked until it is purged, and that the conversation's words in the list must not come from it.

import type { Database } from 'better-sqlite3'
import { failed, succeeded, type Reply } from '../../../shared/failures.ts'
import { maxComparedModels, type SiblingStep } from '../../../shared/types/messages.ts'
import { excerptFrom, titleFrom } from './excerpt.ts'
import { attempt } from '../failure.ts'
import type { MessageReader } from './messages.ts'

/** Calls about a message that is not there, or is deleted, fail with `bad-input`. */
export interface BranchStore {
  /**
   * Shows the branch of a message or of one beside it, up to the newest message in it. Fails with `bad-input` where there is no such sibling.
   */
  readonly showBranch: (conversationId: string, messageId: string, step: SiblingStep) => Reply<void>
  /** Goes on with an answer: shows it, with what was said after it, in the place of the comparison; its model is the conversation's then. */
  readonly pick: (conversationId: string, answerId: string) => Reply<void>
  /** Shows an answer's comparison side by side. Fails with `bad-input` where nothing stands beside it. */
  readonly showComparison: (conversationId: string, answerId: string) => Reply<void>
  /** Hides a message with all that follows it, until it is brought back or purged, and shows what stands beside or before it. */
  readonly deleteMessage: (conversationId: string, messageId: string) => Reply<void>
  /** Brings back what was hidden with this message, and shows it. Fails with `bad-input` where other models have taken its place. */
  readonly undoDeleteMessage: (conversationId: string, messageId: string) => Reply<void>
  readonly isDeleted: (messageId: string) => boolean
}

interface MessageRow {
  readonly number: number
  readonly conversation: number
  readonly parent: number | null
  readonly kind: string
  readonly deletedAt: number | null
  /** The newest message of the branch that is shown. */
  readonly leaf: number | null
  /** Of an answer, where it was asked for side by side with others. */
  readonly comparison: string | null
  readonly comparing: string | null
}

export function createBranchStore(database: Database, messages: MessageReader): BranchStore {
  const statements = prepareStatements(database)

  /** Does the change to a message of the conversation, all of it or nothing. */
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
    const [before, after] =
      parent === null ? [statements.firstBefore, statements.firstAfter] : [statements.siblingBefore, statements.siblingAfter]
    return (side === 'previous' ? before : after).get(parent ?? conversation, number)?.number ?? null
  }

  function newestDescendant(number: number): number {
    return statements.newestDescendant.get(number)?.number ?? number
  }

  /** Whether an answer is one of those that are side by side now. */
  function isInShownComparison({ number, leaf, comparison, comparing }: MessageRow): boolean {
    if (leaf === null || comparison === null || comparison !== comparing) return false
    return statements.otherAnswers.all(comparison, number).some((other) => other.number === leaf) || leaf === number
  }

  /** What is shown when a message goes. Of answers that are side by side, the newest of the others. */
  function findReplacement(message: MessageRow): number | null {
    const { parent, comparison } = message
    const other =
      comparison !== null && isInShownComparison(message) ? statements.otherAnswers.all(comparison, message.number).at(-1) : undefined
    if (other !== undefined) return other.number
    const sibling = findSibling(message, 'previous') ?? findSibling(message, 'next')
    return sibling === null ? parent : newestDescendant(sibling)
  }

  /** Makes the title and the excerpt anew of what is left. */
  function showBranchTo(leaf: number | null, conversation: number): void {
    const firstPrompt = statements.firstPrompt.get(conversation)
    const title = titleFrom(firstPrompt === undefined ? '' : messages.getFirstText(firstPrompt.number))
    const parent = leaf === null ? null : (statements.parent.get(leaf)?.parent ?? null)
    const words = [leaf, parent].map((number) => (number === null ? '' : messages.getFirstText(number))).find((text) => text !== '') ?? ''
    statements.show.run(leaf, title, excerptFrom(words), conversation)
  }

  return {
    showBranch: (conversationId, messageId, step) =>
      updateMessage(conversationId, messageId, (message) => {
        const { number, conversation, kind, leaf, comparing, deletedAt } = message
        if (deletedAt !== null) return failed('bad-input', 'The message is deleted')
        const comparedAnswers = leaf === null || comparing === null ? [] : messages.readComparedAnswers(leaf, comparing)
        // What is shown already stays as it is, also where something newer stands beside it.
        const isShown =
          comparedAnswers.some(({ id }) => id === messageId) || (leaf !== null && statements.isAncestor.get(leaf, number) !== undefined)
        if (step === 'current' && isShown) return succeeded(undefined)
        const shown = step === 'current' ? number : findSibling(message, step)
        if (shown === null) return failed('bad-input', 'No such sibling')
        statements.setLeaf.run(newestDescendant(shown), conversation)
        // Whoever looks for one answer is shown that one. A prompt that is come back to has its answers side by side.
        if (kind === 'answer') statements.endComparison.run(conversation)
        else statements.setComparisonFromLeaf.run(conversation)
        return succeeded(undefined)
      }),

    pick: (conversationId, answerId) =>
      updateMessage(conversationId, answerId, ({ number, conversation, deletedAt, kind }) => {
        if (deletedAt !== null || kind !== 'answer') return failed('bad-input', 'Not an answer to go on with')
        showBranchTo(newestDescendant(number), conversation)
        statements.continueWith.run(number, conversation)
        return succeeded(undefined)
      }),

    showComparison: (conversationId, answerId) =>
      updateMessage(conversationId, answerId, ({ number, conversation, deletedAt, comparison }) => {
        if (deletedAt !== null || comparison === null || statements.otherAnswers.all(comparison, number).length === 0) {
          return failed('bad-input', 'Nothing to compare it with')
        }
        statements.showComparison.run(number, comparison, conversation)
        return succeeded(undefined)
      }),

    deleteMessage: (conversationId, messageId) =>
      updateMessage(conversationId, messageId, (message) => {
        const { number, conversation, parent, kind, leaf, deletedAt } = message
        if (deletedAt !== null) return failed('bad-input', 'The message is deleted already')
        const isShown = leaf !== null && statements.isAncestor.get(leaf, number) !== undefined
        statements.markDeleted.run(number, Date.now())
        const shown = isShown ? findReplacement(message) : leaf
        showBranchTo(shown, conversation)
        // Another version of the prompt is come back to. What stands before it was gone on with.
        if (kind === 'prompt' && isShown && shown !== parent) statements.setComparisonFromLeaf.run(conversation)
        return succeeded(undefined)
      }),

    undoDeleteMessage: (conversationId, messageId) =>
      updateMessage(conversationId, messageId, ({ number, conversation, parent, kind, leaf, comparison, deletedAt }) => {
        if (deletedAt === null) return failed('bad-input', 'The message is not deleted')
        // What it follows may have been deleted after it: then it comes back with that.
        const parentDeletedAt = parent === null ? null : (statements.parent.get(parent)?.deletedAt ?? null)
        const modelCount = comparison === null ? 0 : (statements.countModels.get(comparison, number, parentDeletedAt)?.count ?? 0)
        if (modelCount > maxComparedModels) return failed('bad-input', 'Other models have taken its place')
        statements.restoreDeleted.run(number, parentDeletedAt, deletedAt)
        showBranchTo(parentDeletedAt === null ? newestDescendant(number) : leaf, conversation)
        if (kind === 'prompt' && parentDeletedAt === null) statements.setComparisonFromLeaf.run(conversation)
        return succeeded(undefined)
      }),

    isDeleted: (messageId) => statements.isDeleted.get(messageId) !== undefined,
  }
}

/** Begins a query of a message and what follows it, as far as its marks are such. */
function withDescendants(condition: string): string {
  return `with recursive below (number) as (
    values (?) union all select messages.number from below cross join messages on messages.parent = below.number and ${condition}
  )`
}

/** The one of the messages at a place that is next to a number, before or after it. */
function siblingQuery(scope: string, side: 'before' | 'after'): string {
  const [operator, order] = side === 'before' ? ['<', 'desc'] : ['>', 'asc']
  return `select number from messages where ${scope} and number ${operator} ? and deleted_at is null order by number ${order} limit 1`
}

function prepareStatements(database: Database) {
  const prepareNumber = <Params extends unknown[]>(source: string) => database.prepare<Params, { readonly number: number }>(source)
  return {
    message: database.prepare<[string, string], MessageRow>(
      `select messages.number, conversation, parent, kind, messages.deleted_at as deletedAt, leaf, comparison, comparing
       from messages join conversations on conversations.number = conversation left join runs on answer = messages.number
       where messages.id = ? and conversations.id = ? and conversations.deleted_at is null`,
    ),
    parent: database.prepare<[number], { readonly parent: number | null; readonly deletedAt: number | null }>(
      'select parent, deleted_at as deletedAt from messages where number = ?',
    ),
    siblingBefore: prepareNumber<[number, number]>(siblingQuery('parent = ?', 'before')),
    siblingAfter: prepareNumber<[number, number]>(siblingQuery('parent = ?', 'after')),
    firstBefore: prepareNumber<[number, number]>(siblingQuery('parent is null and conversation = ?', 'before')),
    firstAfter: prepareNumber<[number, number]>(siblingQuery('parent is null and conversation = ?', 'after')),
    // What answers a message is made after it, so the newest below one has nothing below it.
    newestDescendant: prepareNumber<[number]>(`${withDescendants('deleted_at is null')} select max(number) as number from below`),
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
    firstPrompt: prepareNumber<[number]>(
      'select min(number) as number from messages where conversation = ? and parent is null and deleted_at is null having min(number) is not null',
    ),
    otherAnswers: prepareNumber<[string, number]>(
      `select number from runs join messages on number = answer
       where comparison = ? and number <> ? and deleted_at is null order by number`,
    ),
    /** Of a comparison's answers that are there at the same time as one of them. */
    countModels: database.prepare<[string, number, number | null], { readonly count: number }>(
      `select count(distinct model) as count from runs join messages on number = answer
       where comparison = ? and (number = ? or deleted_at is ?)`,
    ),
    continueWith: database.prepare<[number, number]>(
      'update conversations set comparing = null, model = (select model from runs where answer = ?) where number = ?',
    ),
    endComparison: database.prepare<[number]>('update conversations set comparing = null where number = ?'),
    setComparisonFromLeaf: database.prepare<[number]>(
      'update conversations set comparing = (select comparison from runs where answer = leaf) where number = ?',
    ),
    showComparison: database.prepare<[number, string, number]>('update conversations set leaf = ?, comparing = ? where number = ?'),
    isDeleted: database.prepare<[string]>('select 1 from messages where id = ? and deleted_at is not null'),
    setLeaf: database.prepare<[number, number]>('update conversations set leaf = ? where number = ?'),
    show: database.prepare<[number | null, string, string, number]>(
      'update conversations set leaf = ?, first_words = ?, excerpt = ? where number = ?',
    ),
  }
}

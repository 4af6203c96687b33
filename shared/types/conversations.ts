// Conversations as they cross between the window and the main process.
// Times are milliseconds since 1970 (UTC); ids are UUIDs made with crypto.randomUUID().

import type { Draft } from './drafts.ts'
import type { AnswerWithSiblings, MessagePage } from './messages.ts'
import type { RunProgress } from './progress.ts'
import type { Setup } from './style.ts'

export interface ConversationSummary {
  readonly id: string
  readonly title: string
  readonly isPinned: boolean
  /** The model of its newest run. */
  readonly model: string | null
  readonly updatedAt: number
  readonly excerpt: string
}

/** With the newest messages of the branch that was shown last. */
export interface Conversation extends ConversationSummary, MessagePage {
  /** Two to four answers to the last of its messages, shown side by side until one is picked; null: a single branch. */
  readonly comparison: readonly AnswerWithSiblings[] | null
  readonly draft: Draft
  readonly setup: Setup
}

/** A conversation as the window opens it: with the text of its running answers up to now, and their progress. */
export interface OpenedConversation extends Conversation {
  readonly progress: readonly RunProgress[]
}

/** Newest first; `next` continues after the last one, null at the end. */
export interface ConversationPage {
  readonly conversations: readonly ConversationSummary[]
  readonly next: string | null
}

/** A message whose branch is to change, and the message back to which the conversation is to be read afterwards. */
export interface BranchRequest {
  readonly conversationId: string
  readonly messageId: string
  readonly from: string | null
}

// The messages of a conversation: prompts and answers, their siblings in the conversation's tree, and pages of them.
// Times are milliseconds since 1970 (UTC) unless a name says otherwise; ids are UUIDs made with crypto.randomUUID().

import type { Failure } from '../failures.ts'
import type { Task } from '../tasks.ts'
import type { Attachment, ImageTotals } from './attachments.ts'
import type { Style } from './style.ts'

export interface Prompt {
  readonly kind: 'prompt'
  readonly id: string
  /** The message before it in the conversation's tree; null for the first. */
  readonly parentId: string | null
  readonly text: string
  readonly attachments: readonly Attachment[]
  readonly createdAt: number
}

/** How a run ended. `running` is the only one that is not an end. */
export type Outcome =
  | { readonly kind: 'running' | 'finished' | 'length' | 'filtered' | 'stopped' | 'interrupted' }
  | { readonly kind: 'failed'; readonly failure: Failure }

export interface Usage {
  readonly inputTokens: number
  readonly outputTokens: number
}

/** The result of one run: its text and how the run went. Its id is the run's id. */
export interface Answer {
  readonly kind: 'answer'
  readonly id: string
  /** The prompt it answers. */
  readonly parentId: string
  readonly text: string
  readonly reasoning: string
  readonly model: string
  readonly task: Task
  readonly provider: string | null
  readonly outcome: Outcome
  readonly usage: Usage | null
  /** The name that the key had; null when it is unknown or no key was used. */
  readonly keyName: string | null
  /** Null: the default style. */
  readonly style: Style | null
  /** The id of the comparison it belongs to: one prompt, answered by several models side by side. Null outside a comparison. */
  readonly comparisonId: string | null
  readonly startedAt: number
  /** Milliseconds from the start to the first text or reasoning; null before that. */
  readonly firstTextMs: number | null
  readonly totalMs: number | null
}

export type Message = Prompt | Answer

/** The position of a message among those with the same parent: edits of a prompt, and answers to it. */
export interface Siblings {
  /** Counted from 1, oldest first. */
  readonly ordinal: number
  readonly count: number
  /** How many models have an answer in its comparison, including its own; 0 outside a comparison. */
  readonly comparedCount: number
}

/** Which sibling is meant, seen from one of them. */
export type SiblingStep = 'previous' | 'current' | 'next'

export type MessageWithSiblings = Message & { readonly siblings: Siblings }
export type AnswerWithSiblings = Extract<MessageWithSiblings, { kind: 'answer' }>

/** How many models may answer one prompt side by side. */
export const maxComparedModels = 4

/** How many messages of a conversation are read at a time by default. */
export const messagePageSize = 50
/** Reading ten thousand at once blocked everything else for 145 ms. */
export const maxMessagePageSize = 500
/** How many messages are read before the one that is scrolled to, so that it is read in its context. */
export const messagesBeforeTarget = 10

/** Messages that follow each other in a branch. */
export interface MessagePage {
  readonly messages: readonly MessageWithSiblings[]
  /** How many come before the first of them. */
  readonly earlier: number
  /** The images attached to those. */
  readonly earlierImages: ImageTotals
}

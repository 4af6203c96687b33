// Conversations and what they are made of, as they cross between the window and the main process.
// Plain and readonly. Times are milliseconds since 1970 (UTC) unless a name says otherwise; ids are UUIDs made with crypto.randomUUID().

import type { Failure } from '../errors.ts'
import type { SentImageType } from '../images.ts'
import type { Model } from './models.ts'
import type { RunProgress } from './runs.ts'
import type { Setup, Style } from './style.ts'

/** What goes along with a prompt. */
export type Attachment = TextAttachment | ImageAttachment

/** A text, such as what was pasted for "summarize this text". */
export interface TextAttachment {
  readonly kind: 'text'
  readonly name: string
  readonly text: string
}

/** A picture, shrunk. Its bytes stand in the history alone, and are asked for by its id. */
export interface ImageAttachment {
  readonly kind: 'image'
  readonly id: string
  readonly name: string
  readonly type: SentImageType
  /** In pixels. */
  readonly width: number
  readonly height: number
  /** In bytes. */
  readonly size: number
}

export interface ImageBytes {
  readonly type: SentImageType
  readonly bytes: Uint8Array
}

/** A picture as the window hands it over to be kept. */
export interface NewImage extends ImageBytes {
  readonly width: number
  readonly height: number
}

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

/** What one run gave: its text and how it went. Its id is the run's id. */
export interface Answer {
  readonly kind: 'answer'
  readonly id: string
  /** The prompt it answers. */
  readonly parentId: string
  readonly text: string
  readonly reasoning: string
  readonly model: string
  readonly task: Model['task']
  readonly provider: string | null
  readonly outcome: Outcome
  readonly usage: Usage | null
  /** What the key was called with which it was made; null when that is not known, or none was needed. */
  readonly keyName: string | null
  /** The style it was asked for in; null: the usual one. */
  readonly style: Style | null
  /** The id of the comparison it belongs to: one prompt, answered by several models side by side. Null: it was asked for alone. */
  readonly comparison: string | null
  readonly startedAt: number
  /** Milliseconds from start to the first text or reasoning; null before it came. */
  readonly firstTextMs: number | null
  readonly totalMs: number | null
}

export type Message = Prompt | Answer

/** Where a message stands among those with the same one before it: edits of a prompt, and answers to it. */
export interface Siblings {
  /** Counted from 1, in the order in which they were made. */
  readonly ordinal: number
  readonly count: number
  /** How many models have an answer in its comparison, its own among them; 0 where it is in none. */
  readonly comparedCount: number
}

/** Which of the messages at one place is meant, seen from one of them. */
export type SiblingStep = 'previous' | 'itself' | 'next'

/** A message in its place in the conversation's tree. */
export type MessageWithSiblings = Message & { readonly siblings: Siblings }
export type AnswerWithSiblings = Extract<MessageWithSiblings, { kind: 'answer' }>

/** So many models answer one prompt side by side at most. */
export const maxComparedModels = 4

export interface ConversationSummary {
  readonly id: string
  readonly title: string
  readonly isPinned: boolean
  /** The model of its newest run. */
  readonly model: string | null
  readonly updatedAt: number
  readonly excerpt: string
}

/** A message that is changed in its tree, and another one that is to be among those that are shown then. */
export interface BranchRequest {
  readonly conversationId: string
  readonly messageId: string
  readonly from: string | null
}

/** How many pictures, and how many bytes all of them have. */
export interface ImageTotals {
  readonly count: number
  readonly bytes: number
}

/** As many messages as are read of a conversation at a time, unless more are asked for. */
export const messagePageSize = 50
/** More than this are not read in one go: with ten thousand all else waited for 145 ms. */
export const maxMessagePageSize = 500
/** Messages before one that is gone to, so that it is read in its place. */
export const messagesBeforeTarget = 10

/** Messages that follow each other in a branch. */
export interface MessagePage {
  readonly messages: readonly MessageWithSiblings[]
  /** How many there are before the first of them. */
  readonly earlier: number
  /** The pictures that went along with those. */
  readonly earlierImages: ImageTotals
}

/** With the newest messages of the branch that was last looked at. */
export interface Conversation extends ConversationSummary, MessagePage {
  /** Two to four answers to the last of its messages, shown side by side until one is chosen to go on with; null: one branch as usual. */
  readonly comparison: readonly AnswerWithSiblings[] | null
  readonly draft: Draft
  /** Null for one from before there were styles. */
  readonly setup: Setup | null
}

/** A conversation as the window opens it: with what its runs have said up to now, and how far they are. */
export interface OpenedConversation extends Conversation {
  readonly progress: readonly RunProgress[]
}

/** What stands unsent in the prompt box. */
export interface Draft {
  readonly text: string
  readonly attachments: readonly Attachment[]
}

/** Newest first; `next` continues after the last one, null at the end. */
export interface ConversationPage {
  readonly conversations: readonly ConversationSummary[]
  readonly next: string | null
}

/** What a message shows of what it says, without what is known of it. `names`: of what went along with a prompt. */
export type SearchableText =
  | (Pick<Prompt, 'kind' | 'id' | 'text'> & { readonly attachmentNames: readonly string[] })
  | Pick<Answer, 'kind' | 'id' | 'text' | 'reasoning' | 'task'>

/** What was said in messages that follow each other. */
export interface SearchablePage {
  readonly messages: readonly SearchableText[]
  /** Whether nothing was said before them. */
  readonly isBeginning: boolean
}

export interface SearchHit {
  readonly conversationId: string
  readonly title: string
  readonly messageId: string
  /** Text around the hit, split so that the window marks what matched without reading markup. */
  readonly excerpt: readonly { readonly text: string; readonly isMatch: boolean }[]
}

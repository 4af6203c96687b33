// Searching: the text of messages as the window searches it, and the hits in the history.

import type { Answer, Prompt } from './messages.ts'

/** The visible text of a message, without its metadata. */
export type SearchableText =
  | (Pick<Prompt, 'kind' | 'id' | 'text'> & { readonly attachmentNames: readonly string[] })
  | Pick<Answer, 'kind' | 'id' | 'text' | 'reasoning' | 'task'>

/** The text of messages that follow each other. */
export interface SearchablePage {
  readonly messages: readonly SearchableText[]
  /** Whether they begin with the first message of the conversation. */
  readonly isBeginning: boolean
}

export interface SearchHit {
  readonly conversationId: string
  readonly title: string
  readonly messageId: string
  /** Text around the hit, split so that the window highlights the match without parsing markup. */
  readonly excerpt: readonly { readonly text: string; readonly isMatch: boolean }[]
}

// Runs: what the window asks for, and what main reports while a run goes on and when it ends.
// Ids are UUIDs made with crypto.randomUUID().

import type { Attachment } from './attachments.ts'
import type { ConversationSummary } from './conversations.ts'
import type { Answer } from './messages.ts'
import type { Setup } from './style.ts'

export interface RunRequest {
  /** Made by the window, so that a run can be stopped before it is accepted. */
  readonly runId: string
  readonly conversationId: string
  readonly model: string
  /** The conversation's style and instructions as the window shows them, saved with the run; null: as they were saved before. */
  readonly setup: Setup | null
  /** The person was warned that the instructions seem to contain a secret, and sends them anyway. */
  readonly allowSecretInstructions: boolean
  /** Made by the window for all runs of one comparison; null outside a comparison. */
  readonly comparisonId: string | null
  readonly prompt:
    | {
        readonly kind: 'new'
        readonly id: string
        readonly parentId: string | null
        readonly text: string
        readonly attachments: readonly Attachment[]
        /** The person was warned that the prompt seems to contain a secret, and sends it anyway. */
        readonly allowSecrets: boolean
      }
    /** Answer a saved prompt again. */
    | { readonly kind: 'regenerate'; readonly id: string }
    /** Continue an answer that stopped too early, in a new answer that begins with all of its text. */
    | { readonly kind: 'continue'; readonly id: string }
}

/** New text of a run. Offsets are UTF-16 lengths of what came before, so that the window can skip what it already has. */
export interface RunText {
  readonly runId: string
  readonly conversationId: string
  readonly textOffset: number
  readonly text: string
  readonly reasoningOffset: number
  readonly reasoning: string
}

export interface RunEnded {
  /** Null when it was deleted during the run. */
  readonly conversation: ConversationSummary | null
  readonly answer: Answer
}

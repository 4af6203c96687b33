// Runs: what the window asks for, and what it is told meanwhile.
// Plain and readonly. Times are milliseconds since 1970 (UTC) unless a name says otherwise; ids are UUIDs made with crypto.randomUUID().

import type { Failure } from '../errors.ts'
import type { Answer, Attachment, ConversationSummary } from './conversations.ts'
import type { Setup } from './style.ts'

export interface RunRequest {
  /** Made by the window, so that a run can be stopped before it is accepted. */
  readonly runId: string
  readonly conversationId: string
  readonly model: string
  /** What the window shows of the conversation's style and instructions, saved as that from then on; null: as it is saved. */
  readonly setup: Setup | null
  /** The person was told that the instructions hold what looks like a secret, and sends them all the same. */
  readonly allowSecretInstructions: boolean
  /** Made by the window for all runs of one comparison; null for a run alone. */
  readonly comparison: string | null
  readonly prompt:
    | {
        readonly kind: 'new'
        readonly id: string
        readonly parentId: string | null
        readonly text: string
        readonly attachments: readonly Attachment[]
        /** The person was told that it holds what looks like a secret, and sends it all the same. */
        readonly allowSecrets: boolean
      }
    /** Answer a prompt that is already saved once more. */
    | { readonly kind: 'regenerate'; readonly id: string }
    /** Go on with an answer that stopped too early: a new one that begins with all that this one says. */
    | { readonly kind: 'continue'; readonly id: string }
}

/** What a run is doing. Times are milliseconds since 1970, so that a window that is opened meanwhile counts on. */
export type RunPhase =
  /** Others are being answered at the same place. 1: the next one. */
  | { readonly kind: 'queued'; readonly queuePosition: number }
  /** The keychain is asked. */
  | { readonly kind: 'key'; readonly since: number }
  /** Sent, and nothing has come. Attempts are counted from 1. */
  | { readonly kind: 'asking'; readonly since: number; readonly attempt: number }
  /** Sent and refused for the moment: it waits to be sent again, as this attempt. */
  | { readonly kind: 'retrying'; readonly until: number; readonly attempt: number; readonly failure: Failure }
  | { readonly kind: 'answering' }
  /** Nothing has come for so long that it is worth saying, before the first words or between them. */
  | { readonly kind: 'silent'; readonly since: number }

/** So often is a run sent at most. */
export const maxAttempts = 3

/** How far a run is. */
export interface RunProgress {
  readonly runId: string
  readonly conversationId: string
  readonly phase: RunPhase
  /** Who serves it, or was chosen to; null while nobody has said. */
  readonly provider: string | null
}

/** New text of a run. Offsets are UTF-16 lengths before it, so that the window can tell what it already has. */
export interface RunText {
  readonly runId: string
  readonly conversationId: string
  readonly textOffset: number
  readonly text: string
  readonly reasoningOffset: number
  readonly reasoning: string
}

export interface RunEnded {
  /** Null when it was deleted meanwhile. */
  readonly conversation: ConversationSummary | null
  readonly answer: Answer
}

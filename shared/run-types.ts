// What the parts of the main process hand each other about one run: plain data that main.ts carries between runs/, history/ and
// inference/, which do not know each other. None of it reaches the window.

import type { Failure } from './errors.ts'
import type { SentSettings } from './style.ts'
import type { ImageBytes, Outcome, Usage } from './types/conversations.ts'
import type { Model, Server } from './types/models.ts'
import type { RunProgress, RunRequest, RunText } from './types/runs.ts'
import type { Setup } from './types/style.ts'

/** Where a model is run. A model whose server was removed is run nowhere: never at Hugging Face in its place. */
export type RunTarget =
  | { readonly kind: 'hugging-face' }
  | { readonly kind: 'server'; readonly server: Server; readonly name: string }
  | { readonly kind: 'removed' }

/** How a model is run. */
export interface RunRoute {
  readonly task: Model['task']
  /** Who is to run it; null leaves the choice to Hugging Face. */
  readonly provider: string | null
  readonly target: RunTarget
  /** Whether it looks at pictures; absent where nobody says. */
  readonly supportsVision?: boolean
}

export interface RunStart {
  readonly runId: string
  readonly conversationId: string
  readonly model: string
  readonly task: Model['task']
  readonly prompt: RunRequest['prompt']
  /** Kept as the conversation's; its style as the run's as well. */
  readonly setup: Setup
  readonly comparison: string | null
  readonly startedAt: number
}

/** A run that has begun to be saved: the prompt it answers, and what its answer begins with, which is nothing unless it continues one. */
export interface SavedRunStart {
  readonly promptId: string
  readonly text: string
  readonly reasoning: string
}

/** A run that is going on: all it has said, and how far it is. */
export interface LiveRun {
  readonly output: RunText
  readonly progress: RunProgress
}

export interface RunResult {
  readonly text: string
  readonly reasoning: string
  readonly provider: string | null
  readonly outcome: Outcome
  readonly usage: Usage | null
  readonly firstTextMs: number | null
  readonly totalMs: number
  /** The key it was made with, by its id and the name it had; null when none was used. */
  readonly key: RunKeyName | null
}

export interface RunKeyName {
  readonly id: string
  readonly name: string
}

export interface ChatMessage {
  /** `system`: the instructions, before everything else. */
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
  /** Looked at before the words are read; absent where there are none. */
  readonly images?: readonly ImageBytes[]
}

export interface StreamRequest {
  /** Its name where it is run. */
  readonly model: string
  readonly task: Model['task']
  /** Who is to run the model; null leaves the choice to Hugging Face. Of a server: its name. */
  readonly provider: string | null
  /** The server that is asked in Hugging Face's place. */
  readonly server: { readonly address: string } | null
  readonly messages: readonly ChatMessage[]
  /** The organisation that pays; null: the account of the key. */
  readonly billTo: string | null
  readonly settings: SentSettings
}

export type StreamChunk =
  | { readonly kind: 'text' | 'reasoning'; readonly text: string }
  | { readonly kind: 'provider'; readonly provider: string }

/** `stopped` is what the caller's signal leads to, and nothing else. The provider is who served it, as far as it was told. */
export type StreamEnd = (
  | { readonly kind: 'ended'; readonly outcome: Extract<Outcome['kind'], 'finished' | 'length' | 'filtered'> }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly failure: Failure }
) & { readonly usage: Usage | null; readonly provider: string | null }

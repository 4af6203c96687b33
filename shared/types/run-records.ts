// Runs inside the main process: plain data that main.ts carries between runs/, history/ and models/, which do not import each other.
// None of it reaches the window.

import type { Task } from '../tasks.ts'
import type { Outcome, Usage } from './messages.ts'
import type { RunProgress } from './progress.ts'
import type { RunRequest, RunText } from './runs.ts'
import type { Server } from './servers.ts'
import type { Setup } from './style.ts'

/** Where a model is run. A model whose server was removed is not run at all, and never at Hugging Face instead. */
export type RunTarget =
  | { readonly kind: 'hugging-face' }
  | { readonly kind: 'server'; readonly server: Server; readonly name: string }
  | { readonly kind: 'removed' }

/** How a model is run. */
export interface RunRoute {
  readonly task: Task
  /** The provider that runs it; null leaves the choice to Hugging Face. */
  readonly provider: string | null
  readonly target: RunTarget
  /** Whether the model accepts images; absent where that is unknown. */
  readonly supportsVision?: boolean
}

export interface RunStart {
  readonly runId: string
  readonly conversationId: string
  readonly model: string
  readonly task: Task
  readonly prompt: RunRequest['prompt']
  /** Saved as the conversation's; its style as the run's as well. */
  readonly setup: Setup
  readonly comparisonId: string | null
  readonly startedAt: number
}

/** A run whose start was saved: the prompt it answers, and what its answer begins with, which is empty unless it continues one. */
export interface SavedRunStart {
  readonly promptId: string
  readonly text: string
  readonly reasoning: string
}

/** A run that has not ended: all of its text so far, and its progress. */
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
  /** The key that was used; null when none was. */
  readonly key: RunKeyName | null
}

/** A key by its id and the name it had during the run. */
export interface RunKeyName {
  readonly id: string
  readonly name: string
}

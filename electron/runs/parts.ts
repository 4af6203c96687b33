// What runs/ asks of the other parts: just the shapes, so that it imports none of them. main.ts hands the parts in.

import type { Log } from '../logging/log.ts'
import type { Events, PayloadOf } from '../../shared/contract.ts'
import type { Reply } from '../../shared/errors.ts'
import type { ClosedKey, ServerKey } from '../../shared/closed-key.ts'
import type { RunBegun, RunKeyName, RunResult, RunRoute, RunStart, StreamEnd, StreamPiece, StreamRequest } from '../../shared/run-parts.ts'
import type { ConversationSummary, ImageBytes, Message } from '../../shared/types/conversations.ts'
import type { Server } from '../../shared/types/models.ts'
import type { RunEnded } from '../../shared/types/runs.ts'
import type { Setup } from '../../shared/types/style.ts'

/** All of it is synchronous: when a call returns, what it saved is on the disk. */
export interface RunHistory {
  /** Saves the prompt and a running answer at once, and makes the conversation when it is new. */
  readonly beginRun: (start: RunStart) => Reply<RunBegun>
  /** From the conversation's first prompt to this one, in order. */
  readonly branch: (promptId: string) => Reply<readonly Message[]>
  /** The bytes of a picture. */
  readonly image: (id: string) => Reply<ImageBytes>
  /** The conversation's style and instructions; null where none are kept. */
  readonly setup: (conversationId: string) => Reply<Setup | null>
  /** Models that have been seen to think before they answer. */
  readonly thinkingModels: () => Reply<readonly string[]>
  readonly savePartial: (runId: string, text: string, reasoning: string, firstTextMs: number | null) => Reply<void>
  readonly endRun: (runId: string, result: RunResult) => Reply<RunEnded>
  /** Readable even when nothing can be written any more; null when there is no such conversation. */
  readonly summary: (conversationId: string) => ConversationSummary | null
}

interface LentKey extends RunKeyName {
  readonly key: ClosedKey
  /** The organisation that pays; null: the account itself. */
  readonly billTo: string | null
}

interface LentServerKey {
  /** Null for a server that needs none. */
  readonly key: ServerKey
  /** Which of the keys of Hugging Face it is; null for none of them. */
  readonly name: RunKeyName | null
}

type Stream = (
  request: StreamRequest,
  parts: { readonly fetch: typeof fetch; readonly signal: AbortSignal },
) => AsyncGenerator<StreamPiece, StreamEnd>

export interface RunParts {
  readonly history: RunHistory
  readonly keys: { readonly forRun: () => Promise<Reply<LentKey>> }
  readonly serverKeys: { readonly forRun: (server: Server) => Promise<Reply<LentServerKey>> }
  /** Null for a model of Hugging Face that is not in the catalogue: it is tried as a chat model, and Hugging Face says. */
  readonly models: { readonly find: (id: string) => RunRoute | null }
  readonly stream: Stream
  readonly network: {
    readonly withKey: (key: ClosedKey) => typeof fetch
    readonly toServer: (server: Server, key: ServerKey) => typeof fetch
  }
  readonly publish: <Name extends 'run.phase' | 'run.text' | 'run.ended'>(name: Name, payload: PayloadOf<Events[Name]>) => void
  readonly log: Pick<Log, 'warn' | 'error'>
  /** Milliseconds since 1970. */
  readonly now: () => number
}

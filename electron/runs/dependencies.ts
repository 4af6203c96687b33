// The interfaces that runs/ needs from the other parts. It imports none of them; main.ts passes them in.

import type { Log } from '../logging/log.ts'
import type { Events, EventPayload } from '../../shared/contract.ts'
import type { Reply } from '../../shared/failures.ts'
import type { OpaqueKey, ServerKey } from '../../shared/opaque-key.ts'
import type { SavedRunStart, RunKeyName, RunResult, RunRoute, RunStart } from '../../shared/types/run-records.ts'
import type { StreamEnd, StreamChunk, StreamRequest } from '../../shared/types/streams.ts'
import type { ConversationSummary } from '../../shared/types/conversations.ts'
import type { ImageBytes } from '../../shared/types/attachments.ts'
import type { Message } from '../../shared/types/messages.ts'
import type { Server } from '../../shared/types/servers.ts'
import type { RunEnded } from '../../shared/types/runs.ts'
import type { Setup } from '../../shared/types/style.ts'

/** Synchronous: when a call returns, what it saved is on the disk. */
export interface RunHistory {
  /** Saves the prompt and a running answer in one transaction, and creates the conversation if it is new. */
  readonly beginRun: (start: RunStart) => Reply<SavedRunStart>
  /** The messages from the conversation's first prompt to this one, in order. */
  readonly readBranch: (promptId: string) => Reply<readonly Message[]>
  readonly getImage: (id: string) => Reply<ImageBytes>
  /** The conversation's style and instructions; null where none are saved. */
  readonly getSetup: (conversationId: string) => Reply<Setup | null>
  /** The models that have sent reasoning before. */
  readonly listThinkingModels: () => Reply<readonly string[]>
  readonly savePartial: (runId: string, text: string, reasoning: string, firstTextMs: number | null) => Reply<void>
  readonly endRun: (runId: string, result: RunResult) => Reply<RunEnded>
  /** Works even when the disk cannot be written; null when there is no such conversation. */
  readonly getSummary: (conversationId: string) => ConversationSummary | null
}

interface KeyForRun extends RunKeyName {
  readonly key: OpaqueKey
  /** The organisation that pays; null: the account itself. */
  readonly billTo: string | null
}

interface ServerKeyForRun {
  /** Null for a server that needs none. */
  readonly key: ServerKey
  /** The Hugging Face key that is used; null when none is. */
  readonly name: RunKeyName | null
}

type Stream = (
  request: StreamRequest,
  parts: { readonly fetch: typeof fetch; readonly signal: AbortSignal },
) => AsyncGenerator<StreamChunk, StreamEnd>

export interface RunParts {
  readonly history: RunHistory
  readonly keys: { readonly getKeyForRun: () => Promise<Reply<KeyForRun>> }
  readonly serverKeys: { readonly getKeyForRun: (server: Server) => Promise<Reply<ServerKeyForRun>> }
  /** Null for a model of Hugging Face that is not in the catalogue: it is tried with the default task. */
  readonly models: { readonly findRoute: (id: string) => RunRoute | null }
  readonly stream: Stream
  readonly network: {
    readonly fetchWithKey: (key: OpaqueKey) => typeof fetch
    readonly fetchFromServer: (server: Server, key: ServerKey) => typeof fetch
  }
  readonly publish: <Name extends 'run.progress' | 'run.text' | 'run.ended'>(name: Name, payload: EventPayload<Events[Name]>) => void
  readonly log: Pick<Log, 'warn' | 'error'>
  /** Milliseconds since 1970. */
  readonly now: () => number
}

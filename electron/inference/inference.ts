// Runs one prompt on one model and streams what comes back. The folder hides the Hugging Face library, the wire, and every
// shape in which providers answer and fail: out come pieces of text, and one end in our own words.

import type { StreamEnd, StreamChunk, StreamRequest } from '../../shared/types/streams.ts'
import type { Task } from '../../shared/tasks.ts'
import { runChat } from './tasks/chat.ts'
import { runContinueText } from './tasks/continue-text.ts'
import type { TaskRunner } from './tasks/task-runner.ts'
import { defaultLimits, defaultTimeouts, openConnection, type Limits, type Timeouts } from './connection.ts'

const taskRunners: Readonly<Record<Task, TaskRunner>> = { chat: runChat, continue: runContinueText }

interface InferenceParts {
  /** The door to the network, with the key. */
  readonly fetch: typeof fetch
  readonly signal: AbortSignal
  readonly timeouts?: Timeouts
  readonly limits?: Limits
}

/**
 * Streams one answer. Yields pieces as they come and returns how it ended; never throws for what a server or the network did.
 * The connection is closed when it returns, however it returns.
 */
export function stream(request: StreamRequest, parts: InferenceParts): AsyncGenerator<StreamChunk, StreamEnd> {
  const { timeouts = defaultTimeouts, limits = defaultLimits } = parts
  const connection = openConnection({ ...parts, timeouts, limits, prompts: request.messages.map((message) => message.content) })
  return taskRunners[request.task](request, connection)
}

// Runs one prompt on one model and streams the answer. The folder hides the Hugging Face library, the connection, and every shape in which
// providers answer and fail: it yields chunks of text and returns one end in our own terms.

import type { StreamEnd, StreamChunk, StreamRequest } from '../../shared/types/streams.ts'
import type { Task } from '../../shared/tasks.ts'
import { runChat } from './tasks/chat.ts'
import { runContinueText } from './tasks/continue-text.ts'
import type { TaskRunner } from './tasks/task-runner.ts'
import { defaultLimits, defaultTimeouts, openConnection, type Limits, type Timeouts } from './connection.ts'

const taskRunners: Readonly<Record<Task, TaskRunner>> = { chat: runChat, continue: runContinueText }

interface InferenceParts {
  /** The network gateway's, which adds the key. */
  readonly fetch: typeof fetch
  readonly signal: AbortSignal
  readonly timeouts?: Timeouts
  readonly limits?: Limits
}

/**
 * Streams one answer: yields chunks as they arrive and returns how it ended. Never throws for what a server or the network did. The
 * connection is closed when it returns.
 */
export function stream(request: StreamRequest, parts: InferenceParts): AsyncGenerator<StreamChunk, StreamEnd> {
  const { timeouts = defaultTimeouts, limits = defaultLimits } = parts
  const connection = openConnection({ ...parts, timeouts, limits, prompts: request.messages.map((message) => message.content) })
  return taskRunners[request.task](request, connection)
}

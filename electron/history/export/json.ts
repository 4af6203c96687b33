// A conversation as JSON, for other programs. The form is told in the file, so that it can change.

import type { Message } from '../../shared/types/conversations.ts'
import type { Saveable } from './export.ts'

/** Times are ISO 8601, in UTC. With what a key was called it is nobody's business but the person's who made it: it is left out. */
export function jsonFrom({ title, messages }: Saveable): string {
  return `${JSON.stringify({ format: 'parley-conversation', version: 1, title, messages: messages.map(entryFrom) }, null, 2)}\n`
}

function entryFrom(message: Message): Readonly<Record<string, unknown>> {
  if (message.kind === 'prompt') {
    const { id, parentId, text, attachments, createdAt } = message
    return { kind: 'prompt', id, parentId, createdAt: new Date(createdAt).toISOString(), text, attachments }
  }
  const { id, parentId, model, provider, text, reasoning, outcome, usage, startedAt, firstTextMs, totalMs, style } = message
  const failure = outcome.kind === 'failed' ? { failure: outcome.failure.code } : {}
  const began = new Date(startedAt).toISOString()
  return {
    kind: 'answer',
    id,
    parentId,
    model,
    provider,
    startedAt: began,
    text,
    reasoning,
    outcome: outcome.kind,
    ...failure,
    usage,
    style,
    firstTextMs,
    totalMs,
  }
}

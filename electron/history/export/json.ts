// A conversation as JSON, for other programs. The form is told in the file, so that it can change.

import type { Answer, ImageAttachment, ImageBytes, Message, Prompt } from '../../shared/types/conversations.ts'
import type { Saveable } from './export.ts'

/** Times are ISO 8601, in UTC. With what a key was called it is nobody's business but the person's who made it: it is left out. */
export function jsonFrom({ title, messages }: Saveable, images: ReadonlyMap<string, ImageBytes>): string {
  const entryFrom = (message: Message) => (message.kind === 'prompt' ? promptEntry(message, images) : answerEntry(message))
  return `${JSON.stringify({ format: 'parley-conversation', version: 1, title, messages: messages.map(entryFrom) }, null, 2)}\n`
}

function promptEntry({ id, parentId, text, attachments, createdAt }: Prompt, images: ReadonlyMap<string, ImageBytes>) {
  const entries = attachments.map((each) => (each.kind === 'image' ? imageEntry(each, images.get(each.id)) : each))
  return { kind: 'prompt', id, parentId, createdAt: new Date(createdAt).toISOString(), text, attachments: entries }
}

/** With all of it, in base64. Its id means nothing outside the history. */
function imageEntry({ kind, name, type, width, height }: ImageAttachment, image: ImageBytes | undefined) {
  return { kind, name, type, width, height, data: image === undefined ? null : Buffer.from(image.bytes).toString('base64') }
}

function answerEntry(message: Answer): Readonly<Record<string, unknown>> {
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

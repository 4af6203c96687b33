// A conversation as JSON, for other programs. The form is told in the file, so that it can change. Hides how it is cut into pieces: no
// text is cut, and what is in a picture is left to whoever writes the file.

import type { Answer, Message, Prompt } from '../../shared/types/messages.ts'
import type { Attachment } from '../../shared/types/attachments.ts'
import type { ExportChunk, ExportSource } from './export.ts'

/** Times are ISO 8601, in UTC. With what a key was called it is nobody's business but the person's who made it: it is left out. */
export function* toJsonChunks({ title, messages }: ExportSource): Generator<ExportChunk> {
  yield `${stringifyUnclosed({ format: 'parley-conversation', version: 1, title }, '')},\n  "messages": `
  yield* arrayChunks(messages, '  ', messageChunks)
  yield '\n}\n'
}

function* messageChunks(message: Message, indent: string): Generator<ExportChunk> {
  if (message.kind === 'answer') yield stringifyIndented(answerEntry(message), indent)
  else {
    yield `${stringifyUnclosed(promptEntry(message), indent)},\n${indent}  "attachments": `
    yield* arrayChunks(message.attachments, `${indent}  `, attachmentChunks)
    yield `\n${indent}}`
  }
}

/** A picture with all of it, in base64. Its id means nothing outside the history. */
function* attachmentChunks(attachment: Attachment, indent: string): Generator<ExportChunk> {
  if (attachment.kind === 'text') yield stringifyIndented(attachment, indent)
  else {
    const { kind, name, type, width, height } = attachment
    yield `${stringifyUnclosed({ kind, name, type, width, height }, indent)},\n${indent}  "data": "`
    yield attachment
    yield `"\n${indent}}`
  }
}

function* arrayChunks<Entry>(
  entries: readonly Entry[],
  indent: string,
  toChunks: (entry: Entry, indent: string) => Iterable<ExportChunk>,
): Generator<ExportChunk> {
  yield '['
  for (const [index, entry] of entries.entries()) {
    yield `${index === 0 ? '' : ','}\n${indent}  `
    yield* toChunks(entry, `${indent}  `)
  }
  yield entries.length === 0 ? ']' : `\n${indent}]`
}

/** @param indent of the line on which it begins. In JSON, a line ends between values alone. */
function stringifyIndented(value: object, indent: string): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`)
}

/** The same without its end, so that another member can follow. */
function stringifyUnclosed(value: object, indent: string): string {
  return stringifyIndented(value, indent).slice(0, -`\n${indent}}`.length)
}

function promptEntry({ id, parentId, text, createdAt }: Prompt): Readonly<Record<string, unknown>> {
  return { kind: 'prompt', id, parentId, createdAt: new Date(createdAt).toISOString(), text }
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

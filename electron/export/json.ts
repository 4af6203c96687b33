// Writes a conversation as JSON, for other programs. The file names its format and version, so that the format can change. Hides the
// chunks: a chunk never ends inside a string, except around the data of an image, which is a chunk by itself.

import type { Answer, Message, Prompt } from '../../shared/types/messages.ts'
import type { Attachment } from '../../shared/types/attachments.ts'
import type { ExportChunk, ExportSource, Writer } from './writer.ts'

export const jsonWriter: Writer = { extension: 'json', write: toJsonChunks }

/** Times are ISO 8601 in UTC. The names of keys are private to their owner, and left out. */
function* toJsonChunks({ title, messages }: ExportSource): Generator<ExportChunk> {
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

/** An image includes its bytes in base64. Its id has no meaning outside the history, and is left out. */
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

/** @param indent of the line on which the value begins. Strings contain no line breaks in JSON, so every line can be indented. */
function stringifyIndented(value: object, indent: string): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`)
}

/** Leaves out the closing brace, so that another member can follow. */
function stringifyUnclosed(value: object, indent: string): string {
  return stringifyIndented(value, indent).slice(0, -`\n${indent}}`.length)
}

function promptEntry({ id, parentId, text, createdAt }: Prompt): Readonly<Record<string, unknown>> {
  return { kind: 'prompt', id, parentId, createdAt: new Date(createdAt).toISOString(), text }
}

function answerEntry(message: Answer): Readonly<Record<string, unknown>> {
  const { id, parentId, model, provider, text, reasoning, outcome, usage, startedAt, firstTextMs, totalMs, style } = message
  const failure = outcome.kind === 'failed' ? { failure: outcome.failure.code } : {}
  return {
    kind: 'answer',
    id,
    parentId,
    model,
    provider,
    startedAt: new Date(startedAt).toISOString(),
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

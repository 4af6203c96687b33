// A conversation, or one message of it, as a file for other programs. Hides the two formats, and that no secret goes into either.

import { findSecrets } from '../../shared/secrets.ts'
import type { Answer, Message, Prompt } from '../../shared/types/messages.ts'
import type { Attachment, ImageAttachment } from '../../shared/types/attachments.ts'
import type { SaveFormat } from '../../shared/types/saving.ts'
import { toJsonChunks } from './json.ts'
import { toMarkdown, type ExportWords } from './markdown.ts'

/** What is to be saved: a branch from its first prompt on, or a part of one. */
export interface ExportSource {
  readonly title: string
  readonly messages: readonly Message[]
}

/** Some of the text of a file, or the picture whose bytes stand there in base64. */
export type ExportChunk = string | ImageAttachment

export interface ExportFile {
  /** Proposed for the file; with its ending. */
  readonly name: string
  /** What is in the file, once through: all of it in one piece may be more than the engine can hold. */
  readonly chunks: Iterable<ExportChunk>
  /** How many secrets were left out. */
  readonly secretCount: number
}

const extensions = { markdown: 'md', json: 'json' } as const

/** @param words what stands in Markdown between the messages; JSON is for programs, and has none. */
export function createExport(source: ExportSource, format: SaveFormat, words: ExportWords): ExportFile {
  const { redacted, secretCount } = redactSecrets(source, words.secret)
  const chunks = format === 'json' ? toJsonChunks(redacted) : [toMarkdown(redacted, words)]
  return { name: `${toFileName(redacted.title)}.${extensions[format]}`, chunks, secretCount }
}

/**
 * SECURITY: a saved file is passed on more lightly than a history. What looks like a key is replaced wherever it stands, also where a
 * person had sent it all the same.
 */
function redactSecrets(
  { title, messages }: ExportSource,
  replacement: string,
): { readonly redacted: ExportSource; readonly secretCount: number } {
  let secretCount = 0
  const redact = (text: string): string => {
    let result = ''
    let position = 0
    for (const { start, end } of findSecrets(text)) {
      secretCount += 1
      result += text.slice(position, start) + replacement
      position = end
    }
    return result + text.slice(position)
  }
  const redactAttachment = (attachment: Attachment): Attachment => {
    const name = redact(attachment.name)
    return attachment.kind === 'text' ? { ...attachment, name, text: redact(attachment.text) } : { ...attachment, name }
  }
  const redactPrompt = (prompt: Prompt): Prompt => ({
    ...prompt,
    text: redact(prompt.text),
    attachments: prompt.attachments.map(redactAttachment),
  })
  const redactAnswer = (answer: Answer): Answer => ({ ...answer, text: redact(answer.text), reasoning: redact(answer.reasoning) })
  const redacted = {
    title: redact(title),
    messages: messages.map((message) => (message.kind === 'prompt' ? redactPrompt(message) : redactAnswer(message))),
  }
  return { redacted, secretCount }
}

const maxNameLength = 60

/** What every system takes as a name of a file: no separators, no signs that mean something, no point or space at its ends. */
function toFileName(title: string): string {
  const words = title
    .toWellFormed()
    .replaceAll(/[\p{C}<>:"/\\|?*]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
  const truncated = Array.from(words)
    .slice(0, maxNameLength)
    .join('')
    .replaceAll(/^[ .]+|[ .]+$/g, '')
  // Names of devices on Windows.
  return truncated === '' || /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(truncated) ? 'Parley' : truncated
}

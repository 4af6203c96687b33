// Exports a conversation, or one of its messages, as a file for other programs. Hides the formats, the file's name, and that no secret
// goes into the file.

import { findSecrets } from '../../shared/secrets.ts'
import type { Attachment } from '../../shared/types/attachments.ts'
import type { Answer, Prompt } from '../../shared/types/messages.ts'
import type { SaveFormat } from '../../shared/types/saving.ts'
import { jsonWriter } from './json.ts'
import { markdownWriter } from './markdown.ts'
import type { ExportChunk, ExportSource, ExportWords, Writer } from './writer.ts'

const writers: Readonly<Record<SaveFormat, Writer>> = { markdown: markdownWriter, json: jsonWriter }

interface ExportFile {
  /** The proposed file name, with its extension. */
  readonly name: string
  /** The content. It can be read once. */
  readonly chunks: Iterable<ExportChunk>
  /** How many secrets were left out. */
  readonly secretCount: number
}

export function createExport(source: ExportSource, format: SaveFormat, words: ExportWords): ExportFile {
  const { redacted, secretCount } = redactSecrets(source, words.secret)
  const { extension, write } = writers[format]
  return { name: `${toFileName(redacted.title)}.${extension}`, chunks: write(redacted, words), secretCount }
}

/**
 * SECURITY: people pass on a file more readily than a history. Everything that looks like a key is replaced, even in a prompt that was sent
 * with it on purpose.
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

/** A name that every system accepts: no separators or reserved characters, and no dot or space at either end. */
function toFileName(title: string): string {
  const words = title
    .toWellFormed()
    .replaceAll(/[\p{C}<>:"/\\|?*]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
  const truncated = Array.from(words)
    .slice(0, maxNameLength)
    .join('')
    .replaceAll(/^[ .]+|[ .]+$/g, '')
  // Windows reserves the names of devices.
  return truncated === '' || /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(truncated) ? 'Parley' : truncated
}

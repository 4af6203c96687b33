// A conversation, or one message of it, as a file for other programs. Hides the two formats, and that no secret goes into either.

import { findSecrets } from '../../shared/secrets.ts'
import type { Answer, Attachment, ImageAttachment, Message, Prompt } from '../../shared/types/conversations.ts'
import type { SaveFormat } from '../../shared/types/saving.ts'
import { jsonFrom } from './json.ts'
import { markdownFrom, type SavedWords } from './markdown.ts'

/** What is to be saved: a branch from its first prompt on, or a part of one. */
export interface Saveable {
  readonly title: string
  readonly messages: readonly Message[]
}

/** Some of the text of a file, or the picture whose bytes stand there in base64. */
export type Piece = string | ImageAttachment

export interface Exported {
  /** Proposed for the file; with its ending. */
  readonly name: string
  /** What is in the file, once through: all of it in one piece may be more than the engine can hold. */
  readonly pieces: Iterable<Piece>
  /** How many secrets were left out. */
  readonly secrets: number
}

const endings = { markdown: 'md', json: 'json' } as const

/** @param words what stands in Markdown between the messages; JSON is for programs, and has none. */
export function exportOf(saveable: Saveable, format: SaveFormat, words: SavedWords): Exported {
  const { safe, secrets } = withoutSecrets(saveable, words.secret)
  const pieces = format === 'json' ? jsonFrom(safe) : [markdownFrom(safe, words)]
  return { name: `${fileNameFrom(safe.title)}.${endings[format]}`, pieces, secrets }
}

/**
 * SECURITY: a saved file is passed on more lightly than a history. What looks like a key is replaced wherever it stands, also where a
 * person had sent it all the same.
 */
function withoutSecrets({ title, messages }: Saveable, instead: string): { readonly safe: Saveable; readonly secrets: number } {
  let secrets = 0
  const clean = (text: string): string => {
    let left = ''
    let at = 0
    for (const { start, end } of findSecrets(text)) {
      secrets += 1
      left += text.slice(at, start) + instead
      at = end
    }
    return left + text.slice(at)
  }
  const cleanAttachment = (attachment: Attachment): Attachment => {
    const name = clean(attachment.name)
    return attachment.kind === 'text' ? { ...attachment, name, text: clean(attachment.text) } : { ...attachment, name }
  }
  const cleanPrompt = (prompt: Prompt): Prompt => ({
    ...prompt,
    text: clean(prompt.text),
    attachments: prompt.attachments.map(cleanAttachment),
  })
  const cleanAnswer = (answer: Answer): Answer => ({ ...answer, text: clean(answer.text), reasoning: clean(answer.reasoning) })
  const safe = {
    title: clean(title),
    messages: messages.map((message) => (message.kind === 'prompt' ? cleanPrompt(message) : cleanAnswer(message))),
  }
  return { safe, secrets }
}

const longestName = 60

/** What every system takes as a name of a file: no separators, no signs that mean something, no point or space at its ends. */
function fileNameFrom(title: string): string {
  const words = title
    .toWellFormed()
    .replaceAll(/[\p{C}<>:"/\\|?*]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
  const short = Array.from(words)
    .slice(0, longestName)
    .join('')
    .replaceAll(/^[ .]+|[ .]+$/g, '')
  // Names of devices on Windows.
  return short === '' || /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(short) ? 'Parley' : short
}

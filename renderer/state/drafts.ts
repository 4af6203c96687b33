// What is done with a draft's texts and pictures. Pure.

import { imagesAmong, textsOf } from '../../shared/attachments.ts'
import { mostImages } from '../../shared/images.ts'
import type { Attachment, Draft } from '../../shared/types/conversations.ts'

/** Main takes no more texts and pictures than this with one prompt. */
export const mostTexts = 20

interface TooMany {
  readonly of: 'pictures' | 'texts'
  readonly most: number
  /** The last of them, as many as have to be taken off; none where all of the draft goes along. */
  readonly attachments: readonly Attachment[]
}

/** What of a draft is too much to go along with one prompt. */
export function tooManyOf({ attachments }: Draft): TooMany {
  const pictures = imagesAmong(attachments).slice(mostImages)
  if (pictures.length > 0) return { of: 'pictures', most: mostImages, attachments: pictures }
  return { of: 'texts', most: mostTexts, attachments: attachments.slice(mostTexts) }
}

/** The draft with one more text. From the second on, texts are told apart by their number. */
export function withText({ text, attachments }: Draft, added: string, name: string): Draft {
  const number = textsOf(attachments).length + 1
  return { text, attachments: [...attachments, { kind: 'text', name: number === 1 ? name : `${name} ${number}`, text: added }] }
}

/** Both drafts as one, the first in front. */
export function joined(first: Draft, second: Draft): Draft {
  const text = [first.text, second.text].filter((each) => each !== '').join('\n')
  return { text, attachments: [...first.attachments, ...second.attachments] }
}

/** The draft with a text quoted behind what stands there, as markdown writes it, and an empty line to go on in. */
export function withQuotation(draft: Draft, quoted: string): Draft {
  const before = draft.text.trimEnd()
  const lines = quoted
    .trim()
    .split(/\r?\n/)
    .map((line) => (line.trim() === '' ? '>' : `> ${line}`))
  return { ...draft, text: `${before === '' ? '' : `${before}\n\n`}${lines.join('\n')}\n\n` }
}

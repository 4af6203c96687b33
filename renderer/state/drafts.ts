// What is done with a draft's texts and pictures. Pure.

import { filterImages, getAttachedTexts } from '../../shared/attachments.ts'
import { maxImages } from '../../shared/images.ts'
import type { Attachment } from '../../shared/types/attachments.ts'
import type { Draft } from '../../shared/types/drafts.ts'

/** Main takes no more texts and pictures than this with one prompt. */
export const maxAttachments = 20

interface ExcessAttachments {
  readonly kind: 'images' | 'texts'
  readonly max: number
  /** The last of them, as many as have to be taken off; none where all of the draft goes along. */
  readonly attachments: readonly Attachment[]
}

/** What of a draft is too much to go along with one prompt. */
export function findExcessAttachments({ attachments }: Draft): ExcessAttachments {
  const images = filterImages(attachments).slice(maxImages)
  if (images.length > 0) return { kind: 'images', max: maxImages, attachments: images }
  return { kind: 'texts', max: maxAttachments, attachments: attachments.slice(maxAttachments) }
}

/** The draft with one more text. From the second on, texts are told apart by their number. */
export function withText({ text, attachments }: Draft, added: string, name: string): Draft {
  const number = getAttachedTexts(attachments).length + 1
  return { text, attachments: [...attachments, { kind: 'text', name: number === 1 ? name : `${name} ${number}`, text: added }] }
}

/** Both drafts as one, the first in front. */
export function joinDrafts(first: Draft, second: Draft): Draft {
  const text = [first.text, second.text].filter((each) => each !== '').join('\n')
  return { text, attachments: [...first.attachments, ...second.attachments] }
}

/** The draft with a text quoted behind what stands there, as markdown writes it, and an empty line to go on in. */
export function withQuotation(draft: Draft, quotedText: string): Draft {
  const existingText = draft.text.trimEnd()
  const lines = quotedText
    .trim()
    .split(/\r?\n/)
    .map((line) => (line.trim() === '' ? '>' : `> ${line}`))
  return { ...draft, text: `${existingText === '' ? '' : `${existingText}\n\n`}${lines.join('\n')}\n\n` }
}

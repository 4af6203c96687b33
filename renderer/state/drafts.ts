// Drafts: their text and attachments, and the secrets they seem to hold. Pure.

import { filterImages, getAttachedTexts } from '../../shared/attachments.ts'
import { maxImages } from '../../shared/images.ts'
import { findSecrets, type SecretMatch } from '../../shared/secrets.ts'
import type { Attachment } from '../../shared/types/attachments.ts'
import type { Draft } from '../../shared/types/drafts.ts'

export const emptyDraft: Draft = { text: '', attachments: [] }

/** Main accepts no more texts and images with one prompt. */
export const maxAttachments = 20

export interface LocatedSecret extends SecretMatch {
  /** Where it was found: in the attachment with this index, in the instructions, or (null) in the prompt itself. */
  readonly text: { readonly index: number; readonly name: string } | 'instructions' | null
}

export function findDraftSecrets({ text, attachments }: Draft): readonly LocatedSecret[] {
  return [
    ...findSecrets(text).map((secret) => ({ ...secret, text: null })),
    ...attachments.flatMap((each, index) =>
      each.kind === 'text' ? findSecrets(each.text).map((secret) => ({ ...secret, text: { index, name: each.name } })) : [],
    ),
  ]
}

interface ExcessAttachments {
  readonly kind: 'images' | 'texts'
  readonly max: number
  /** Those that have to be removed, from the end; empty when the draft is within the limits. */
  readonly attachments: readonly Attachment[]
}

/** The attachments that are too many for one prompt. */
export function findExcessAttachments({ attachments }: Draft): ExcessAttachments {
  const images = filterImages(attachments).slice(maxImages)
  if (images.length > 0) return { kind: 'images', max: maxImages, attachments: images }
  return { kind: 'texts', max: maxAttachments, attachments: attachments.slice(maxAttachments) }
}

/** The draft with one more text. From the second on, a number tells the texts apart. */
export function withText({ text, attachments }: Draft, added: string, name: string): Draft {
  const number = getAttachedTexts(attachments).length + 1
  return { text, attachments: [...attachments, { kind: 'text', name: number === 1 ? name : `${name} ${number}`, text: added }] }
}

/** Joins two drafts. */
export function joinDrafts(first: Draft, second: Draft): Draft {
  const text = [first.text, second.text].filter((each) => each !== '').join('\n')
  return { text, attachments: [...first.attachments, ...second.attachments] }
}

/** The draft with a text added as a markdown quotation, and an empty line after it to type in. */
export function withQuotation(draft: Draft, quotedText: string): Draft {
  const existingText = draft.text.trimEnd()
  const lines = quotedText
    .trim()
    .split(/\r?\n/)
    .map((line) => (line.trim() === '' ? '>' : `> ${line}`))
  return { ...draft, text: `${existingText === '' ? '' : `${existingText}\n\n`}${lines.join('\n')}\n\n` }
}

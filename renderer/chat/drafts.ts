// What is done with a draft's texts. Pure.

import { textsOf } from '../../electron/shared/attachments.ts'
import type { Draft } from '../../electron/shared/types/conversations.ts'

/** Main takes no more texts and pictures than this with one prompt. */
export const mostTexts = 20

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

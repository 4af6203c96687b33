// What is done with a draft's texts and pictures.

import { expect, test } from '@playwright/test'
import type { Draft } from '../../../../shared/types/conversations.ts'
import { joined, tooManyOf, withQuotation } from '../../../../renderer/state/drafts.ts'

test('a quotation begins each of its lines with a sign, empty ones too, and stands behind what is there', () => {
  const attachments = [{ kind: 'text', name: 'notes', text: 'x' }] as const
  expect(withQuotation({ text: '', attachments }, '\nOne\r\n\n  two\n> three\n')).toEqual({
    text: '> One\n>\n>   two\n> > three\n\n',
    attachments,
  })
  expect(withQuotation({ text: 'You said: \n', attachments: [] }, 'One').text).toBe('You said:\n\n> One\n\n')
})

const picture = (name: string) => ({ kind: 'image', id: name, name, type: 'image/png', width: 3, height: 2, size: 9 }) as const
const texts = (count: number) => Array.from({ length: count }, (_, index) => ({ kind: 'text', name: `text ${index}`, text: 'x' }) as const)
const tooMany = (draft: Draft) => [tooManyOf(draft).of, ...tooManyOf(draft).attachments.map(({ name }) => name)]

test('of two drafts that became one, the last pictures are too many, and the last texts where all that goes along is', () => {
  const first = { text: 'One', attachments: [picture('a'), ...texts(3), picture('b')] }
  expect(tooMany(joined(first, { text: 'Two', attachments: [picture('c'), picture('d')] }))).toEqual(['texts'])
  expect(tooMany(joined(first, { text: 'Two', attachments: [picture('c'), picture('d'), picture('e')] }))).toEqual(['pictures', 'e'])
  expect(tooMany({ text: '', attachments: texts(21) })).toEqual(['texts', 'text 20'])
})

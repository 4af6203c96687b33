// What is done with a draft's texts and pictures.

import { expect, test } from '@playwright/test'
import type { Draft } from '../../../../shared/types/drafts.ts'
import { joinDrafts, findExcessAttachments, withQuotation } from '../../../../renderer/state/drafts.ts'

test('a quotation begins each of its lines with a sign, empty ones too, and stands behind what is there', () => {
  const attachments = [{ kind: 'text', name: 'notes', text: 'x' }] as const
  expect(withQuotation({ text: '', attachments }, '\nOne\r\n\n  two\n> three\n')).toEqual({
    text: '> One\n>\n>   two\n> > three\n\n',
    attachments,
  })
  expect(withQuotation({ text: 'You said: \n', attachments: [] }, 'One').text).toBe('You said:\n\n> One\n\n')
})

const createImage = (name: string) => ({ kind: 'image', id: name, name, type: 'image/png', width: 3, height: 2, size: 9 }) as const
const createTexts = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ kind: 'text', name: `text ${index}`, text: 'x' }) as const)
const describeTooMany = (draft: Draft) => [
  findExcessAttachments(draft).kind,
  ...findExcessAttachments(draft).attachments.map(({ name }) => name),
]

test('of two drafts that became one, the last pictures are too many, and the last texts where all that goes along is', () => {
  const first = { text: 'One', attachments: [createImage('a'), ...createTexts(3), createImage('b')] }
  expect(describeTooMany(joinDrafts(first, { text: 'Two', attachments: [createImage('c'), createImage('d')] }))).toEqual(['texts'])
  expect(describeTooMany(joinDrafts(first, { text: 'Two', attachments: [createImage('c'), createImage('d'), createImage('e')] }))).toEqual([
    'images',
    'e',
  ])
  expect(describeTooMany({ text: '', attachments: createTexts(21) })).toEqual(['texts', 'text 20'])
})

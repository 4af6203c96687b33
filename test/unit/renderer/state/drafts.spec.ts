// Changes to a draft: quotations, joining, and the limits of attachments.

import { expect, test } from '@playwright/test'
import type { Draft } from '../../../../shared/types/drafts.ts'
import { joinDrafts, findExcessAttachments, withQuotation } from '../../../../renderer/state/drafts.ts'

const createImage = (name: string) => ({ kind: 'image', id: name, name, type: 'image/png', width: 3, height: 2, size: 9 }) as const
const createTexts = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ kind: 'text', name: `text ${index}`, text: 'x' }) as const)
const describeExcess = (draft: Draft) => [
  findExcessAttachments(draft).kind,
  ...findExcessAttachments(draft).attachments.map(({ name }) => name),
]

test.describe('drafts', () => {
  test('appends a quotation with a marker on every line', () => {
    const attachments = [{ kind: 'text', name: 'notes', text: 'x' }] as const
    expect(withQuotation({ text: '', attachments }, '\nOne\r\n\n  two\n> three\n')).toEqual({
      text: '> One\n>\n>   two\n> > three\n\n',
      attachments,
    })
    expect(withQuotation({ text: 'You said: \n', attachments: [] }, 'One').text).toBe('You said:\n\n> One\n\n')
  })

  test('counts the last images, or the last texts, of a joined draft as too many', () => {
    const first = { text: 'One', attachments: [createImage('a'), ...createTexts(3), createImage('b')] }
    expect(describeExcess(joinDrafts(first, { text: 'Two', attachments: [createImage('c'), createImage('d')] }))).toEqual(['texts'])
    expect(describeExcess(joinDrafts(first, { text: 'Two', attachments: [createImage('c'), createImage('d'), createImage('e')] }))).toEqual(
      ['images', 'e'],
    )
    expect(describeExcess({ text: '', attachments: createTexts(21) })).toEqual(['texts', 'text 20'])
  })
})

// What is done with a draft's texts.

import { expect, test } from '@playwright/test'
import { withQuotation } from '../../../../renderer/chat/drafts.ts'

test('a quotation begins each of its lines with a sign, empty ones too, and stands behind what is there', () => {
  const attachments = [{ kind: 'text', name: 'notes', text: 'x' }] as const
  expect(withQuotation({ text: '', attachments }, '\nOne\r\n\n  two\n> three\n')).toEqual({
    text: '> One\n>\n>   two\n> > three\n\n',
    attachments,
  })
  expect(withQuotation({ text: 'You said: \n', attachments: [] }, 'One').text).toBe('You said:\n\n> One\n\n')
})

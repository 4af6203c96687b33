// Files that are added to the prompt box while others are still being read.

import { expect, test } from '@playwright/test'
import { addFiles } from '../../../../renderer/composer/files.ts'
import { change, emptyDraft, state } from '../../../../renderer/state/store.ts'

test('no more go along than may, also when two lots are added at once', async () => {
  const attachments = Array.from({ length: 19 }, (_, index) => ({ kind: 'text', name: `${index}`, text: 'Once' }) as const)
  change({ draft: { ...emptyDraft, attachments } })
  await Promise.all([addFiles([new File(['one'], 'one.txt')]), addFiles([new File(['two'], 'two.txt')])])
  expect(
    state()
      .draft.attachments.slice(19)
      .map(({ name }) => name),
  ).toEqual(['one.txt'])
})

test('a file that cannot be read at all keeps neither the prompt nor the next file', async () => {
  change({ draft: emptyDraft })
  const odd = new File(['GIF89a'], 'odd.gif')
  Object.defineProperty(odd, 'size', {
    get: () => {
      throw new Error('Gone')
    },
  })
  await expect(addFiles([odd])).rejects.toThrow('Gone')
  expect(state().readingFile).toBeNull()
  await addFiles([new File(['one'], 'one.txt')])
  expect(state().draft.attachments).toEqual([{ kind: 'text', name: 'one.txt', text: 'one' }])
})

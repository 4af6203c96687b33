// Files that are added to the prompt box while others are still being read.

import { expect, test } from '@playwright/test'
import { addFiles } from '../../../../renderer/composer/attach-files.ts'
import { setState, emptyDraft, getState } from '../../../../renderer/state/store.ts'

test('no more go along than may, also when two lots are added at once', async () => {
  const attachments = Array.from({ length: 19 }, (_, index) => ({ kind: 'text', name: `${index}`, text: 'Once' }) as const)
  setState({ draft: { ...emptyDraft, attachments } })
  await Promise.all([addFiles([new File(['one'], 'one.txt')]), addFiles([new File(['two'], 'two.txt')])])
  expect(
    getState()
      .draft.attachments.slice(19)
      .map(({ name }) => name),
  ).toEqual(['one.txt'])
})

test('a file that cannot be read at all keeps neither the prompt nor the next file', async () => {
  setState({ draft: emptyDraft })
  const mislabelledFile = new File(['GIF89a'], 'odd.gif')
  Object.defineProperty(mislabelledFile, 'size', {
    get: () => {
      throw new Error('Gone')
    },
  })
  await expect(addFiles([mislabelledFile])).rejects.toThrow('Gone')
  expect(getState().readingFile).toBeNull()
  await addFiles([new File(['one'], 'one.txt')])
  expect(getState().draft.attachments).toEqual([{ kind: 'text', name: 'one.txt', text: 'one' }])
})

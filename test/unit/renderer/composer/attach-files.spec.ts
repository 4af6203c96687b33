// Attaching files while others are still being read.

import { expect, test } from '@playwright/test'
import { addFiles } from '../../../../renderer/composer/attach-files.ts'
import { getComposer, setDraft } from '../../../../renderer/state/composer.ts'
import { emptyDraft } from '../../../../renderer/state/drafts.ts'
import { installPageBridge, type PageBridge } from '../../../support/page/page-bridge.ts'

let bridge: PageBridge
test.beforeAll(() => {
  bridge = installPageBridge()
})
test.afterAll(() => bridge.remove())
test.beforeEach(() => bridge.reset())

test.describe('attaching files', () => {
  test('stays within the limit when two sets are added at once', async () => {
    const attachments = Array.from({ length: 19 }, (_, index) => ({ kind: 'text', name: `${index}`, text: 'Once' }) as const)
    setDraft({ ...emptyDraft, attachments })
    await Promise.all([addFiles([new File(['one'], 'one.txt')]), addFiles([new File(['two'], 'two.txt')])])
    expect(
      getComposer()
        .draft.attachments.slice(19)
        .map(({ name }) => name),
    ).toEqual(['one.txt'])
  })

  test('continues with the next file after one that cannot be read', async () => {
    const mislabelledFile = new File(['GIF89a'], 'odd.gif')
    Object.defineProperty(mislabelledFile, 'size', {
      get: () => {
        throw new Error('Gone')
      },
    })
    await expect(addFiles([mislabelledFile])).rejects.toThrow('Gone')
    expect(getComposer().readingFile).toBeNull()
    await addFiles([new File(['one'], 'one.txt')])
    expect(getComposer().draft.attachments).toEqual([{ kind: 'text', name: 'one.txt', text: 'one' }])
  })
})

// Saving a conversation to a file: what was requested, at the chosen location, completely or not at all.

import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { saveConversation } from '../../../../electron/export/save-conversation.ts'
import { failed, succeeded, type Reply } from '../../../../shared/failures.ts'
import type { ImageBytes } from '../../../../shared/types/attachments.ts'
import type { SaveRequest } from '../../../../shared/types/saving.ts'
import { system } from '../../../../shared/words/en/system.ts'
import {
  saveTestImage,
  createHistoryFolder,
  openTestHistory,
  savePromptAndAnswer,
  unwrap,
} from '../../../support/history/history-fixture.ts'

let folder: ReturnType<typeof createHistoryFolder>
let history: Awaited<ReturnType<typeof openTestHistory>>
let savedTurn: ReturnType<typeof savePromptAndAnswer>

test.beforeEach(async () => {
  folder = createHistoryFolder()
  history = await openTestHistory(join(folder.path, 'history'))
  savedTurn = savePromptAndAnswer(history, 'Why?', 'Because.')
  mkdirSync(join(folder.path, 'mine'))
})
test.afterEach(async () => {
  await history.close()
  folder.remove()
})

const createSaveRequest = (changes: Partial<SaveRequest> = {}): SaveRequest => {
  return { conversationId: savedTurn.conversationId, messageId: null, format: 'markdown', ...changes }
}
const pathInFolder = (name: string): string => join(folder.path, 'mine', name)
const runSave = (
  saveRequest: SaveRequest,
  chooseFile: (name: string) => string | null = pathInFolder,
  readImage = (id: string): Reply<ImageBytes> => history.getImage(id),
) =>
  saveConversation(saveRequest, {
    read: async (conversationId) => history.readFullBranch(conversationId),
    readImage: async (id) => readImage(id),
    chooseFile: async (name) => chooseFile(name),
    words: () => system.exported,
  })

/** Creates a conversation of one prompt with `count` images of a megabyte each. */
function createConversationWithImages(count: number) {
  const attachments = Array.from({ length: count }, (_, index) => saveTestImage(history, `${index}.png`, 'x'.repeat(1_000_000)))
  const { bytes } = unwrap(history.getImage(attachments[0]?.id ?? ''))
  return { bytes, attachments, ...savePromptAndAnswer(history, 'Look', 'I see.', { attachments }) }
}

test.describe('saving a conversation', () => {
  test('saves the branch that is shown to a file that only its owner can read', async () => {
    writeFileSync(pathInFolder('Why.md'), 'an older one, for all to read', { mode: 0o644 })
    expect(await runSave(createSaveRequest())).toEqual(succeeded({ kind: 'saved', secretCount: 0 }))
    expect(readFileSync(pathInFolder('Why.md'), 'utf8')).toMatch(/^# Why\?\n\n## You\n\nWhy\?\n\n## .+\n\nBecause\.\n$/)
    expect(statSync(pathInFolder('Why.md')).mode & 0o777).toBe(0o600)
    expect(readdirSync(pathInFolder(''))).toEqual(['Why.md'])
  })

  test('saves a single message', async () => {
    const answer = unwrap(history.readFullBranch(savedTurn.conversationId)).messages.at(-1)
    expect(await runSave(createSaveRequest({ messageId: answer?.id ?? '', format: 'json' }))).toEqual(
      succeeded({ kind: 'saved', secretCount: 0 }),
    )
    expect(JSON.parse(readFileSync(pathInFolder('Why.json'), 'utf8'))).toMatchObject({ messages: [{ kind: 'answer', text: 'Because.' }] })
  })

  test('writes nothing if cancelled, if there is nothing to save, or if the folder is missing', async () => {
    expect(await runSave(createSaveRequest(), () => null)).toEqual(succeeded({ kind: 'cancelled' }))
    expect(await runSave(createSaveRequest({ messageId: 'another' }))).toEqual(failed('bad-input', 'No such message'))
    expect(await runSave(createSaveRequest({ conversationId: 'another' }))).toEqual(failed('bad-input', 'No such conversation'))
    unwrap(history.delete(savedTurn.conversationId))
    expect(await runSave(createSaveRequest())).toEqual(failed('bad-input', 'No such conversation'))
    unwrap(history.undoDelete(savedTurn.conversationId))
    expect(await runSave(createSaveRequest(), () => join(folder.path, 'no such folder', 'file'))).toEqual(
      failed('file-not-saved', 'ENOENT'),
    )
    expect(readdirSync(pathInFolder(''))).toEqual([])
  })

  test('keeps an existing file when the disk is full', async () => {
    test.skip(process.platform !== 'linux' || process.getuid?.() !== 0, 'needs a small disk, which only root can mount')
    const disk = pathInFolder('disk')
    mkdirSync(disk)
    test.skip(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]).status !== 0, 'cannot be mounted here')
    try {
      const file = join(disk, 'Why.md')
      writeFileSync(file, 'an older one')
      const longTurn = savePromptAndAnswer(history, 'Longer?', 'x'.repeat(100_000))
      expect(await runSave(createSaveRequest({ conversationId: longTurn.conversationId }), () => file)).toEqual(
        failed('history-full-disk', 'ENOSPC'),
      )
      expect(readFileSync(file, 'utf8')).toBe('an older one')
      expect(readdirSync(disk)).toEqual(['Why.md'])
      rmSync(file)
    } finally {
      spawnSync('umount', ['-l', disk])
    }
  })
})

test.describe('images of a saved conversation', () => {
  test('are read one at a time, as the file grows', async () => {
    const { conversationId, bytes } = createConversationWithImages(4)
    const written: number[] = []
    const readImage = (id: string): Reply<ImageBytes> => {
      written.push(readdirSync(pathInFolder('')).reduce((sum, name) => sum + statSync(pathInFolder(name)).size, 0))
      return history.getImage(id)
    }
    expect(await runSave(createSaveRequest({ conversationId, format: 'json' }), pathInFolder, readImage)).toEqual(
      succeeded({ kind: 'saved', secretCount: 0 }),
    )
    const data = Buffer.from(bytes).toString('base64')
    expect(written.map((size) => Math.floor(size / data.length))).toEqual([0, 1, 2, 3])
    expect(JSON.parse(readFileSync(pathInFolder('Look.json'), 'utf8')).messages[0].attachments).toEqual(
      [0, 1, 2, 3].map((index) => ({ kind: 'image', name: `${index}.png`, type: 'image/png', width: 3, height: 2, data })),
    )
  })

  test('keep an existing file if one of them cannot be read', async () => {
    const { conversationId, attachments } = createConversationWithImages(3)
    writeFileSync(pathInFolder('Look.json'), 'an older one')
    const readImage = (id: string) => (id === attachments[2]?.id ? failed('history-damaged', 'SQLITE_CORRUPT') : history.getImage(id))
    const saveRequest = createSaveRequest({ conversationId, format: 'json' })
    expect(await runSave(saveRequest, pathInFolder, readImage)).toEqual(failed('history-damaged', 'SQLITE_CORRUPT'))
    expect(readFileSync(pathInFolder('Look.json'), 'utf8')).toBe('an older one')
    expect(readdirSync(pathInFolder(''))).toEqual(['Look.json'])
  })

  test('are not read before the location is chosen', async () => {
    const { conversationId } = createConversationWithImages(1)
    const read: string[] = []
    const readImage = (id: string): Reply<ImageBytes> => {
      read.push(id)
      return history.getImage(id)
    }
    expect(await runSave(createSaveRequest({ conversationId, format: 'json' }), () => null, readImage)).toEqual(
      succeeded({ kind: 'cancelled' }),
    )
    expect(read).toEqual([])
  })
})

// Saving a conversation to a file: what was asked for, where it was wanted, whole or not at all.

import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { save } from '../../../../electron/export/save.ts'
import { failed, succeeded, type Reply } from '../../../../shared/errors.ts'
import type { ImageBytes } from '../../../../shared/types/conversations.ts'
import type { SaveRequest } from '../../../../shared/types/saving.ts'
import { systemWords } from '../../../../shared/words/system.ts'
import { keepPicture, makeFolder, open, saveTurn, valueOf } from '../../../support/history/history-fixture.ts'

let folder: ReturnType<typeof makeFolder>
let history: Awaited<ReturnType<typeof open>>
let turn: ReturnType<typeof saveTurn>

test.beforeEach(async () => {
  folder = makeFolder()
  history = await open(join(folder.path, 'history'))
  turn = saveTurn(history, 'Why?', 'Because.')
  mkdirSync(join(folder.path, 'mine'))
})
test.afterEach(async () => {
  await history.close()
  folder.remove()
})

const request = (changes: Partial<SaveRequest> = {}): SaveRequest => {
  return { conversationId: turn.conversationId, messageId: null, format: 'markdown', ...changes }
}
const mine = (name: string): string => join(folder.path, 'mine', name)
const saving = (
  asked: SaveRequest,
  chooseFile: (name: string) => string | null = mine,
  readImage = (id: string): Reply<ImageBytes> => history.image(id),
) =>
  save(asked, {
    read: async (conversationId) => history.whole(conversationId),
    readImage: async (id) => readImage(id),
    chooseFile: async (name) => chooseFile(name),
    words: () => systemWords.en.saved,
  })

test('saves all of the branch that is shown, for its owner alone to read', async () => {
  writeFileSync(mine('Why.md'), 'an older one, for all to read', { mode: 0o644 })
  expect(await saving(request())).toEqual(succeeded({ kind: 'saved', secrets: 0 }))
  expect(readFileSync(mine('Why.md'), 'utf8')).toMatch(/^# Why\?\n\n## You\n\nWhy\?\n\n## .+\n\nBecause\.\n$/)
  expect(statSync(mine('Why.md')).mode & 0o777).toBe(0o600)
  expect(readdirSync(mine(''))).toEqual(['Why.md'])
})

test('saves one message alone', async () => {
  const answer = valueOf(history.whole(turn.conversationId)).messages.at(-1)
  expect(await saving(request({ messageId: answer?.id ?? '', format: 'json' }))).toEqual(succeeded({ kind: 'saved', secrets: 0 }))
  expect(JSON.parse(readFileSync(mine('Why.json'), 'utf8'))).toMatchObject({ messages: [{ kind: 'answer', text: 'Because.' }] })
})

test('writes nothing when the person would rather not, for what is not there, and where no file can be', async () => {
  expect(await saving(request(), () => null)).toEqual(succeeded({ kind: 'cancelled' }))
  expect(await saving(request({ messageId: 'another' }))).toEqual(failed('bad-input', 'No such message'))
  expect(await saving(request({ conversationId: 'another' }))).toEqual(failed('bad-input', 'No such conversation'))
  valueOf(history.delete(turn.conversationId))
  expect(await saving(request())).toEqual(failed('bad-input', 'No such conversation'))
  valueOf(history.undoDelete(turn.conversationId))
  expect(await saving(request(), () => join(folder.path, 'no such folder', 'file'))).toEqual(failed('file-not-saved', 'ENOENT'))
  expect(readdirSync(mine(''))).toEqual([])
})

test('leaves the older file as it is when the disk is full', async () => {
  test.skip(process.platform !== 'linux' || process.getuid?.() !== 0, 'needs a small disk of its own, which root alone can mount')
  const disk = mine('disk')
  mkdirSync(disk)
  test.skip(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]).status !== 0, 'cannot be mounted here')
  try {
    const file = join(disk, 'Why.md')
    writeFileSync(file, 'an older one')
    const long = saveTurn(history, 'Longer?', 'x'.repeat(100_000))
    expect(await saving(request({ conversationId: long.conversationId }), () => file)).toEqual(failed('history-full-disk', 'ENOSPC'))
    expect(readFileSync(file, 'utf8')).toBe('an older one')
    expect(readdirSync(disk)).toEqual(['Why.md'])
    rmSync(file)
  } finally {
    spawnSync('umount', ['-l', disk])
  }
})

/** Makes a conversation of one prompt with so many pictures of a megabyte. */
function withPictures(count: number) {
  const attachments = Array.from({ length: count }, (_, index) => keepPicture(history, `${index}.png`, 'x'.repeat(1_000_000)))
  const { bytes } = valueOf(history.image(attachments[0]?.id ?? ''))
  return { bytes, attachments, ...saveTurn(history, 'Look', 'I see.', { attachments }) }
}

test('reads a picture only when those before it are in the file', async () => {
  const { conversationId, bytes } = withPictures(4)
  const written: number[] = []
  const readImage = (id: string): Reply<ImageBytes> => {
    written.push(readdirSync(mine('')).reduce((sum, name) => sum + statSync(mine(name)).size, 0))
    return history.image(id)
  }
  expect(await saving(request({ conversationId, format: 'json' }), mine, readImage)).toEqual(succeeded({ kind: 'saved', secrets: 0 }))
  const data = Buffer.from(bytes).toString('base64')
  expect(written.map((size) => Math.floor(size / data.length))).toEqual([0, 1, 2, 3])
  expect(JSON.parse(readFileSync(mine('Look.json'), 'utf8')).messages[0].attachments).toEqual(
    [0, 1, 2, 3].map((index) => ({ kind: 'image', name: `${index}.png`, type: 'image/png', width: 3, height: 2, data })),
  )
})

test('leaves the older file as it is when one of the pictures cannot be read', async () => {
  const { conversationId, attachments } = withPictures(3)
  writeFileSync(mine('Look.json'), 'an older one')
  const readImage = (id: string) => (id === attachments[2]?.id ? failed('history-damaged', 'SQLITE_CORRUPT') : history.image(id))
  const asked = request({ conversationId, format: 'json' })
  expect(await saving(asked, mine, readImage)).toEqual(failed('history-damaged', 'SQLITE_CORRUPT'))
  expect(readFileSync(mine('Look.json'), 'utf8')).toBe('an older one')
  expect(readdirSync(mine(''))).toEqual(['Look.json'])
})

test('reads no picture before it is known where the file is wanted', async () => {
  const { conversationId } = withPictures(1)
  const read: string[] = []
  const readImage = (id: string): Reply<ImageBytes> => {
    read.push(id)
    return history.image(id)
  }
  expect(await saving(request({ conversationId, format: 'json' }), () => null, readImage)).toEqual(succeeded({ kind: 'cancelled' }))
  expect(read).toEqual([])
})

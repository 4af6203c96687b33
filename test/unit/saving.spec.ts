// Saving a conversation to a file: what was asked for, where it was wanted, whole or not at all.

import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { save } from '../../electron/saving.ts'
import { failed, succeeded } from '../../electron/shared/errors.ts'
import type { SaveRequest } from '../../electron/shared/types/saving.ts'
import { systemWords } from '../../electron/shared/words/system.ts'
import { makeFolder, open, saveTurn, valueOf } from '../support/history-fixture.ts'

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
const saving = (asked: SaveRequest, chooseFile: (name: string) => string | null = mine) =>
  save(asked, {
    read: async (conversationId) => history.whole(conversationId),
    readImage: async (id) => history.image(id),
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

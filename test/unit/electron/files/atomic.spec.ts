// Files that are replaced in one piece, also when the disk takes only a part of what is written.

import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { removeUnfinished, replaceFile, replaceFileSync } from '../../../../electron/files/atomic.ts'

let folder: string
let file: string
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-whole-'))
  file = join(folder, 'file')
})
test.afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function* halves(text: string) {
  const half = Math.floor(text.length / 2)
  yield text.slice(0, half)
  yield text.slice(half)
}

async function* halfOf(text: string) {
  for await (const half of halves(text)) {
    yield half
    throw new Error('no more')
  }
}

const ways = {
  'at once': async (path: string, text: string) => replaceFileSync(path, text),
  meanwhile: replaceFile,
  'in pieces': (path: string, text: string) => replaceFile(path, halves(text)),
}

for (const [name, replace] of Object.entries(ways)) {
  test(`written ${name}, a new file is for its owner alone, and so is one that was for all`, async () => {
    await replace(file, 'new')
    expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual(['new', 0o600])
    chmodSync(file, 0o644)
    await replace(file, 'newer')
    expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual(['newer', 0o600])
    expect(readdirSync(folder)).toEqual(['file'])
  })

  test(`written ${name}, a link stays a link`, async () => {
    mkdirSync(join(folder, 'elsewhere'))
    writeFileSync(join(folder, 'elsewhere', 'real'), 'old')
    symlinkSync(join(folder, 'elsewhere', 'real'), file)
    await replace(file, 'new')
    expect(readFileSync(join(folder, 'elsewhere', 'real'), 'utf8')).toBe('new')
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual(['real'])
  })

  test(`written ${name}, what was there stays whole when the disk takes only a part`, async () => {
    test.skip(process.platform !== 'linux' || process.getuid?.() !== 0, 'needs a small disk of its own, which root alone can mount')
    test.skip(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]).status !== 0, 'cannot be mounted here')
    try {
      await replace(file, 'old')
      await expect(replace(file, 'x'.repeat(100_000))).rejects.toMatchObject({ code: 'ENOSPC' })
      expect(readFileSync(file, 'utf8')).toBe('old')
      expect(readdirSync(folder)).toEqual(['file'])
    } finally {
      spawnSync('umount', ['-l', folder])
    }
  })
}

test('what was there stays whole when a piece of what is written cannot be had', async () => {
  await replaceFile(file, 'old')
  await expect(replaceFile(file, halfOf('new'))).rejects.toThrow('no more')
  expect(readFileSync(file, 'utf8')).toBe('old')
  expect(readdirSync(folder)).toEqual(['file'])
})

test('what is being written as the program ends is removed, and the file stays what it was', async () => {
  writeFileSync(file, 'old')
  const { promise: ending, resolve: end } = Promise.withResolvers<void>()
  const { promise: isHalf, resolve: tellHalf } = Promise.withResolvers<void>()
  async function* slow() {
    yield 'half'
    tellHalf()
    await ending
    yield 'the rest'
  }
  const writing = replaceFile(file, slow())
  await isHalf
  expect(readdirSync(folder)).toHaveLength(2)
  removeUnfinished()
  expect(readdirSync(folder)).toEqual(['file'])
  end()
  await expect(writing).rejects.toThrow('ENOENT')
  expect([readFileSync(file, 'utf8'), readdirSync(folder)]).toEqual(['old', ['file']])
})

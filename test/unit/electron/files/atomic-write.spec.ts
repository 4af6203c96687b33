// Files that are replaced in one piece, also when the disk takes only a part of what is written.

import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { removePendingFiles, writeFileAtomic, writeFileAtomicSync } from '../../../../electron/files/atomic-write.ts'

let folder: string
let file: string
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-whole-'))
  file = join(folder, 'file')
})
test.afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function* streamTwoHalves(text: string) {
  const half = Math.floor(text.length / 2)
  yield text.slice(0, half)
  yield text.slice(half)
}

async function* streamHalfThenFail(text: string) {
  for await (const half of streamTwoHalves(text)) {
    yield half
    throw new Error('no more')
  }
}

const replaceMethods = {
  'at once': async (path: string, text: string) => writeFileAtomicSync(path, text),
  meanwhile: writeFileAtomic,
  'in pieces': (path: string, text: string) => writeFileAtomic(path, streamTwoHalves(text)),
}

for (const [name, replace] of Object.entries(replaceMethods)) {
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
  await writeFileAtomic(file, 'old')
  await expect(writeFileAtomic(file, streamHalfThenFail('new'))).rejects.toThrow('no more')
  expect(readFileSync(file, 'utf8')).toBe('old')
  expect(readdirSync(folder)).toEqual(['file'])
})

test('what is being written as the program ends is removed, and the file stays what it was', async () => {
  writeFileSync(file, 'old')
  const { promise: endSignal, resolve: resolveEnd } = Promise.withResolvers<void>()
  const { promise: halfWritten, resolve: resolveHalf } = Promise.withResolvers<void>()
  async function* streamSlowly() {
    yield 'half'
    resolveHalf()
    await endSignal
    yield 'the rest'
  }
  const writing = writeFileAtomic(file, streamSlowly())
  await halfWritten
  expect(readdirSync(folder)).toHaveLength(2)
  removePendingFiles()
  expect(readdirSync(folder)).toEqual(['file'])
  resolveEnd()
  await expect(writing).rejects.toThrow('ENOENT')
  expect([readFileSync(file, 'utf8'), readdirSync(folder)]).toEqual(['old', ['file']])
})

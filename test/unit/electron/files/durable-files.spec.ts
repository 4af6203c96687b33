// Files that are replaced whole, also when the disk takes only a part of what is written.

import { spawnSync } from 'node:child_process'
import fs, { chmodSync, mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { moveDurably, removePendingFiles, writeFileDurably, writeFileDurablySync } from '../../../../electron/files/durable-files.ts'

let folder: string
let file: string
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-durable-'))
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

const writeMethods = {
  synchronously: async (path: string, text: string) => writeFileDurablySync(path, text),
  asynchronously: writeFileDurably,
  'in chunks': (path: string, text: string) => writeFileDurably(path, streamTwoHalves(text)),
}

/** Calls `work` and returns the names of what was synced meanwhile, and when the file was renamed. `fail` may throw in place of a sync. */
async function recordSyncs(work: () => Promise<void>, fail: (name: string) => void = () => {}): Promise<readonly string[]> {
  const steps: string[] = []
  const record = (descriptor: number): void => {
    const path = fs.readlinkSync(`/proc/self/fd/${descriptor}`)
    const name = path === fs.realpathSync(folder) ? 'folder' : 'file'
    steps.push(`${name} ${readdirSync(folder).join()}`)
    fail(name)
  }
  const handle = await open(folder, 'r')
  const handlePrototype: object = Object.getPrototypeOf(handle)
  await handle.close()
  const originalSync = Object.getOwnPropertyDescriptor(handlePrototype, 'sync') ?? {}
  const { fsyncSync } = fs
  fs.fsyncSync = (descriptor) => {
    record(descriptor)
    fsyncSync(descriptor)
  }
  Object.defineProperty(handlePrototype, 'sync', {
    ...originalSync,
    async value(this: typeof handle) {
      fs.fsyncSync(this.fd)
    },
  })
  syncBuiltinESMExports()
  try {
    await work()
  } finally {
    fs.fsyncSync = fsyncSync
    Object.defineProperty(handlePrototype, 'sync', originalSync)
    syncBuiltinESMExports()
  }
  return steps
}

function failFolderSync(code: string) {
  return (name: string): void => {
    if (name === 'folder') throw Object.assign(new Error(code), { code })
  }
}

for (const [name, write] of Object.entries(writeMethods)) {
  test.describe(`a file written ${name}`, () => {
    test('is readable by its owner only, also where the old one was readable by all', async () => {
      await write(file, 'new')
      expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual(['new', 0o600])
      chmodSync(file, 0o644)
      await write(file, 'newer')
      expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual(['newer', 0o600])
      expect(readdirSync(folder)).toEqual(['file'])
    })

    test('replaces the target of a symbolic link and keeps the link', async () => {
      mkdirSync(join(folder, 'elsewhere'))
      writeFileSync(join(folder, 'elsewhere', 'real'), 'old')
      symlinkSync(join(folder, 'elsewhere', 'real'), file)
      await write(file, 'new')
      expect(readFileSync(join(folder, 'elsewhere', 'real'), 'utf8')).toBe('new')
      expect(readdirSync(join(folder, 'elsewhere'))).toEqual(['real'])
    })

    test('leaves the old file whole when the disk takes only a part', async () => {
      test.skip(process.platform !== 'linux' || process.getuid?.() !== 0, 'needs a small disk, which only root can mount')
      test.skip(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]).status !== 0, 'cannot be mounted here')
      try {
        await write(file, 'old')
        await expect(write(file, 'x'.repeat(100_000))).rejects.toMatchObject({ code: 'ENOSPC' })
        expect(readFileSync(file, 'utf8')).toBe('old')
        expect(readdirSync(folder)).toEqual(['file'])
      } finally {
        spawnSync('umount', ['-l', folder])
      }
    })

    test('is synced before its rename, and its folder after it', async () => {
      test.skip(process.platform !== 'linux', 'needs /proc')
      expect(await recordSyncs(() => write(file, 'new'))).toEqual(['file file.parley-new', 'folder file'])
    })

    test('is written where folders cannot be synced, and no other error of that sync is hidden', async () => {
      test.skip(process.platform !== 'linux', 'needs /proc')
      await recordSyncs(() => write(file, 'new'), failFolderSync('EINVAL'))
      expect(readFileSync(file, 'utf8')).toBe('new')
      await expect(recordSyncs(() => write(file, 'newer'), failFolderSync('EIO'))).rejects.toMatchObject({ code: 'EIO' })
    })
  })
}

test.describe('a file written in chunks that fail', () => {
  test('leaves the old file whole when a chunk fails', async () => {
    await writeFileDurably(file, 'old')
    await expect(writeFileDurably(file, streamHalfThenFail('new'))).rejects.toThrow('no more')
    expect(readFileSync(file, 'utf8')).toBe('old')
    expect(readdirSync(folder)).toEqual(['file'])
  })
})

test.describe('a moved file', () => {
  test('is synced before its rename, and its folder after it', async () => {
    test.skip(process.platform !== 'linux', 'needs /proc')
    writeFileSync(join(folder, 'new'), 'new')
    writeFileSync(file, 'old')
    expect(await recordSyncs(async () => moveDurably(join(folder, 'new'), file))).toEqual(['file file,new', 'folder file'])
    expect(readFileSync(file, 'utf8')).toBe('new')
  })
})

test.describe('unfinished files', () => {
  test('are removed on quit, and the old file stays', async () => {
    writeFileSync(file, 'old')
    const { promise: endSignal, resolve: resolveEnd } = Promise.withResolvers<void>()
    const { promise: halfWritten, resolve: resolveHalf } = Promise.withResolvers<void>()
    async function* streamSlowly() {
      yield 'half'
      resolveHalf()
      await endSignal
      yield 'the rest'
    }
    const writing = writeFileDurably(file, streamSlowly())
    await halfWritten
    expect(readdirSync(folder)).toHaveLength(2)
    removePendingFiles()
    expect(readdirSync(folder)).toEqual(['file'])
    resolveEnd()
    await expect(writing).rejects.toThrow('ENOENT')
    expect([readFileSync(file, 'utf8'), readdirSync(folder)]).toEqual(['old', ['file']])
  })
})

// Files that are replaced in one piece, also when the disk takes only a part of what is written.

import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { replaceFile, replaceFileSync } from '../../electron/whole-file.ts'

let folder: string
let file: string
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-whole-'))
  file = join(folder, 'file')
})
test.afterEach(() => rmSync(folder, { recursive: true, force: true }))

const ways = { 'at once': async (path: string, text: string) => replaceFileSync(path, text), meanwhile: replaceFile }

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

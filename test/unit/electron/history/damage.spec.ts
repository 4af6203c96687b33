// A damaged history: it is never changed or deleted, what there is to go back to is shown, and both ways out of it keep it.

import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import sqlite from 'better-sqlite3'
import { archiveOver, backupsOf, namesIn } from '../../../support/history/archive-fixture.ts'
import { fill, makeFolder, open, saveTurn, valueOf } from '../../../support/history/history-fixture.ts'
import { proven } from '../../../support/proof.ts'

let folder: string
let remove: () => void
test.beforeEach(() => {
  ;({ path: folder, remove } = makeFolder())
})
test.afterEach(() => remove())

const names = ['history.sqlite', 'history.sqlite-wal'] as const
const hashOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex')

/** The bytes of the history's files in a folder, as hashes by what comes after the name. A journal of no length is none. */
function hashesOf(inner: string, name: string): Readonly<Record<string, string>> {
  const there = ['', '-wal'].filter(
    (suffix) => (statSync(join(inner, name + suffix), { throwIfNoEntry: false })?.size ?? 0) > 0 || suffix === '',
  )
  return Object.fromEntries(
    there.filter((suffix) => existsSync(join(inner, name + suffix))).map((suffix) => [suffix, hashOf(join(inner, name + suffix))]),
  )
}

function overwrite(from: number, length: number): void {
  const file = join(folder, 'history.sqlite')
  const bytes = readFileSync(file)
  writeFileSync(file, bytes.fill(0xa5, from, from + length))
}

/** Stands on a page that is looked at when the history is opened, and that no later save touches. */
let firstText = ''

const damages: Readonly<Record<string, () => void>> = {
  'a broken header': () => overwrite(0, 50),
  'a broken page': () => overwrite(readFileSync(join(folder, 'history.sqlite')).indexOf(firstText) & ~4_095, 4_096),
  'half of its file': () => truncateSync(join(folder, 'history.sqlite'), statSync(join(folder, 'history.sqlite')).size / 2),
  'no length': () => truncateSync(join(folder, 'history.sqlite'), 0),
}

/** A history of ten conversations with a backup, closed well or as a crash leaves it: the last conversation in the journal. */
async function makeHistory(journal: 'with' | 'without'): Promise<void> {
  await fill(folder, { messages: 200 })
  valueOf(await backupsOf(folder, { now: Date.now() }).make())
  const reader = new sqlite(join(folder, 'history.sqlite'), { readonly: true })
  firstText = reader.prepare<[], string>('select substr(text, 1, 100) from texts order by number').pluck().get() ?? ''
  reader.close()
  const history = await open(folder)
  saveTurn(history, 'before the crash', 'Yes.')
  const left = names.map((name) => [name, readFileSync(join(folder, name))] as const)
  await history.close()
  if (journal === 'with') for (const [name, bytes] of left) writeFileSync(join(folder, name), bytes)
}

const wayOuts = ['restore', 'startAnew'] as const

test('[row 32] a damaged file is kept byte for byte, the backups are offered with their counts, and both ways out keep it', async () => {
  let cases = 0
  for (const [what, damage] of Object.entries(damages)) {
    for (const journal of ['with', 'without'] as const) {
      for (const way of wayOuts) {
        await makeHistory(journal)
        damage()
        const before = hashesOf(folder, 'history.sqlite')
        expect(Object.keys(before)).toEqual(journal === 'with' ? ['', '-wal'] : [''])

        const archive = archiveOver(folder)
        expect(await archive.trouble(), `${what}, ${journal} journal`).toMatchObject({
          failure: { code: 'history-damaged' },
          isOpen: false,
        })
        const { backups } = valueOf(await archive.backups())
        expect(backups).toMatchObject([{ kind: 'kept', content: { conversations: 10, messages: 200 } }])
        expect(hashesOf(folder, 'history.sqlite')).toEqual(before)

        valueOf(way === 'restore' ? await archive.restore(backups[0]?.id ?? '') : await archive.startAnew())
        expect(await archive.titles()).toHaveLength(way === 'restore' ? 10 : 0)
        expect(await archive.trouble()).toBeNull()
        const { damaged } = valueOf(await archive.backups())
        expect(damaged).toHaveLength(1)
        expect(hashesOf(join(folder, 'damaged'), damaged[0] ?? '')).toEqual(before)
        expect(statSync(join(folder, 'damaged')).mode & 0o777).toBe(0o700)
        await archive.close()
        for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true })
        cases += 1
      }
    }
  }
  proven({ figure: `${cases} of ${cases} originals kept byte for byte, counts shown`, cases, where: ['Node'] })
})

test('keeps a journal whose file is gone, and goes back to a backup over it', async () => {
  await makeHistory('with')
  rmSync(join(folder, 'history.sqlite'))
  const before = hashOf(join(folder, 'history.sqlite-wal'))
  const archive = archiveOver(folder)
  const [backup] = valueOf(await archive.backups()).backups
  valueOf(await archive.restore(backup?.id ?? ''))
  expect(await archive.titles()).toHaveLength(10)
  const [name = ''] = namesIn(folder, 'damaged').filter((each) => each.endsWith('-wal'))
  expect(hashOf(join(folder, 'damaged', name))).toBe(before)
  await archive.close()
})

test('keeps a history of a newer version where nothing is deleted, when something else takes its place', async () => {
  await makeHistory('without')
  const file = join(folder, 'history.sqlite')
  const bytes = readFileSync(file)
  // Where SQLite keeps user_version.
  bytes.writeUInt32BE(999, 60)
  writeFileSync(file, bytes)
  const archive = archiveOver(folder)
  expect(await archive.trouble()).toMatchObject({ failure: { code: 'history-newer' }, isOpen: false })
  valueOf(await archive.startAnew())
  const [name = ''] = namesIn(folder, 'damaged')
  expect(readFileSync(join(folder, 'damaged', name)).equals(bytes)).toBe(true)
  await archive.close()
})

// A damaged history: it is never changed or deleted, the backups are offered, and both ways out of the problem keep it.

import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import sqlite from 'better-sqlite3'
import { openTestArchive, createTestBackups, listFileNames } from '../../../support/history/archive-fixture.ts'
import { fillHistory, createHistoryFolder, openTestHistory, savePromptAndAnswer, unwrap } from '../../../support/history/history-fixture.ts'
import { recordProof } from '../../../support/proof.ts'

let folder: string
let remove: () => void
test.beforeEach(() => {
  ;({ path: folder, remove } = createHistoryFolder())
})
test.afterEach(() => remove())

const names = ['history.sqlite', 'history.sqlite-wal'] as const
const hashFile = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex')

/** The hashes of the history's files in a folder, by suffix. An empty journal counts as missing. */
function hashHistoryFiles(inner: string, name: string): Readonly<Record<string, string>> {
  const existingFiles = ['', '-wal'].filter(
    (suffix) => (statSync(join(inner, name + suffix), { throwIfNoEntry: false })?.size ?? 0) > 0 || suffix === '',
  )
  return Object.fromEntries(
    existingFiles
      .filter((suffix) => existsSync(join(inner, name + suffix)))
      .map((suffix) => [suffix, hashFile(join(inner, name + suffix))]),
  )
}

function overwriteBytes(from: number, length: number): void {
  const file = join(folder, 'history.sqlite')
  const bytes = readFileSync(file)
  writeFileSync(file, bytes.fill(0xa5, from, from + length))
}

/** A text on a page that opening the history checks and that no later save changes. */
let firstText = ''

const damageCases: Readonly<Record<string, () => void>> = {
  'a broken header': () => overwriteBytes(0, 50),
  'a broken page': () => overwriteBytes(readFileSync(join(folder, 'history.sqlite')).indexOf(firstText) & ~4_095, 4_096),
  'half of its file': () => truncateSync(join(folder, 'history.sqlite'), statSync(join(folder, 'history.sqlite')).size / 2),
  'no length': () => truncateSync(join(folder, 'history.sqlite'), 0),
}

/** A history of ten conversations with a backup, closed or as after a crash, with the last conversation in the journal. */
async function createHistory(journalState: 'with' | 'without'): Promise<void> {
  await fillHistory(folder, { messages: 200 })
  unwrap(await createTestBackups(folder, { now: Date.now() }).create())
  const reader = new sqlite(join(folder, 'history.sqlite'), { readonly: true })
  firstText = reader.prepare<[], string>('select substr(text, 1, 100) from texts order by number').pluck().get() ?? ''
  reader.close()
  const history = await openTestHistory(folder)
  savePromptAndAnswer(history, 'before the crash', 'Yes.')
  const fileContents = names.map((name) => [name, readFileSync(join(folder, name))] as const)
  await history.close()
  if (journalState === 'with') for (const [name, bytes] of fileContents) writeFileSync(join(folder, name), bytes)
}

const recoveryActions = ['restore', 'startEmpty'] as const

test.describe('damaged history', () => {
  test('[row 32] is kept byte for byte, while backups are offered with their content, by both ways out', async () => {
    let cases = 0
    for (const [damageName, applyDamage] of Object.entries(damageCases)) {
      for (const journalState of ['with', 'without'] as const) {
        for (const action of recoveryActions) {
          await createHistory(journalState)
          applyDamage()
          const before = hashHistoryFiles(folder, 'history.sqlite')
          expect(Object.keys(before)).toEqual(journalState === 'with' ? ['', '-wal'] : [''])

          const archive = openTestArchive(folder)
          expect(await archive.getProblem(), `${damageName}, ${journalState} journal`).toMatchObject({
            failure: { code: 'history-damaged' },
            isOpen: false,
          })
          const { backups } = unwrap(await archive.listBackups())
          expect(backups).toMatchObject([{ kind: 'regular', content: { conversations: 10, messages: 200 } }])
          expect(hashHistoryFiles(folder, 'history.sqlite')).toEqual(before)

          unwrap(action === 'restore' ? await archive.restore(backups[0]?.id ?? '') : await archive.startEmpty())
          expect(await archive.listTitles()).toHaveLength(action === 'restore' ? 10 : 0)
          expect(await archive.getProblem()).toBeNull()
          const { damaged } = unwrap(await archive.listBackups())
          expect(damaged).toHaveLength(1)
          expect(hashHistoryFiles(join(folder, 'damaged'), damaged[0] ?? '')).toEqual(before)
          expect(statSync(join(folder, 'damaged')).mode & 0o777).toBe(0o700)
          await archive.close()
          for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true })
          cases += 1
        }
      }
    }
    recordProof({ figure: `${cases} of ${cases} originals kept byte for byte, counts shown`, cases, where: ['Node'] })
  })

  test('keeps a journal whose file is missing, when a backup is restored', async () => {
    await createHistory('with')
    rmSync(join(folder, 'history.sqlite'))
    const before = hashFile(join(folder, 'history.sqlite-wal'))
    const archive = openTestArchive(folder)
    const [backup] = unwrap(await archive.listBackups()).backups
    unwrap(await archive.restore(backup?.id ?? ''))
    expect(await archive.listTitles()).toHaveLength(10)
    const [name = ''] = listFileNames(folder, 'damaged').filter((each) => each.endsWith('-wal'))
    expect(hashFile(join(folder, 'damaged', name))).toBe(before)
    await archive.close()
  })
})

test.describe('history of a newer version', () => {
  test('is moved to the folder that is never cleared when it is replaced', async () => {
    await createHistory('without')
    const file = join(folder, 'history.sqlite')
    const bytes = readFileSync(file)
    // The position of user_version in a SQLite file.
    bytes.writeUInt32BE(999, 60)
    writeFileSync(file, bytes)
    const archive = openTestArchive(folder)
    expect(await archive.getProblem()).toMatchObject({ failure: { code: 'history-newer' }, isOpen: false })
    unwrap(await archive.startEmpty())
    const [name = ''] = listFileNames(folder, 'damaged')
    expect(readFileSync(join(folder, 'damaged', name)).equals(bytes)).toBe(true)
    await archive.close()
  })
})

// The notes about keys, read from a file of an earlier version of Parley.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { openKeyNotes } from '../../../../electron/keys/key-notes.ts'
import { createKeyCheck } from './key-checks.ts'

test.describe('key notes', () => {
  test('read a check without a reason as null', () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-notes-'))
    const { why: _why, ...check } = createKeyCheck('unknown')
    const key = { id: '1', name: 'a key', account: 'Hugging Face', savedAt: 1, check, billTo: null, remindAfter: null }
    writeFileSync(join(folder, 'keys.json'), JSON.stringify({ version: 2, active: '1', keys: [key], spent: [] }))
    expect(openKeyNotes(folder).read().keys).toEqual([{ ...key, check: { ...check, why: null } }])
    rmSync(folder, { recursive: true })
  })
})

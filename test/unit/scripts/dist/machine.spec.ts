// The headers of native files: every one that the two native packages bring, each under a folder or name that says what it is for.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { detectMachine, getMachineName } from '../../../../scripts/dist/machine.ts'
import { machines } from '../../../../scripts/dist/configuration.ts'
import { root } from '../../../support/sources.ts'

const packages = join(root, 'node_modules')

for (const machine of machines) {
  test(`knows native files made for ${getMachineName(machine)}`, () => {
    const files = [`better-sqlite3/prebuilds/${getMachineName(machine)}.node`, `keytar/prebuilds/${getMachineName(machine)}/keytar.node`]
    expect(files.map((file) => detectMachine(readFileSync(join(packages, file))))).toEqual([machine, machine])
  })
}

test('takes a 32-bit file for none of ours', () => {
  expect(detectMachine(readFileSync(join(packages, 'keytar/prebuilds/win32-ia32/keytar.node')))).toBeNull()
  expect(detectMachine(readFileSync(join(packages, 'keytar/prebuilds/linux-ia32/keytar.node')))).toBeNull()
})

test('takes text, a torn header and nothing at all for no native file', () => {
  const windows = readFileSync(join(packages, 'better-sqlite3/prebuilds/win32-x64.node'))
  expect([Buffer.alloc(0), Buffer.from('MZ'), windows.subarray(0, 80), readFileSync(join(root, 'LICENSE'))].map(detectMachine)).toEqual([
    null,
    null,
    null,
    null,
  ])
})

// Detecting the machine of native files: all prebuilt files of the two native packages, whose paths name the machine.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { detectMachine, getMachineName } from '../../../../scripts/dist/machine.ts'
import { machines } from '../../../../scripts/dist/configuration.ts'
import { root } from '../../../support/sources.ts'

const packages = join(root, 'node_modules')

test.describe('native files', () => {
  for (const machine of machines) {
    test(`detects native files for ${getMachineName(machine)}`, () => {
      const files = [`better-sqlite3/prebuilds/${getMachineName(machine)}.node`, `keytar/prebuilds/${getMachineName(machine)}/keytar.node`]
      expect(files.map((file) => detectMachine(readFileSync(join(packages, file))))).toEqual([machine, machine])
    })
  }

  test('does not detect 32-bit files', () => {
    expect(detectMachine(readFileSync(join(packages, 'keytar/prebuilds/win32-ia32/keytar.node')))).toBeNull()
    expect(detectMachine(readFileSync(join(packages, 'keytar/prebuilds/linux-ia32/keytar.node')))).toBeNull()
  })

  test('does not detect text, a truncated header or an empty file', () => {
    const windows = readFileSync(join(packages, 'better-sqlite3/prebuilds/win32-x64.node'))
    expect([Buffer.alloc(0), Buffer.from('MZ'), windows.subarray(0, 80), readFileSync(join(root, 'LICENSE'))].map(detectMachine)).toEqual([
      null,
      null,
      null,
      null,
    ])
  })
})

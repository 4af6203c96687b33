// The key window's timeout while the app is not focused.

import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'

test.describe('key window', () => {
  test('closes after the app was unfocused for five minutes', () => {
    const output = execFileSync(process.execPath, [join(import.meta.dirname, 'window-manager-program.ts')], { encoding: 'utf8' })
    expect(JSON.parse(output)).toEqual([
      'opened: open',
      'focused for an hour: open',
      'unfocused for a moment: open',
      'unfocused for less than five minutes: open',
      'unfocused for five minutes: closed',
      'opened again: open',
    ])
  })
})

// What becomes of the window in which a key is typed when nobody looks at it any more.

import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'

test('the key window goes when Parley has been left for five minutes, and not before', () => {
  const output = execFileSync(process.execPath, [join(import.meta.dirname, 'window-manager-program.ts')], { encoding: 'utf8' })
  expect(JSON.parse(output)).toEqual([
    'opened: open',
    'looked at for an hour: open',
    'left for a moment: open',
    'left for less than five minutes: open',
    'left for five minutes: gone',
    'opened again: open',
  ])
})

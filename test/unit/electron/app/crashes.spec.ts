// What becomes of a window whose page falls over, wherever that leads.

import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { en } from '../../../../shared/words/en/en.ts'

test('a page that falls over is loaded again, and the third time within a minute only when the person says so', () => {
  const output = execFileSync(process.execPath, [join(import.meta.dirname, 'crashes-program.ts')], { encoding: 'utf8' })
  const { again, quit, message, detail } = en.system.fallen
  const options = { type: 'error', message, detail, buttons: [again, quit], defaultId: 0, cancelId: 0, noLink: true }
  expect(JSON.parse(output)).toEqual({
    told: [
      'ended well: loaded 0, asked 0, open',
      'first: loaded 1, asked 0, open',
      'second within a minute: loaded 2, asked 0, open',
      'third, a minute after the first: loaded 3, asked 0, open',
      'third within a minute, tried again: loaded 4, asked 1, open',
      'two more: loaded 6, asked 1, open',
      'third within a minute, quit: loaded 6, asked 2, gone',
      'the key window: loaded 0, asked 2, gone',
    ],
    warned: [
      ['The key window crashed', { reason: 'killed' }],
      ['A child process crashed', { type: 'GPU', reason: 'crashed' }],
    ],
    // A box that hangs on a window which was never shown would be as hidden.
    asked: [
      { hasParentWindow: false, options },
      { hasParentWindow: true, options },
    ],
  })
})

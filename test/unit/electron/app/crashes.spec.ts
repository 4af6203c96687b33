// Crashed pages: reloaded, asked about, or closed.

import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { en } from '../../../../shared/words/en/en.ts'

test.describe('crashed page', () => {
  test('is reloaded, but from the third crash in a minute only on request', () => {
    const output = execFileSync(process.execPath, [join(import.meta.dirname, 'crashes-program.ts')], { encoding: 'utf8' })
    const { reload, quit, message, detail } = en.system.crashed
    const options = { type: 'error', message, detail, buttons: [reload, quit], defaultId: 0, cancelId: 0, noLink: true }
    expect(JSON.parse(output)).toEqual({
      states: [
        'clean exit: loaded 0, asked 0, open',
        'first: loaded 1, asked 0, open',
        'second within a minute: loaded 2, asked 0, open',
        'third, a minute after the first: loaded 3, asked 0, open',
        'third within a minute, reload chosen: loaded 4, asked 1, open',
        'two more: loaded 6, asked 1, open',
        'third within a minute, quit chosen: loaded 6, asked 2, closed',
        'the key window: loaded 0, asked 2, closed',
      ],
      warned: [
        ['The key window crashed', { reason: 'killed' }],
        ['A child process crashed', { type: 'GPU', reason: 'crashed' }],
      ],
      // A dialog attached to a window that was never shown would be invisible.
      asked: [
        { hasParentWindow: false, options },
        { hasParentWindow: true, options },
      ],
    })
  })
})

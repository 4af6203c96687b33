// Who may call: the right page of the right window, and nobody else, whatever it calls.

import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { calls, keyCalls } from '../../../../shared/contract.ts'
import { proven } from '../../../support/proof.ts'
import type { Tried } from './ipc-program.ts'

test('[row 21] no call of any name is accepted from any other sender, and each is answered', () => {
  const tried: Tried = JSON.parse(execFileSync(process.execPath, [join(import.meta.dirname, 'ipc-program.ts')], { encoding: 'utf8' }))
  expect(tried.rightly).toBe(Object.keys({ ...calls, ...keyCalls }).length)
  expect(tried.accepted).toEqual([])
  expect(tried.answers).toEqual([
    JSON.stringify({ ok: false, failure: { code: 'bad-input', detail: 'This call came from somewhere else.' } }),
  ])
  proven({ figure: '0 accepted from wrong senders', cases: tried.cases, where: ['Node'] })
})

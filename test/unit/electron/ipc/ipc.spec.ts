// The sender check: only the right page of the right window may call.

import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { calls, keyCalls } from '../../../../shared/contract.ts'
import { recordProof } from '../../../support/proof.ts'
import type { IpcResults } from './ipc-program.ts'

test.describe('IPC', () => {
  test('[row 21] refuses every call from every wrong sender, with an answer', () => {
    const ipcResults: IpcResults = JSON.parse(
      execFileSync(process.execPath, [join(import.meta.dirname, 'ipc-program.ts')], { encoding: 'utf8' }),
    )
    expect(ipcResults.legitimateCalls).toBe(Object.keys({ ...calls, ...keyCalls }).length)
    expect(ipcResults.accepted).toEqual([])
    expect(ipcResults.answers).toEqual([
      JSON.stringify({ ok: false, failure: { code: 'bad-input', detail: 'The sender may not make this call.' } }),
    ])
    recordProof({ figure: '0 accepted from wrong senders', cases: ipcResults.cases, where: ['Node'] })
  })
})

// A real keyring whose password prompt stays open: the calls that wait for it must not block the rest of a program.

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from '@playwright/test'
import { compileCacheEnvironment } from '../../../support/compile-cache.ts'
import { startKeyring, type Keyring } from '../../../stand-ins/keyring/keyring.ts'
import { recordProof } from '../../../support/proof.ts'
import type { KeychainOrder } from './keychain-program.ts'

test.skip(process.platform !== 'linux', 'these keyrings exist on Linux only')

let folder: string
let keyring: Keyring
let program: ChildProcess | null

test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-hanging-'))
  keyring = await startKeyring('prompting')
  program = null
})
test.afterEach(async () => {
  // A pending call keeps the process alive.
  if (program?.exitCode === null && program.signalCode === null) {
    const programExit = once(program, 'exit')
    program.kill('SIGKILL')
    await programExit
  }
  await keyring.stop()
  rmSync(folder, { recursive: true })
})

/** Starts a program in this keyring; each line that it writes is an answer. */
function start(...parameters: readonly string[]): { readonly write: (line: string) => void; readonly next: () => Promise<unknown> } {
  const child = spawn(process.execPath, parameters, {
    env: { PATH: process.env['PATH'], ...compileCacheEnvironment, ...keyring.environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  program = child
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    write: (line) => void child.stdin.write(`${line}\n`),
    next: async () => JSON.parse((await lines.next()).value ?? '"the program ended"'),
  }
}

test.describe('unresponsive keychain', () => {
  test('[row 11] does not block files and name lookups while its prompt is open', async () => {
    const { write, next } = start(join(import.meta.dirname, 'keychain-program.ts'), folder, '300')
    const sendOrder = (order: KeychainOrder): Promise<unknown> => {
      write(JSON.stringify(order))
      return next()
    }
    const waiting = { kind: 'waiting' }
    expect(await sendOrder({ do: 'save', key: `hf_${'a1B2'.repeat(8)}xy` })).toMatchObject(waiting)
    const calls = 4
    expect(await sendOrder({ do: 'readConcurrently', times: calls })).toMatchObject(Array.from({ length: calls }, () => waiting))
    const durations: number[] = []
    for (let time = 0; time < 5; time += 1) {
      await sendOrder({ do: 'readConcurrently', times: calls })
      durations.push(...Object.values((await sendOrder({ do: 'useThreadPool' })) ?? {}).map(Number))
      // The prompt is still open, so the file was written and the name looked up while the call hung.
      expect(await sendOrder({ do: 'readActiveKey' })).toMatchObject(waiting)
    }
    expect(durations).toHaveLength(10)
    recordProof({
      figure: `a file written and a name looked up in ${Math.max(...durations)} ms at most while a call hangs and ${calls} more are made`,
      cases: durations.length,
      where: ['Node', 'Linux keyring'],
    })
  })

  test('would block files with four concurrent calls', async () => {
    const blockingProgram = `
    const keytar = require('keytar')
    for (let call = 0; call < 4; call += 1) keytar.setPassword('Parley', 'Hugging Face', 'x').catch(() => {})
    require('node:fs').writeFile(${JSON.stringify(join(folder, 'file'))}, 'x', () => console.log('"written"'))
    process.stdin.on('data', () => console.log('"running"'))`
    const { write, next } = start('--eval', blockingProgram)
    for (let time = 0; time < 100; time += 1) {
      write('')
      expect(await next()).toBe('running')
    }
    await keyring.dismissPrompt()
    expect(await next()).toBe('written')
  })
})

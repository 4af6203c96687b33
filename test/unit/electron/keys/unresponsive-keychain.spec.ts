// A real keyring whose question for the password stays open: the calls that wait for it must not take the rest of a program along.

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

test.skip(process.platform !== 'linux', 'These keyrings exist on Linux only.')

let folder: string
let keyring: Keyring
let program: ChildProcess | null

test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-hanging-'))
  keyring = await startKeyring('prompting')
  program = null
})
test.afterEach(async () => {
  // An open call keeps a process from ending by itself.
  if (program?.exitCode === null && program.signalCode === null) {
    const programExit = once(program, 'exit')
    program.kill('SIGKILL')
    await programExit
  }
  await keyring.stop()
  rmSync(folder, { recursive: true })
})

/** Starts a program in this keyring; the lines that it writes are its answers. */
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

test('[row 11] while the system’s question is open, files and names are answered, however often the keychain is asked', async () => {
  const { write, next } = start(join(import.meta.dirname, 'keychain-program.ts'), folder, '300')
  const sendOrder = (order: KeychainOrder): Promise<unknown> => {
    write(JSON.stringify(order))
    return next()
  }
  const waiting = { kind: 'waiting' }
  expect(await sendOrder({ do: 'save', key: `hf_${'a1B2'.repeat(8)}xy` })).toMatchObject(waiting)
  const calls = 4
  expect(await sendOrder({ do: 'read at once', times: calls })).toMatchObject(Array.from({ length: calls }, () => waiting))
  const idleResults: unknown[] = []
  for (let time = 0; time < 5; time += 1) {
    await sendOrder({ do: 'read at once', times: calls })
    idleResults.push(await sendOrder({ do: 'action' }))
  }
  const numbers = idleResults.flatMap((orderResult) => Object.values(orderResult ?? {}).map(Number))
  expect(numbers).toHaveLength(10)
  expect(Math.max(...numbers)).toBeLessThan(1_000)
  // The question was open all the time.
  expect(await sendOrder({ do: 'readActiveKey' })).toMatchObject(waiting)
  recordProof({
    figure: `a file written and a name looked up in ${Math.max(...numbers)} ms at most while a call hangs and ${calls} more are asked for`,
    cases: numbers.length,
    where: ['Node', 'Linux keyring'],
  })
})

test('four calls that hang at once would stop the files of a program', async () => {
  const blockingProgram = `
    const keytar = require('keytar')
    for (let call = 0; call < 4; call += 1) keytar.setPassword('Parley', 'Hugging Face', 'x').catch(() => {})
    setTimeout(() => console.log('"stuck"'), 2000)
    setTimeout(() => require('node:fs').writeFile(${JSON.stringify(join(folder, 'work'))}, 'x', () => console.log('"written"')), 200)`
  expect(await start('--eval', blockingProgram).next()).toBe('stuck')
})

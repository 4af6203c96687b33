// Entries of other programs under Parley's name in a real keyring, of every odd kind: nothing crashes.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from '@playwright/test'
import { compileCacheEnvironment } from '../../../support/compile-cache.ts'
import { startKeyring, type ForeignEntry, type Keyring } from '../../../stand-ins/keyring/keyring.ts'
import { recordProof } from '../../../support/proof.ts'
import type { KeychainOrder } from './keychain-program.ts'

test.skip(process.platform !== 'linux', 'these keyrings exist on Linux only')

const testKey = `hf_${'a1B2'.repeat(8)}xy`
const schema = { 'xdg:schema': 'org.freedesktop.Secret.Generic' }
const ownAttributes = { ...schema, service: 'Parley', account: 'Hugging Face' }
const withoutAccount = { ...schema, service: 'Parley' }
const megabyte = Buffer.alloc(1024 * 1024, 'a1B2')

interface Case {
  readonly name: string
  readonly entries: readonly ForeignEntry[]
}

const cases: readonly Case[] = [
  { name: 'an entry without an account', entries: [{ attributes: withoutAccount, secret: Buffer.from('x') }] },
  { name: '1 MiB', entries: [{ attributes: ownAttributes, secret: megabyte }] },
  { name: '1 MiB without an account', entries: [{ attributes: withoutAccount, secret: megabyte }] },
  { name: 'NUL bytes', entries: [{ attributes: ownAttributes, secret: Buffer.from('\0hf_\0\0key\0') }] },
  {
    name: 'binary data',
    entries: [{ attributes: ownAttributes, secret: Buffer.from(Array.from({ length: 256 }, (_, byte) => 255 - byte)) }],
  },
  { name: 'an empty secret', entries: [{ attributes: ownAttributes, secret: Buffer.alloc(0) }] },
  {
    name: 'another schema',
    entries: [{ attributes: { ...ownAttributes, 'xdg:schema': 'org.example.Other' }, secret: Buffer.from('x') }],
  },
  {
    name: 'a hundred of all',
    entries: Array.from({ length: 100 }, (_, number) => ({
      attributes: number % 2 === 0 ? withoutAccount : { ...ownAttributes, number: String(number) },
      secret: [megabyte.subarray(0, 10_000), Buffer.from([0]), Buffer.from([0xff, 0xfe]), Buffer.alloc(0)][number % 4] ?? megabyte,
    })),
  },
]

let folder: string
let keyring: Keyring

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-foreign-'))
})
test.afterEach(async () => {
  await keyring.stop()
  rmSync(folder, { recursive: true })
})

interface ProgramResult {
  readonly answers: readonly unknown[]
  readonly end: unknown
}

/** Runs a process of Parley with these orders until it ends. */
function runOrders(...orders: readonly KeychainOrder[]): Promise<ProgramResult> {
  return runProgram(
    [join(import.meta.dirname, 'keychain-program.ts'), folder],
    orders.map((order) => `${JSON.stringify(order)}\n`).join(''),
  )
}

async function runProgram(parameters: readonly string[], input: string): Promise<ProgramResult> {
  const program = spawn(process.execPath, parameters, {
    env: { PATH: process.env['PATH'], ...compileCacheEnvironment, ...keyring.environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  program.stdin.end(input)
  const [output, [code, signal]] = await Promise.all([text(program.stdout), once(program, 'close')])
  return {
    answers: output
      .split('\n')
      .filter(Boolean)
      .map((line): unknown => JSON.parse(line)),
    end: signal ?? code,
  }
}

/** Reads, saves and removes a key, in two processes. */
async function runKeyLifecycle(entries: readonly ForeignEntry[]): Promise<readonly ProgramResult[]> {
  keyring = await startKeyring('unlocked', entries)
  const programResults = [
    await runOrders({ do: 'readActiveKey' }, { do: 'save', key: testKey }, { do: 'readActiveKey' }),
    await runOrders({ do: 'readActiveKey' }, { do: 'forget' }, { do: 'readActiveKey' }),
  ]
  await keyring.stop()
  return programResults
}

test.describe('foreign keyring entries', () => {
  test('[row 12] allow reading, saving and removing the key without a crash', async () => {
    test.setTimeout(120_000)
    const ready = { kind: 'ready', key: testKey }
    const caseResults: { readonly name: string; readonly programResults: readonly ProgramResult[] }[] = []
    for (const { name, entries } of cases) caseResults.push({ name, programResults: await runKeyLifecycle(entries) })
    expect(caseResults).toEqual(
      cases.map(({ name }) => ({
        name,
        programResults: [
          { answers: [{ kind: 'none' }, { kind: 'done' }, ready], end: 0 },
          { answers: [ready, { kind: 'done' }, { kind: 'none' }], end: 0 },
        ],
      })),
    )
    const orderCount = caseResults.flatMap(({ programResults }) => programResults.flatMap(({ answers }) => answers)).length
    recordProof({
      figure: `0 crashes in ${orderCount} calls over ${cases.length} kinds of foreign entries (${cases.map(({ name }) => name).join(', ')})`,
      cases: orderCount,
      where: ['Node', 'Linux keyring'],
      notProven: ['the keychains of macOS and Windows'],
    })
  })

  test('are where Parley looks, and crash the keytar call that it never makes', async () => {
    keyring = await startKeyring('unlocked', [{ attributes: ownAttributes, secret: Buffer.from(testKey) }])
    expect(await runOrders({ do: 'readActiveKey' })).toEqual({ answers: [{ kind: 'ready', key: testKey }], end: 0 })
    await keyring.stop()
    keyring = await startKeyring('unlocked', [{ attributes: withoutAccount, secret: Buffer.from('x') }])
    const { end } = await runProgram(['--eval', `require('keytar')['find' + 'Credentials']('Parley')`], '')
    expect(end).not.toBe(0)
  })
})

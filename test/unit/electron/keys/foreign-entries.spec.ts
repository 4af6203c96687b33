// Entries that other programs have made under Parley's name in a real keyring, of every odd kind: nothing crashes.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from '@playwright/test'
import { compiled } from '../../../support/compiled.ts'
import { startKeyring, type ForeignEntry, type Keyring } from '../../../stand-ins/keyring/keyring.ts'
import { proven } from '../../../support/proof.ts'
import type { Order } from './keychain-program.ts'

test.skip(process.platform !== 'linux', 'These keyrings exist on Linux only.')

const oneKey = `hf_${'a1B2'.repeat(8)}xy`
const schema = { 'xdg:schema': 'org.freedesktop.Secret.Generic' }
const ours = { ...schema, service: 'Parley', account: 'Hugging Face' }
const withoutAccount = { ...schema, service: 'Parley' }
const megabyte = Buffer.alloc(1024 * 1024, 'a1B2')

interface Case {
  readonly name: string
  readonly entries: readonly ForeignEntry[]
}

const cases: readonly Case[] = [
  { name: 'an entry without an account', entries: [{ attributes: withoutAccount, secret: Buffer.from('x') }] },
  { name: '1 MiB', entries: [{ attributes: ours, secret: megabyte }] },
  { name: '1 MiB without an account', entries: [{ attributes: withoutAccount, secret: megabyte }] },
  { name: 'NUL bytes', entries: [{ attributes: ours, secret: Buffer.from('\0hf_\0\0key\0') }] },
  {
    name: 'binary',
    entries: [{ attributes: ours, secret: Buffer.from(Array.from({ length: 256 }, (_, byte) => 255 - byte)) }],
  },
  { name: 'nothing', entries: [{ attributes: ours, secret: Buffer.alloc(0) }] },
  {
    name: 'another schema',
    entries: [{ attributes: { ...ours, 'xdg:schema': 'org.example.Other' }, secret: Buffer.from('x') }],
  },
  {
    name: 'a hundred of all',
    entries: Array.from({ length: 100 }, (_, number) => ({
      attributes: number % 2 === 0 ? withoutAccount : { ...ours, number: String(number) },
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

interface Ran {
  readonly answers: readonly unknown[]
  readonly end: unknown
}

/** A process of Parley that is given these orders and then has nothing more to do. */
function obey(...orders: readonly Order[]): Promise<Ran> {
  return run([join(import.meta.dirname, 'keychain-program.ts'), folder], orders.map((order) => `${JSON.stringify(order)}\n`).join(''))
}

async function run(parameters: readonly string[], input: string): Promise<Ran> {
  const program = spawn(process.execPath, parameters, {
    env: { PATH: process.env['PATH'], ...compiled, ...keyring.environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  program.stdin.end(input)
  const [said, [code, signal]] = await Promise.all([text(program.stdout), once(program, 'close')])
  return {
    answers: said
      .split('\n')
      .filter(Boolean)
      .map((line): unknown => JSON.parse(line)),
    end: signal ?? code,
  }
}

/** The whole life of a key, in two processes. */
async function live(entries: readonly ForeignEntry[]): Promise<readonly Ran[]> {
  keyring = await startKeyring('unlocked', entries)
  const ran = [
    await obey({ do: 'read' }, { do: 'save', key: oneKey }, { do: 'read' }),
    await obey({ do: 'read' }, { do: 'forget' }, { do: 'read' }),
  ]
  await keyring.stop()
  return ran
}

test('[row 12] whatever lies in the keyring under our name, the key is read, saved and forgotten without a crash', async () => {
  test.setTimeout(120_000)
  const ready = { kind: 'ready', key: oneKey }
  const seen: { readonly name: string; readonly ran: readonly Ran[] }[] = []
  for (const { name, entries } of cases) seen.push({ name, ran: await live(entries) })
  expect(seen).toEqual(
    cases.map(({ name }) => ({
      name,
      ran: [
        { answers: [{ kind: 'none' }, { kind: 'done' }, ready], end: 0 },
        { answers: [ready, { kind: 'done' }, { kind: 'none' }], end: 0 },
      ],
    })),
  )
  const orders = seen.flatMap(({ ran }) => ran.flatMap(({ answers }) => answers)).length
  proven({
    figure: `0 crashes in ${orders} calls over ${cases.length} kinds of foreign entries (${cases.map(({ name }) => name).join(', ')})`,
    cases: orders,
    where: ['Node', 'Linux keyring'],
    notProven: ['the keychains of macOS and Windows'],
  })
})

test('foreign entries stand where Parley looks, and the call that it never makes crashes on them', async () => {
  keyring = await startKeyring('unlocked', [{ attributes: ours, secret: Buffer.from(oneKey) }])
  expect(await obey({ do: 'read' })).toEqual({ answers: [{ kind: 'ready', key: oneKey }], end: 0 })
  await keyring.stop()
  keyring = await startKeyring('unlocked', [{ attributes: withoutAccount, secret: Buffer.from('x') }])
  const { end } = await run(['--eval', `require('keytar')['find' + 'Credentials']('Parley')`], '')
  expect(end).not.toBe(0)
})

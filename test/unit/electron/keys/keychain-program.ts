// A program that does to the real keychain what it is told on its input, a line each, and answers a line each. Specs start it
// within a keyring of theirs: the keychain a process sees is decided by its environment.

import { lookup } from 'node:dns/promises'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createKeptKeys } from '../../../../electron/keys/kept-keys.ts'
import { openKeyNotes } from '../../../../electron/keys/key-notes.ts'
import { Key } from '../../../../electron/keys/key.ts'
import { createKeychain } from '../../../../electron/keys/keychain.ts'
import { assertNever, succeeded, type Reply } from '../../../../shared/errors.ts'
import { checkOf } from './checks.ts'

export type Order =
  | { readonly do: 'read' | 'forget' | 'accounts' | 'later' | 'name' }
  /** What the rest of a program needs of Node's four threads: writes a file and looks up a name. Answers how long each took. */
  | { readonly do: 'work' }
  | { readonly do: 'save'; readonly key: string }
  /** In the place of the key in use, as it is when the new one is tried and fails or works. */
  | { readonly do: 'replace'; readonly key: string; readonly works: boolean }
  /** Starts that many reads at once. */
  | { readonly do: 'read at once'; readonly times: number }

const [folder = '', patienceMs = '3000'] = process.argv.slice(2)
const now = (): number => 1_700_000_000_000
const notes = openKeyNotes(folder)
const mayHold = (account: string): boolean => notes.read().keys.some((note) => note.account === account)
const keychain = createKeychain({ mayHold, patienceMs: Number(patienceMs) })
const kept = createKeptKeys({ keychain, notes, now, changed: hear })
let settled = Promise.withResolvers<unknown>()

function hear(): void {
  const { kind } = kept.state()
  if (kind === 'waiting') settled = Promise.withResolvers()
  else settled.resolve({ kind })
}

async function obey(order: Order): Promise<unknown> {
  switch (order.do) {
    case 'read':
      return read()
    case 'read at once':
      return Promise.all(Array.from({ length: order.times }, read))
    case 'save':
      return keep(order.key, null, true)
    case 'replace':
      return keep(order.key, kept.active(), order.works)
    case 'forget':
      return done(await kept.forget(kept.active() ?? ''))
    case 'accounts':
      return { keys: notes.read().keys.map(({ account }) => account), spent: notes.read().spent }
    case 'name':
      return keychain.name()
    case 'later':
      return settled.promise
    case 'work':
      return {
        writeMs: await timed(() => writeFile(join(folder, 'work'), 'done')),
        lookUpMs: await timed(() => lookup('localhost')),
      }
    default:
      return assertNever(order)
  }
}

async function read(): Promise<unknown> {
  await kept.look()
  const active = kept.active()
  if (active === null) return { kind: kept.state().kind }
  const key = await kept.read(active)
  return key.ok ? { kind: 'ready', key: key.value.reveal() } : told(key)
}

async function keep(text: string, replaces: string | null, works: boolean): Promise<unknown> {
  const key = Key.from(text)
  if (!key.ok) return key
  const proves = async (): Promise<Reply<unknown>> => (works ? succeeded(null) : { ok: false, failure: { code: 'offline' } })
  return done(await kept.keep(key.value, checkOf('right'), { replaces, proves, keptLate() {} }))
}

function done(reply: Reply<void>): unknown {
  return reply.ok ? { kind: 'done' } : told(reply)
}

function told({ failure }: Reply<unknown> & { readonly ok: false }): unknown {
  return { ...failure, kind: failure.code.replace('keychain-', '').replace('key-missing', 'none') }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await work()
  return Math.round(performance.now() - begin)
}

for await (const line of createInterface({ input: process.stdin })) {
  const order: Order = JSON.parse(line)
  process.stdout.write(`${JSON.stringify(await obey(order))}\n`)
}

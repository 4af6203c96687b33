// A program that runs orders on the real keychain: one order per input line, one answer per output line. Specs start it with the
// environment of a test keyring, because the environment decides which keychain a process uses.

import { lookup } from 'node:dns/promises'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createSavedKeys } from '../../../../electron/keys/saved-keys.ts'
import { openKeyNotes } from '../../../../electron/keys/key-notes.ts'
import { Key } from '../../../../electron/keys/key.ts'
import { createKeychain } from '../../../../electron/keys/keychain.ts'
import { assertNever, succeeded, type Reply } from '../../../../shared/failures.ts'
import { createKeyCheck } from './key-checks.ts'

export type KeychainOrder =
  | { readonly do: 'readActiveKey' | 'forget' | 'accounts' | 'awaitSettled' | 'keychainName' }
  /** Writes a file and looks up a name, which need Node's thread pool. Answers how long each took. */
  | { readonly do: 'useThreadPool' }
  | { readonly do: 'save'; readonly key: string }
  /** Replaces the active key; `isAccepted` says whether the trial of the new one succeeds. */
  | { readonly do: 'replace'; readonly key: string; readonly isAccepted: boolean }
  /** Starts that many reads in parallel. */
  | { readonly do: 'readConcurrently'; readonly times: number }

const [folder = '', timeoutMs = '3000'] = process.argv.slice(2)
const now = (): number => 1_700_000_000_000
const notes = openKeyNotes(folder)
const hasAccount = (account: string): boolean => notes.read().keys.some((note) => note.account === account)
const keychain = createKeychain({ mayHoldKey: hasAccount, timeoutMs: Number(timeoutMs) })
const savedKeys = createSavedKeys({ keychain, notes, now, onChange: onKeysChanged })
let settledState = Promise.withResolvers<unknown>()

function onKeysChanged(): void {
  const { kind } = savedKeys.state()
  if (kind === 'waiting') settledState = Promise.withResolvers()
  else settledState.resolve({ kind })
}

async function runOrder(order: KeychainOrder): Promise<unknown> {
  switch (order.do) {
    case 'readActiveKey':
      return readActiveKey()
    case 'readConcurrently':
      return Promise.all(Array.from({ length: order.times }, readActiveKey))
    case 'save':
      return saveKey(order.key, null, true)
    case 'replace':
      return saveKey(order.key, savedKeys.active(), order.isAccepted)
    case 'forget':
      return toResult(await savedKeys.forget(savedKeys.active() ?? ''))
    case 'accounts':
      return { keys: notes.read().keys.map(({ account }) => account), spent: notes.read().spent }
    case 'keychainName':
      return keychain.name()
    case 'awaitSettled':
      return settledState.promise
    case 'useThreadPool':
      return {
        writeMs: await measureMs(() => writeFile(join(folder, 'file'), 'x')),
        lookUpMs: await measureMs(() => lookup('localhost')),
      }
    default:
      return assertNever(order)
  }
}

async function readActiveKey(): Promise<unknown> {
  await savedKeys.refresh()
  const active = savedKeys.active()
  if (active === null) return { kind: savedKeys.state().kind }
  const key = await savedKeys.read(active)
  return key.ok ? { kind: 'ready', key: key.value.reveal() } : toFailureResult(key)
}

async function saveKey(text: string, replaces: string | null, isAccepted: boolean): Promise<unknown> {
  const key = Key.from(text)
  if (!key.ok) return key
  const verify = async (): Promise<Reply<unknown>> => (isAccepted ? succeeded(null) : { ok: false, failure: { code: 'offline' } })
  return toResult(await savedKeys.save(key.value, createKeyCheck('right'), { replaces, verify, onSavedLate() {}, signal: undefined }))
}

function toResult(reply: Reply<void>): unknown {
  return reply.ok ? { kind: 'done' } : toFailureResult(reply)
}

function toFailureResult({ failure }: Reply<unknown> & { readonly ok: false }): unknown {
  return { ...failure, kind: failure.code.replace('keychain-', '').replace('key-missing', 'none') }
}

async function measureMs(action: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await action()
  return Math.round(performance.now() - startedAt)
}

for await (const line of createInterface({ input: process.stdin })) {
  const order: KeychainOrder = JSON.parse(line)
  process.stdout.write(`${JSON.stringify(await runOrder(order))}\n`)
}

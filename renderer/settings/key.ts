// The window's knowledge of the key: its status, never the key. Everything that touches the key itself happens in main.

import { ask } from '../ask.ts'
import { call } from '../bridge.ts'
import type { Failure, Reply } from '../../electron/shared/errors.ts'
import type { KeyStatus } from '../../electron/shared/types.ts'
import { change } from '../store.ts'

/** Hears `key.changed`. */
export function receiveKeyStatus(key: KeyStatus): void {
  change({ key })
}

export async function readKeyStatus(): Promise<void> {
  receive(await call('key.status', undefined))
}

/** Opens the key window; what came of it is heard as `key.changed`. */
export async function setKey(): Promise<void> {
  await ask('key.set', undefined)
}

/** Asks Hugging Face about the key, and the keychain for it where it was locked. Null when that worked. */
export async function checkKey(): Promise<Failure | null> {
  const reply = await call('key.check', undefined)
  receive(reply)
  return reply.ok ? null : reply.failure
}

export async function forgetKey(): Promise<void> {
  receive(await ask('key.forget', undefined))
}

/** Takes over the key that was found in the environment. Only ever called from a click on the offer that names it. */
export async function keepFoundKey(keep: 'keychain' | 'session'): Promise<void> {
  receive(await ask('key.keepFound', { keep }))
}

function receive(reply: Reply<KeyStatus>): void {
  if (reply.ok) receiveKeyStatus(reply.value)
}

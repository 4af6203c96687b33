// The window's knowledge of the keys: their status, never a key. Everything that touches a key itself happens in main.

import { ask } from './ask.ts'
import { call } from './bridge.ts'
import type { Failure, Reply } from '../../shared/errors.ts'
import { newKeyAddress } from '../../shared/link.ts'
import type { KeyPurpose, KeyStatus, KeyTrial, KeyUse } from '../../shared/types/keys.ts'
import { change } from './store.ts'

/** Hears `key.changed`. */
export function receiveKeyStatus(key: KeyStatus): void {
  change({ key })
}

/** Opens the key window; what came of it is heard as `key.changed`. */
export async function setKey(purpose: KeyPurpose = { kind: 'new' }): Promise<void> {
  await ask('key.set', purpose)
}

/** Asks Hugging Face about a key. Null when that worked. */
export async function checkKey(keyId: string): Promise<Failure | null> {
  return failureOf(await call('key.check', { keyId }))
}

/** Makes a tiny real run with the key. Costs a little, so only ever called from a click. */
export function tryKey(keyId: string): Promise<Reply<KeyTrial>> {
  return call('key.try', { keyId })
}

/** The key that is used from now on. */
export async function chooseKey(keyId: string): Promise<void> {
  receive(await ask('key.use', { keyId }))
}

export async function renameKey(keyId: string, name: string): Promise<void> {
  receive(await ask('key.rename', { keyId, name }))
}

export async function setBillTo(keyId: string, organisation: string | null): Promise<void> {
  receive(await ask('key.billTo', { keyId, organisation }))
}

/** Keeps the reminder quiet for a week. */
export async function remindLater(keyId: string): Promise<void> {
  receive(await ask('key.remindLater', { keyId }))
}

export async function forgetKey(keyId: string): Promise<void> {
  receive(await ask('key.forget', { keyId }))
}

/** Has the key made worthless at Hugging Face, then opens the page for a new one. Null when that was seen to have worked. */
export async function revokeKey(keyId: string): Promise<Failure | null> {
  const failure = failureOf(await call('key.revoke', { keyId }))
  if (failure === null) await ask('link.open', { address: newKeyAddress })
  return failure
}

/** Takes over the key that was found on this computer. Only ever called from a click on the offer that names it. */
export async function keepFoundKey(keep: 'keychain' | 'session'): Promise<void> {
  receive(await ask('key.keepFound', { keep }))
}

/** Asks the keychain, unless its newest answer still holds, and nobody else. */
export async function readKeyStatus(): Promise<void> {
  receive(await call('key.status', undefined))
}

/** The name of the key that is used when this one is gone; null: there is no other. */
export function nextName({ keys }: KeyStatus, keyId: string): string | null {
  return keys.filter(({ id, keptIn }) => id !== keyId && keptIn === 'keychain').at(-1)?.name ?? null
}

/** What the keys did, newest month first; empty where the history cannot be read. */
export async function readKeyUses(): Promise<readonly KeyUse[]> {
  const reply = await call('key.uses', undefined)
  return reply.ok ? reply.value : []
}

function receive(reply: Reply<KeyStatus>): void {
  if (reply.ok) receiveKeyStatus(reply.value)
}

function failureOf(reply: Reply<KeyStatus>): Failure | null {
  receive(reply)
  return reply.ok ? null : reply.failure
}

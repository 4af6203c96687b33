// The window's knowledge of the keys: their status, never a key. Everything that touches a key itself happens in main.

import { callMainWithToast } from './call-with-toast.ts'
import { callMain } from './bridge.ts'
import type { Failure, Reply } from '../../shared/failures.ts'
import { newKeyAddress } from '../../shared/link.ts'
import type { KeyPurpose, KeyStatus, KeyTrial, MonthlyKeyUsage } from '../../shared/types/keys.ts'
import { setState } from './store.ts'

/** Hears `key.changed`. */
export function applyKeyStatus(key: KeyStatus): void {
  setState({ key })
}

/** Opens the key window; what came of it is heard as `key.changed`. */
export async function openKeyWindow(purpose: KeyPurpose = { kind: 'new' }): Promise<void> {
  await callMainWithToast('key.openWindow', purpose)
}

/** Asks Hugging Face about a key. Null when that worked. */
export async function checkKey(keyId: string): Promise<Failure | null> {
  return applyReplyAndGetFailure(await callMain('key.check', { keyId }))
}

/** Makes a tiny real run with the key. Costs a little, so only ever called from a click. */
export function tryKey(keyId: string): Promise<Reply<KeyTrial>> {
  return callMain('key.runTrial', { keyId })
}

/** The key that is used from now on. */
export async function chooseKey(keyId: string): Promise<void> {
  applyReply(await callMainWithToast('key.activate', { keyId }))
}

export async function renameKey(keyId: string, name: string): Promise<void> {
  applyReply(await callMainWithToast('key.rename', { keyId, name }))
}

export async function setBillTo(keyId: string, organisation: string | null): Promise<void> {
  applyReply(await callMainWithToast('key.billTo', { keyId, organisation }))
}

/** Keeps the reminder quiet for a week. */
export async function snoozeKeyReminder(keyId: string): Promise<void> {
  applyReply(await callMainWithToast('key.snoozeReminder', { keyId }))
}

export async function forgetKey(keyId: string): Promise<void> {
  applyReply(await callMainWithToast('key.forget', { keyId }))
}

/** Has the key made worthless at Hugging Face, then opens the page for a new one. Null when that was seen to have worked. */
export async function revokeKey(keyId: string): Promise<Failure | null> {
  const failure = applyReplyAndGetFailure(await callMain('key.revoke', { keyId }))
  if (failure === null) await callMainWithToast('link.open', { address: newKeyAddress })
  return failure
}

/** Takes over the key that was found on this computer. Only ever called from a click on the offer that names it. */
export async function importFoundKey(storage: 'keychain' | 'session'): Promise<void> {
  applyReply(await callMainWithToast('key.saveFound', { storage }))
}

/** Asks the keychain, unless its newest answer still holds, and nobody else. */
export async function loadKeyStatus(): Promise<void> {
  applyReply(await callMain('key.status', undefined))
}

/** The name of the key that is used when this one is gone; null: there is no other. */
export function getFallbackKeyName({ keys }: KeyStatus, keyId: string): string | null {
  return keys.filter(({ id, storage }) => id !== keyId && storage === 'keychain').at(-1)?.name ?? null
}

/** What the keys did, newest month first; empty where the history cannot be read. */
export async function loadKeyUses(): Promise<readonly MonthlyKeyUsage[]> {
  const reply = await callMain('key.usage', undefined)
  return reply.ok ? reply.value : []
}

function applyReply(reply: Reply<KeyStatus>): void {
  if (reply.ok) applyKeyStatus(reply.value)
}

function applyReplyAndGetFailure(reply: Reply<KeyStatus>): Failure | null {
  applyReply(reply)
  return reply.ok ? null : reply.failure
}

// Slice: the status of the keys. A key itself never enters this window: main does everything that needs one.

import { callMainWithToast } from './call-with-toast.ts'
import { callMain } from './bridge.ts'
import type { Failure, Reply } from '../../shared/failures.ts'
import { newKeyAddress } from '../../shared/link.ts'
import type { KeyPurpose, KeyStatus, KeyTrial, MonthlyKeyUsage } from '../../shared/types/keys.ts'
import { createSlice } from './slice.ts'

interface KeysState {
  /** Null until main has answered. */
  readonly status: KeyStatus | null
  /** The person declined the found key with "Not now". Holds until the window is closed. */
  readonly isFoundKeyDeclined: boolean
}

const slice = createSlice<KeysState>({ status: null, isFoundKeyDeclined: false })

export const useKeys = slice.use

/** Also handles `key.changed`. */
export function applyKeyStatus(status: KeyStatus): void {
  slice.set({ status })
}

export function declineFoundKey(): void {
  slice.set({ isFoundKeyDeclined: true })
}

/** Opens the key window. `key.changed` reports the result. */
export async function openKeyWindow(purpose: KeyPurpose = { kind: 'new' }): Promise<void> {
  await callMainWithToast('key.openWindow', purpose)
}

/** Asks Hugging Face about a key. Returns null when that worked. */
export async function checkKey(keyId: string): Promise<Failure | null> {
  return applyReplyAndGetFailure(await callMain('key.check', { keyId }))
}

/** Makes a tiny real run with the key. It costs a little: call it from a click only. */
export function tryKey(keyId: string): Promise<Reply<KeyTrial>> {
  return callMain('key.runTrial', { keyId })
}

/** Uses the key from now on. */
export async function chooseKey(keyId: string): Promise<void> {
  applyReply(await callMainWithToast('key.activate', { keyId }))
}

export async function renameKey(keyId: string, name: string): Promise<void> {
  applyReply(await callMainWithToast('key.rename', { keyId, name }))
}

export async function setBillTo(keyId: string, organisation: string | null): Promise<void> {
  applyReply(await callMainWithToast('key.billTo', { keyId, organisation }))
}

/** Hides the reminder for a week. */
export async function snoozeKeyReminder(keyId: string): Promise<void> {
  applyReply(await callMainWithToast('key.snoozeReminder', { keyId }))
}

export async function forgetKey(keyId: string): Promise<void> {
  applyReply(await callMainWithToast('key.forget', { keyId }))
}

/** Revokes the key at Hugging Face, then opens the page that creates a new one. Returns null when Hugging Face confirmed it. */
export async function revokeKey(keyId: string): Promise<Failure | null> {
  const failure = applyReplyAndGetFailure(await callMain('key.revoke', { keyId }))
  if (failure === null) await callMainWithToast('link.open', { address: newKeyAddress })
  return failure
}

/** Imports the key that was found on this computer. Call it from a click on the offer that names the key. */
export async function importFoundKey(storage: 'keychain' | 'session'): Promise<void> {
  applyReply(await callMainWithToast('key.saveFound', { storage }))
}

/** Reads the status from main, which asks the keychain when its last answer is too old. Sends nothing to Hugging Face. */
export async function loadKeyStatus(): Promise<void> {
  applyReply(await callMain('key.status', undefined))
}

/** The name of the key that is used once this one is gone; null when there is no other. */
export function getFallbackKeyName({ keys }: KeyStatus, keyId: string): string | null {
  return keys.filter(({ id, storage }) => id !== keyId && storage === 'keychain').at(-1)?.name ?? null
}

/** The use of the keys by month, newest first; empty when the history cannot be read. */
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

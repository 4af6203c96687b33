// How old a key is, and when it is time to replace it. Pure.

import type { KeyView } from '../../shared/types/keys.ts'
import type { Settings } from '../../shared/settings.ts'

const dayMs = 24 * 60 * 60 * 1000
/** Days before a key expires from which on that is said. */
const expiryNoticeDays = 14

/** Since it was made, where Hugging Face says when; else since it was set here. */
export function getCreatedAt({ check, savedAt }: KeyView): number {
  return check?.createdAt ?? savedAt
}

/** Whole days. */
export function getAgeInDays(key: KeyView, now: number): number {
  return Math.max(0, Math.floor((now - getCreatedAt(key)) / dayMs))
}

export type ReplacementReason =
  | { readonly kind: 'old'; readonly days: number }
  | { readonly kind: 'expires' | 'expired'; readonly expiresAt: number }

/** Why it is time to replace the key; null when it is not, or when "later" was said. A key that is not kept need not be replaced. */
export function getReplacementReason(key: KeyView, reminderDays: Settings['keyReminderDays'], now: number): ReplacementReason | null {
  if (key.storage === 'session' || (key.remindAfter !== null && now < key.remindAfter)) return null
  const expiresAt = key.check?.expiresAt ?? null
  if (expiresAt !== null && expiresAt - now < expiryNoticeDays * dayMs) return { kind: expiresAt > now ? 'expires' : 'expired', expiresAt }
  const days = getAgeInDays(key, now)
  return reminderDays !== null && days >= reminderDays ? { kind: 'old', days } : null
}

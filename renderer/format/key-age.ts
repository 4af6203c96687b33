// The age of a key, and when to replace it. Pure.

import type { KeyView } from '../../shared/types/keys.ts'
import type { Settings } from '../../shared/settings.ts'

const dayMs = 24 * 60 * 60 * 1000
/** Days before its expiry from which a key should be replaced. */
const expiryNoticeDays = 14

/** When the key was created, if Hugging Face says so; otherwise when it was set here. */
export function getCreatedAt({ check, savedAt }: KeyView): number {
  return check?.createdAt ?? savedAt
}

/** The age in whole days. */
export function getAgeInDays(key: KeyView, now: number): number {
  return Math.max(0, Math.floor((now - getCreatedAt(key)) / dayMs))
}

export type ReplacementReason =
  | { readonly kind: 'old'; readonly days: number }
  | { readonly kind: 'expires' | 'expired'; readonly expiresAt: number }

/** Why the key should be replaced; null if it should not, or while the reminder is snoozed. A key that is not saved need not be replaced. */
export function getReplacementReason(key: KeyView, reminderDays: Settings['keyReminderDays'], now: number): ReplacementReason | null {
  if (key.storage === 'session' || (key.remindAfter !== null && now < key.remindAfter)) return null
  const expiresAt = key.check?.expiresAt ?? null
  if (expiresAt !== null && expiresAt - now < expiryNoticeDays * dayMs) return { kind: expiresAt > now ? 'expires' : 'expired', expiresAt }
  const days = getAgeInDays(key, now)
  return reminderDays !== null && days >= reminderDays ? { kind: 'old', days } : null
}

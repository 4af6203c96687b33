// How old a key is, and when it is time to replace it. Pure.

import type { KeyView } from '../../shared/types/keys.ts'
import type { Settings } from '../../shared/types/start.ts'

const dayMs = 24 * 60 * 60 * 1000
/** Days before a key expires from which on that is said. */
const noticeDays = 14

/** Since it was made, where Hugging Face says when; else since it was set here. */
export function madeAt({ check, savedAt }: KeyView): number {
  return check?.createdAt ?? savedAt
}

/** Whole days. */
export function ageInDays(key: KeyView, now: number): number {
  return Math.max(0, Math.floor((now - madeAt(key)) / dayMs))
}

export type KeyDue = { readonly kind: 'old'; readonly days: number } | { readonly kind: 'expires' | 'expired'; readonly at: number }

/** Why it is time to replace the key; null when it is not, or when "later" was said. A key that is not kept need not be replaced. */
export function dueOf(key: KeyView, reminder: Settings['keyReminderDays'], now: number): KeyDue | null {
  if (key.keptIn === 'session' || (key.remindAfter !== null && now < key.remindAfter)) return null
  const expiresAt = key.check?.expiresAt ?? null
  if (expiresAt !== null && expiresAt - now < noticeDays * dayMs) return { kind: expiresAt > now ? 'expires' : 'expired', at: expiresAt }
  const days = ageInDays(key, now)
  return reminder !== null && days >= reminder ? { kind: 'old', days } : null
}

// Notes about the saved keys: their names, their accounts in the keychain, and what Hugging Face said about them; never a key. Hides the
// file: readable for the user only, validated when it is read, and written durably.

import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as z from 'zod/mini'
import { failureCodes } from '../../shared/failures.ts'
import { keyRights, keyVerdicts, type KeyCheck, type KeyView } from '../../shared/types/keys.ts'
import { writeFileDurablySync } from '../files/durable-files.ts'

export interface KeyNote {
  readonly id: string
  readonly name: string
  /** Its account in the keychain. */
  readonly account: string
  readonly savedAt: number
  readonly check: KeyCheck | null
  readonly billTo: string | null
  /** The reminder to replace it is snoozed until then; null: it is not. */
  readonly remindAfter: number | null
}

export interface KeyNotes {
  /** The key in use; null while there is none. */
  readonly active: string | null
  readonly keys: readonly KeyNote[]
  /** Accounts that may hold a key that is no longer used: to be emptied when the keychain is open. */
  readonly spent: readonly string[]
}

export interface KeyNotesFile {
  readonly read: () => KeyNotes
  /** If the file cannot be written, the notes last until the program ends. */
  readonly write: (notes: KeyNotes) => void
  /** Whether there was no readable file, and nothing has been written since. */
  readonly isMissing: () => boolean
}

const fileName = 'keys.json'
const emptyNotes: KeyNotes = { active: null, keys: [], spent: [] }

const timeSchema = z.nullable(z.number())
const checkSchema = z.object({
  verdict: z.enum(keyVerdicts),
  why: z.optional(z.nullable(z.enum(failureCodes))),
  account: z.nullable(z.string()),
  keyName: z.nullable(z.string()),
  rights: z.array(z.enum(keyRights)),
  organisations: z.array(z.string()),
  createdAt: timeSchema,
  expiresAt: timeSchema,
  checkedAt: z.number(),
})
const noteSchema = z.object({
  id: z.string(),
  name: z.string(),
  account: z.string(),
  savedAt: z.number(),
  check: z.nullable(checkSchema),
  billTo: z.nullable(z.string()),
  remindAfter: timeSchema,
})
const fileSchema = z.object({
  version: z.literal(2),
  active: z.nullable(z.string()),
  keys: z.array(noteSchema),
  spent: z.array(z.string()),
})

/**
 * The notes in `folder`; null: in memory only, for a keychain that ends with the program. Reads and writes synchronously: a hanging keychain
 * call occupies a thread of Node's pool, and the file has only a few hundred bytes per key.
 */
export function openKeyNotes(folder: string | null): KeyNotesFile {
  const path = folder === null ? null : join(folder, fileName)
  const loaded = path === null ? emptyNotes : readNotes(path)
  let current = loaded ?? emptyNotes
  let isMissing = loaded === null

  return {
    read: () => current,
    write(notes) {
      current = notes
      isMissing = false
      if (path === null) return
      ignoreErrors(() => {
        if (notes.keys.length === 0 && notes.spent.length === 0) return rmSync(path, { force: true })
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
        writeFileDurablySync(path, JSON.stringify({ version: 2, ...notes }))
      })
    },
    isMissing: () => isMissing,
  }
}

function readNotes(path: string): KeyNotes | null {
  try {
    const { active, keys, spent } = fileSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
    // An earlier version did not save why a check had failed.
    return { active, keys: keys.map((key) => ({ ...key, check: key.check && { ...key.check, why: key.check.why ?? null } })), spent }
  } catch {
    return null
  }
}

/** A full or read-only disk must not prevent saving or forgetting a key. */
function ignoreErrors(write: () => void): void {
  try {
    write()
  } catch {
    // The notes in memory last for this session.
  }
}

/** The key as the window sees it. */
export function toKeyView({ id, name, savedAt, check, billTo, remindAfter }: KeyNote): KeyView {
  return { id, name, storage: 'keychain', savedAt, check, billTo, remindAfter }
}

/** The note of a key that has just been saved under an account. */
export function createNote(account: string, name: string, savedAt: number, check: KeyCheck | null): KeyNote {
  return { id: randomUUID(), name, account, savedAt, check, billTo: null, remindAfter: null }
}

/** The note of a key that replaces another one: it keeps that one's id, name and billing. */
export function createReplacementNote(account: string, replaced: KeyNote, savedAt: number, check: KeyCheck): KeyNote {
  // An unknown verdict says nothing about the account's organisations, so the billing stays.
  const canBill = check.verdict === 'unknown' || check.organisations.includes(replaced.billTo ?? '')
  return { ...createNote(account, replaced.name, savedAt, check), id: replaced.id, billTo: canBill ? replaced.billTo : null }
}

/** Its name at Hugging Face, or a plain one; with a number if another key has that name. */
export function createUniqueName(hubName: string | null, others: readonly { readonly name: string }[]): string {
  const name = hubName ?? 'Key'
  const usedNames = new Set(others.map((other) => other.name))
  for (let number = 1; number <= others.length; number += 1) {
    const candidate = number === 1 ? name : `${name} ${number}`
    if (!usedNames.has(candidate)) return candidate
  }
  return others.length === 0 ? name : `${name} ${others.length + 1}`
}

// A note that a key was saved, and what Hugging Face said about it; never the key. A keychain that answers "nothing" may be locked,
// and this note tells the two apart. Hides the file: private, written whole or not at all.

import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeFileSync } from 'atomically'
import * as z from 'zod/mini'
import type { KeyCheck } from '../shared/types.ts'

export interface KeyNote {
  readonly savedAt: number
  readonly check: KeyCheck | null
}

interface KeyNoteFile {
  /** The note, or null where there is none or it cannot be read. */
  readonly read: () => KeyNote | null
  /** Where the file cannot be written, the note holds until the program ends. */
  readonly write: (note: KeyNote) => void
  readonly remove: () => void
}

const fileShape = z.object({
  version: z.literal(1),
  savedAt: z.number(),
  check: z.nullable(
    z.object({
      verdict: z.enum(['right', 'broader-than-needed', 'dangerous', 'cannot-run-models', 'rejected', 'unknown']),
      account: z.nullable(z.string()),
      keyName: z.nullable(z.string()),
      checkedAt: z.number(),
    }),
  ),
})

/**
 * The note in `folder`. Reads and writes without Node's thread pool: a keychain call that hangs occupies a part of it, and the
 * file is a few hundred bytes.
 */
export function createKeyNoteFile(folder: string): KeyNoteFile {
  const path = join(folder, 'key-note.json')
  let current = readNote(path)

  return {
    read: () => current,
    write(note) {
      current = note
      quietly(() => {
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        writeFileSync(path, JSON.stringify({ version: 1, ...note }), { mode: 0o600 })
      })
    },
    remove() {
      current = null
      quietly(() => rmSync(path, { force: true }))
    },
  }
}

function readNote(path: string): KeyNote | null {
  try {
    const { savedAt, check } = fileShape.parse(JSON.parse(readFileSync(path, 'utf8')))
    return { savedAt, check }
  } catch {
    return null
  }
}

/** A full or read-only disk must not keep anybody from saving or forgetting their key. */
function quietly(write: () => void): void {
  try {
    write()
  } catch {
    // The note in memory holds for this session.
  }
}

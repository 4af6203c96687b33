// Reads an answer from the history file that the app has saved, read-only.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openReadOnly } from '../../electron/history/database.ts'
import { createMessageReader } from '../../electron/history/store/messages.ts'
import { historyFileName } from '../../electron/history/backup/replace-history.ts'
import type { Answer } from '../../shared/types/messages.ts'

/**
 * The first answer of the history; null when the history cannot be read or has no answer. Call it after the app has ended.
 * @param folder the app's data folder
 */
export async function readFirstSavedAnswer(folder: string): Promise<Answer | null> {
  const file = join(folder, historyFileName)
  if (!existsSync(file)) return null
  const opened = await openReadOnly(file)
  if (!opened.ok) return null
  const database = opened.value
  try {
    const found = database
      .prepare<[], { readonly number: number }>("select number from messages where kind = 'answer' order by number limit 1")
      .get()
    return found === undefined ? null : createMessageReader(database, () => false).readAnswer(found.number)
  } finally {
    database.close()
  }
}

// Large histories for benches, made once and kept in bench-out/. Hides where they lie, when one is out of date, and that a half-made
// one is never used.

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fill, open, saveTurn, valueOf } from '../history-fixture.ts'
import { root, sources } from '../sources.ts'

const kept = join(root, 'bench-out')

/**
 * A data folder of the app with a history of that many messages. A short conversation is open in it; its prompt is the largest text
 * of the first screen.
 */
export async function dataWithHistory(messages: number, say: (line: string) => void): Promise<string> {
  const name = `history-${messages}-${howItIsMade()}`
  const folder = join(kept, name)
  if (existsSync(folder)) return folder
  say(`Making a history of ${messages.toLocaleString('en')} messages, once …`)
  mkdirSync(kept, { recursive: true })
  for (const old of readdirSync(kept)) {
    if (old.startsWith(`history-${messages}-`)) rmSync(join(kept, old), { recursive: true })
  }
  const making = `${folder}.making`
  mkdirSync(making, { mode: 0o700 })
  await fill(making, { messages })
  const history = await open(making)
  const prompt = 'This prompt is long enough to be the largest text on the first screen. '.repeat(12)
  const { conversationId } = saveTurn(history, prompt, 'Yes.', { startedAt: Date.now() })
  valueOf(history.setLastOpened(conversationId))
  await history.close()
  renameSync(making, folder)
  return folder
}

/** Changes with the tables and with what they are filled with. */
function howItIsMade(): string {
  const files = sources((path) => path.startsWith('electron/history/migrations/') || path === 'test/support/history-fixture.ts')
  const hash = createHash('sha256')
  for (const { text } of files) hash.update(text)
  return hash.digest('hex').slice(0, 8)
}

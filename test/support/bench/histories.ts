// Large histories for benches, made once and kept in bench-out/. Hides where they lie, when one is out of date, and that a half-made
// one is never used.

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fill, open, saveTurn, valueOf } from '../history/history-fixture.ts'
import { root, sources } from '../sources.ts'

const kept = join(root, 'bench-out')

/**
 * A data folder of the app with a history of that many messages. A short conversation is open in it; its prompt is the largest text
 * of the first screen.
 */
export function dataWithHistory(messages: number, say: (line: string) => void): Promise<string> {
  return made(`history-${messages}`, `a history of ${messages.toLocaleString('en')} messages`, say, async (folder) => {
    await fill(folder, { messages })
    const history = await open(folder)
    const prompt = 'This prompt is long enough to be the largest text on the first screen. '.repeat(12)
    const { conversationId } = saveTurn(history, prompt, 'Yes.', { startedAt: Date.now() })
    valueOf(history.setLastOpened(conversationId))
    await history.close()
  })
}

/** A data folder with one conversation of each length, titled by `titleOf`. None of them is open. */
export function dataWithConversations(lengths: readonly number[], say: (line: string) => void): Promise<string> {
  return made(`conversations-${lengths.join('-')}`, `conversations of ${lengths.join(', ')} messages`, say, async (folder) => {
    const named = new Set<string>()
    for (const length of lengths) {
      await fill(folder, { messages: length, perConversation: length, seed: length })
      const history = await open(folder)
      const added = valueOf(history.list(null)).conversations.find(({ id }) => !named.has(id))
      if (added === undefined) throw new Error('No conversation was made')
      named.add(added.id)
      valueOf(history.rename(added.id, titleOf(length)))
      await history.close()
    }
  })
}

export function titleOf(length: number): string {
  return `A conversation of ${length}`
}

async function made(what: string, inWords: string, say: (line: string) => void, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(kept, `${what}-${howItIsMade()}`)
  if (existsSync(folder)) return folder
  say(`Making ${inWords}, once …`)
  mkdirSync(kept, { recursive: true })
  for (const old of readdirSync(kept)) {
    if (old.startsWith(`${what}-`)) rmSync(join(kept, old), { recursive: true })
  }
  const making = `${folder}.making`
  mkdirSync(making, { mode: 0o700 })
  await make(making)
  renameSync(making, folder)
  return folder
}

/** Changes with the tables and with what they are filled with. */
function howItIsMade(): string {
  const files = sources((path) => path.startsWith('electron/history/migrations/') || path === 'test/support/history/history-fixture.ts')
  const hash = createHash('sha256')
  for (const { text } of files) hash.update(text)
  return hash.digest('hex').slice(0, 8)
}

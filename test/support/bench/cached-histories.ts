// Large histories for benches, created once and cached in bench-out/. Hides where they are stored, when one is out of date, and that
// an incomplete one is never used.

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fillHistory, openTestHistory, savePromptAndAnswer, unwrap } from '../history/history-fixture.ts'
import { root, readSources } from '../sources.ts'

const cacheFolder = join(root, 'bench-out')

/**
 * Creates a data folder of the app with a history of that many messages. A short conversation is open; its prompt is the largest
 * text of the first screen.
 */
export function prepareHistory(messages: number, log: (line: string) => void): Promise<string> {
  return getCached(`history-${messages}`, `a history of ${messages.toLocaleString('en')} messages`, log, async (folder) => {
    await fillHistory(folder, { messages })
    const history = await openTestHistory(folder)
    const prompt = 'This prompt is long enough to be the largest text on the first screen. '.repeat(12)
    const { conversationId } = savePromptAndAnswer(history, prompt, 'Yes.', { startedAt: Date.now() })
    unwrap(history.setLastOpened(conversationId))
    await history.close()
  })
}

/** Creates a data folder with one conversation of each length, titled by `getConversationTitle`. None of them is open. */
export function prepareConversations(lengths: readonly number[], log: (line: string) => void): Promise<string> {
  return getCached(`conversations-${lengths.join('-')}`, `conversations of ${lengths.join(', ')} messages`, log, async (folder) => {
    const namedIds = new Set<string>()
    for (const length of lengths) {
      await fillHistory(folder, { messages: length, perConversation: length, seed: length })
      const history = await openTestHistory(folder)
      const added = unwrap(history.list(null)).conversations.find(({ id }) => !namedIds.has(id))
      if (added === undefined) throw new Error('No conversation was made')
      namedIds.add(added.id)
      unwrap(history.rename(added.id, getConversationTitle(length)))
      await history.close()
    }
  })
}

export function getConversationTitle(length: number): string {
  return `A conversation of ${length}`
}

async function getCached(
  name: string,
  description: string,
  log: (line: string) => void,
  create: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(cacheFolder, `${name}-${hashFixtureSources()}`)
  if (existsSync(folder)) return folder
  log(`Creating ${description}, once …`)
  mkdirSync(cacheFolder, { recursive: true })
  for (const old of readdirSync(cacheFolder)) {
    if (old.startsWith(`${name}-`)) rmSync(join(cacheFolder, old), { recursive: true })
  }
  const partialFolder = `${folder}.partial`
  mkdirSync(partialFolder, { mode: 0o700 })
  await create(partialFolder)
  renameSync(partialFolder, folder)
  return folder
}

/** Changes with the database schema and the code that fills it. */
function hashFixtureSources(): string {
  const files = readSources((path) => path.startsWith('electron/history/migrations/') || path === 'test/support/history/history-fixture.ts')
  const hash = createHash('sha256')
  for (const { text } of files) hash.update(text)
  return hash.digest('hex').slice(0, 8)
}

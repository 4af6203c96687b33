// A key for one session: however the session ends, the next one asks for the key again.

import { en } from '../../../shared/words/en/en.ts'
import { expect, test, type RestartableApp } from '../../fixtures.ts'
import type { ChatPage } from '../../pages/chat-page.ts'
import { openKeyWindow } from '../../pages/key-window.ts'
import { canaryForms, searchFolders } from '../../support/process/canary-forms.ts'
import { getProofTarget, recordProof } from '../../support/proof.ts'
import { waitUntil } from '../../support/wait-until.ts'

interface ExitCase {
  readonly name: string
  readonly end: (app: RestartableApp, chat: ChatPage) => Promise<unknown>
}

const exitCases: readonly ExitCase[] = [
  { name: 'quit', end: (app) => app.close() },
  {
    name: 'kill -9',
    end: async (app, chat) => {
      // In the middle of an answer, while the key is in use.
      await chat.submit('/length 4000 in the middle of this')
      await expect(chat.conversation.lastMessage.getByRole('paragraph').first()).toBeVisible()
      await app.kill()
    },
  },
  {
    name: 'the restart of the system',
    end: async (app) => {
      // The signal that a system sends before it restarts.
      process.kill(app.pid, 'SIGTERM')
      await app.exited
      await waitUntil('all processes of the app to end', () => (app.processes().length === 0 ? true : null))
    },
  },
]

test.describe('session key', () => {
  test.skip(process.platform !== 'linux', 'The state without a keychain is made with D-Bus, on Linux.')
  test.use({ setup: { key: 'none', keychain: 'no-service', hub: { speed: 100 } } })

  test('[row 13] is gone after a quit, a kill and a restart of the system', async ({ app, chat, hub, dataFolder }) => {
    test.setTimeout(120_000)
    const forms = canaryForms(hub.keys.fineGrained)
    const exitResults: { readonly name: string; readonly carried: number; readonly hits: readonly string[] }[] = []
    for (const { name, end } of exitCases) {
      const keyWindow = await openKeyWindow(app)
      await keyWindow.field.fill(hub.keys.fineGrained)
      await keyWindow.saveForSession()
      await chat.send('/say hello')
      // The control: the key is in use.
      expect(hub.requests.at(-1)?.headers['authorization']).toBe(`Bearer ${hub.keys.fineGrained}`)
      await end(app, chat)
      const { hits } = searchFolders([dataFolder], forms)

      await app.restart()
      const requestsBefore = hub.requests.length
      await chat.startNewConversation()
      await expect(chat.page.getByRole('button', { name: en.key.missingAction })).toBeVisible()
      await chat.send('/say hello')
      await expect(chat.page.getByText(en.failures['key-missing']).or(chat.page.getByText(en.failures['keychain-missing']))).toBeVisible()
      const carried = hub.requests.slice(requestsBefore).filter(({ headers }) => 'authorization' in headers).length
      exitResults.push({ name, carried, hits })
    }
    expect(exitResults).toEqual(exitCases.map(({ name }) => ({ name, carried: 0, hits: [] })))
    recordProof({
      figure: `asked again ${exitResults.length}/${exitCases.length} (after ${exitCases.map(({ name }) => name).join(', ')}), 0 bytes of it left`,
      cases: exitCases.length,
      where: [getProofTarget(app)],
    })
  })
})

// A session key through the window: however the session ends, the next one asks for the key again.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { canaryForms, searchFolders } from '../../support/process/canary-forms.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { startKeyring, type Keyring } from '../../stand-ins/keyring/keyring.ts'
import { launch, type LaunchedApp } from '../../support/launch.ts'
import { recordProof, type ProofTarget } from '../../support/proof.ts'
import { sendPrompt, submitPrompt, typeKey } from '../../support/app-actions.ts'
import { waitUntil } from '../../support/wait-until.ts'

let hub: Hub
let keyring: Keyring
let data: string

const start = (): Promise<LaunchedApp> => launch({ hub: hub.origin, keychain: 'real', keyring, data })

/** Sets the key for this session, as the key window offers it without a keychain. */
async function setKeyForSession(app: LaunchedApp): Promise<void> {
  const window = await typeKey(app, hub.keys.fineGrained)
  await window.getByRole('button', { name: en.keyWindow.page.save }).click()
  await Promise.all([window.waitForEvent('close'), window.getByRole('button', { name: en.keyWindow.page.useOnce }).click()])
}

const waitForExit = (app: LaunchedApp): Promise<true> =>
  waitUntil('all processes of the app to end', () => (app.processes().length === 0 ? true : null))

const exitCases: readonly { readonly name: string; readonly end: (app: LaunchedApp) => Promise<unknown> }[] = [
  { name: 'quit', end: (app) => app.close() },
  // During an answer, while the key is in use.
  {
    name: 'kill -9',
    end: async (app) => {
      const chat = await app.chatWindow()
      await submitPrompt(chat, '/length 4000 in the middle of this')
      await expect(chat.getByRole('article').last().getByRole('paragraph').first()).toBeVisible()
      await app.kill()
    },
  },
  // As a system does before it restarts.
  {
    name: 'the restart of the system',
    end: async (app) => {
      process.kill(app.pid, 'SIGTERM')
      await app.exited
      await waitForExit(app)
    },
  },
]

test.describe('session key', () => {
  test.skip(process.platform !== 'linux', 'the state without a keychain needs D-Bus, on Linux')

  test.beforeEach(async () => {
    hub = await startHub({ speed: 100 })
    keyring = await startKeyring('no-service')
    data = mkdtempSync(join(tmpdir(), 'parley-session-key-'))
  })

  test.afterEach(async () => {
    await keyring.stop()
    await hub.close()
    rmSync(data, { recursive: true })
  })

  test('[row 13] is asked for again after a quit, a kill and a restart', async () => {
    test.setTimeout(120_000)
    const forms = canaryForms(hub.keys.fineGrained)
    const exitResults: { readonly name: string; readonly carried: number; readonly hits: readonly string[] }[] = []
    let where: ProofTarget = 'stand-in'
    let app = await start()
    for (const { name, end } of exitCases) {
      where = app.isStandIn ? 'stand-in' : 'Electron'
      await setKeyForSession(app)
      await sendPrompt(await app.chatWindow(), '/say hello')
      // The key is in use, so that the end of the session matters.
      expect(hub.requests.at(-1)?.headers['authorization']).toBe(`Bearer ${hub.keys.fineGrained}`)
      await end(app)
      const { hits } = searchFolders([data], forms)

      app = await start()
      const chat = await app.chatWindow()
      const requestsBefore = hub.requests.length
      await chat.getByRole('button', { name: en.history.newConversation }).click()
      await expect(chat.getByRole('button', { name: en.key.missingAction })).toBeVisible()
      await sendPrompt(chat, '/say hello')
      await expect(chat.getByText(en.failures['key-missing']).or(chat.getByText(en.failures['keychain-missing']))).toBeVisible()
      const carried = hub.requests.slice(requestsBefore).filter(({ headers }) => 'authorization' in headers).length
      exitResults.push({ name, carried, hits })
    }
    await app.close()
    expect(exitResults).toEqual(exitCases.map(({ name }) => ({ name, carried: 0, hits: [] })))
    recordProof({
      figure: `asked again ${exitResults.length}/${exitCases.length} (after ${exitCases.map(({ name }) => name).join(', ')}), 0 bytes of it left`,
      cases: exitCases.length,
      where: [where],
    })
  })
})

// The fixtures of the app specs. A spec names what it needs (`async ({ chat, hub }) => …`) and says with `setup` how its app is started.
//
// An app start costs seconds, so one app serves all tests of a file that share a setup; `setup.scope: 'test'` gives each test its own.
// Playwright knows fixtures per test and per worker only. The worker therefore keeps one session (test/support/app-session.ts) and replaces
// it when a test of another file, or with another setup, asks for an app.

import { test as base, expect } from '@playwright/test'
import { AnswerPage } from './pages/answer-page.ts'
import { ChatPage } from './pages/chat-page.ts'
import { openKeyWindow, waitForKeyWindow, type KeyWindow } from './pages/key-window.ts'
import type { Hub } from './stand-ins/hub/hub.ts'
import type { Keyring } from './stand-ins/keyring/keyring.ts'
import { startLocalServer, type LocalServer } from './stand-ins/own-server/local-server.ts'
import { AppSession, type AppSetup, type RestartableApp, type StartedApp } from './support/app-session.ts'
import { launch, type LaunchedApp, type LaunchOptions } from './support/launch.ts'
import { openBuiltPage } from './support/page/built-page.ts'
import { recordPolicyViolations } from './support/page/policy-violations.ts'

export { expect }
export type { AppSetup, RestartableApp } from './support/app-session.ts'

export type LaunchApp = (options: LaunchOptions) => Promise<{ readonly app: LaunchedApp; readonly chat: ChatPage }>

interface TestFixtures {
  /** How the app is started. */
  readonly setup: AppSetup
  /** The key that `ownServer` requires; none by default. */
  readonly ownServerKey: string | null
  readonly session: AppSession
  /** The stand-in for Hugging Face. Its speed, faults and recordings are reset after each test. */
  readonly hub: Hub
  readonly keyring: Keyring
  readonly dataFolder: string
  /** The folder that contains the data folder and whatever else a setup puts there. */
  readonly folder: string
  readonly app: RestartableApp
  readonly chat: ChatPage
  /** The key window: the open one, or one opened from the first screen. It stays open. */
  readonly keyWindow: KeyWindow
  /** Starts the app when the test says so, for tests that prepare its data folder themselves. */
  readonly startApp: () => Promise<StartedApp>
  /** A server such as people run on their own computer. It lasts for the test. */
  readonly ownServer: LocalServer
  /** Starts another app beside `app`. It is closed at the end of the test. */
  readonly launchApp: LaunchApp
}

interface WorkerFixtures {
  readonly sessions: SessionKeeper
  /** The page that shows answers without the rest of the window, built once. */
  readonly answerPage: AnswerPage
}

/** Longer than a slow start with what a setup does after it. */
const startTimeoutMs = 180_000

/* oxlint-disable no-empty-pattern -- Playwright reads from this pattern which fixtures a fixture uses */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  setup: [{}, { option: true }],
  ownServerKey: [null, { option: true }],
  sessions: [
    async ({}, provide) => {
      const sessions = new SessionKeeper()
      await provide(sessions)
      await sessions.end()
    },
    { scope: 'worker' },
  ],
  session: [
    async ({ setup, sessions }, provide, { file, testId }) => {
      const session = await sessions.get(setup.scope === 'test' ? testId : file, setup)
      await provide(session)
      await session.checkPolicy()
      if (setup.scope === 'test') await sessions.end()
    },
    { timeout: startTimeoutMs },
  ],
  hub: async ({ session }, provide) => {
    await provide(await session.hub())
    await session.resetHub()
  },
  keyring: async ({ session }, provide) => provide(await session.keyring()),
  dataFolder: async ({ session }, provide) => provide(session.dataFolder),
  folder: async ({ session }, provide) => provide(session.folder),
  app: [async ({ session }, provide) => provide((await session.app()).app), { timeout: startTimeoutMs }],
  chat: [async ({ session }, provide) => provide((await session.app()).chat), { timeout: startTimeoutMs }],
  keyWindow: async ({ app }, provide) => {
    const isOpen = app.windows().some((page) => new URL(page.url()).pathname === '/key.html')
    await provide(isOpen ? await waitForKeyWindow(app) : await openKeyWindow(app))
  },
  startApp: async ({ session }, provide) => provide(() => session.app()),
  ownServer: async ({ ownServerKey }, provide) => {
    await using server = await startLocalServer(ownServerKey === null ? {} : { key: ownServerKey })
    await provide(server)
  },
  launchApp: async ({}, provide) => {
    const apps: LaunchedApp[] = []
    await provide(async (options) => {
      const app = await launch(options)
      apps.push(app)
      return { app, chat: new ChatPage({ page: await app.chatWindow() }) }
    })
    for (const app of apps) if (app.processes().length > 0) await app.close()
  },
  answerPage: [
    async ({}, provide) => {
      await using built = await openBuiltPage('answer-page')
      await recordPolicyViolations(built.page)
      await provide(new AnswerPage(built))
    },
    { scope: 'worker', timeout: startTimeoutMs },
  ],
})
/* oxlint-enable no-empty-pattern */

/** Keeps the session of the file that runs now, and closes it when another one is asked for. */
class SessionKeeper {
  #current: { readonly owner: string; readonly session: AppSession } | null = null

  async get(owner: string, setup: AppSetup): Promise<AppSession> {
    if (this.#current?.owner === owner && this.#current.session.setup === setup) return this.#current.session
    await this.end()
    const session = new AppSession(setup)
    this.#current = { owner, session }
    return session
  }

  async end(): Promise<void> {
    const current = this.#current
    this.#current = null
    try {
      await current?.session.close()
    } catch (error) {
      throw new Error(`The app of ${current?.owner} did not close`, { cause: error })
    }
  }
}

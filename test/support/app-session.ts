// The app of a spec with all that it needs: a stand-in for Hugging Face, a keyring, a data folder. Each part starts when a spec first asks
// for it. Hides what a start needs, and keeps `app` and `chat` the same objects when the app is started again.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { translation as de } from '../../shared/words/de/translation.ts'
import { en } from '../../shared/words/en/en.ts'
import { ChatPage } from '../pages/chat-page.ts'
import { keepFoundKey } from '../pages/key-window.ts'
import { startHub, type Hub, type HubOptions } from '../stand-ins/hub/hub.ts'
import { startKeyring, type Keyring, type KeyringState } from '../stand-ins/keyring/keyring.ts'
import { launch, type LaunchedApp, type LaunchOptions } from './launch.ts'
import { listPolicyViolations, recordPolicyViolations } from './page/policy-violations.ts'
import { createTempFolder } from './temp-folder.ts'
import { toPattern } from './words.ts'

/** What a spec may choose about its app: `test.use({ setup: { … } })`. */
export interface AppSetup {
  /** `file`, the default: one app for all tests of the file that share this setup. `test`: an app for each test. */
  readonly scope?: 'file' | 'test'
  /** Null: the app talks to Hugging Face itself. */
  readonly hub?: HubOptions | null
  /** `kept`, the default: the app starts with a key in use. `none`: the first screen asks for one. */
  readonly key?: 'kept' | 'none'
  /** `memory`, the default, keeps keys in the app only. Otherwise a real keyring in this state. */
  readonly keychain?: 'memory' | KeyringState
  readonly launch?: LaunchOptions | ((context: SetupContext) => LaunchOptions)
  /** Fills the data folder before the first start. */
  readonly prepare?: (folder: string) => Promise<void> | void
  /** Runs once, after the first start. */
  readonly afterStart?: (started: StartedApp) => Promise<void>
  /** Fails each test in which the page tried something that its policy forbids. */
  readonly watchesPolicy?: boolean
}

export interface SetupContext {
  readonly hub: Hub
  /** A folder that is removed with the app. */
  readonly folder: string
}

export interface StartedApp extends SetupContext {
  readonly app: RestartableApp
  readonly chat: ChatPage
  /** Null when keys are kept in memory. */
  readonly keyring: Keyring | null
}

/** A launched app whose members belong to the newest start. */
export interface RestartableApp extends LaunchedApp {
  /** Ends the app, unless it has ended already, and starts it again on the same data. */
  readonly restart: (changes?: LaunchOptions) => Promise<void>
}

export class AppSession {
  readonly setup: AppSetup
  readonly #tempFolder = createTempFolder('parley-spec-')
  #hub: Promise<Hub> | null = null
  #keyring: Promise<Keyring> | null = null
  #started: Promise<StartedApp> | null = null
  #page: Page | null = null

  constructor(setup: AppSetup) {
    this.setup = setup
    mkdirSync(this.dataFolder)
  }

  get folder(): string {
    return this.#tempFolder.path
  }

  /** The app's data folder. It exists before the app is started. */
  get dataFolder(): string {
    return join(this.folder, 'data')
  }

  hub(): Promise<Hub> {
    this.#hub ??= startHub({ speed: 0, ...this.setup.hub })
    return this.#hub
  }

  /** Fails when the setup asks for none. */
  keyring(): Promise<Keyring> {
    const { keychain = 'memory' } = this.setup
    if (keychain === 'memory') throw new Error('This setup has no keyring')
    this.#keyring ??= startKeyring(keychain)
    return this.#keyring
  }

  app(): Promise<StartedApp> {
    this.#started ??= this.#start()
    return this.#started
  }

  /** Undoes what a test may have set at the stand-in for Hugging Face. */
  async resetHub(): Promise<void> {
    const hub = await this.hub()
    hub.setSpeed(this.setup.hub?.speed ?? 0)
    hub.setRecording(null)
    await hub.setFault(null)
  }

  /** Fails when the setup watches the policy and the page has tried something that it forbids. */
  async checkPolicy(): Promise<void> {
    if (this.setup.watchesPolicy === true && this.#page !== null && !this.#page.isClosed()) {
      expect(await listPolicyViolations(this.#page)).toEqual([])
    }
  }

  async close(): Promise<void> {
    try {
      const started = await this.#started?.catch(() => undefined)
      if (started !== undefined) await closeIfRunning(started.app)
    } finally {
      await (await this.#keyring)?.stop()
      await (await this.#hub)?.close()
      this.#tempFolder.removeFolder()
    }
  }

  async #start(): Promise<StartedApp> {
    const { key = 'kept', keychain = 'memory', prepare, afterStart } = this.setup
    const hub = await this.hub()
    const { folder } = this
    await prepare?.(this.dataFolder)
    const keyring = keychain === 'memory' ? null : await this.keyring()
    const own = typeof this.setup.launch === 'function' ? this.setup.launch({ hub, folder }) : this.setup.launch
    const options: LaunchOptions = {
      ...(this.setup.hub === null ? {} : { hub: hub.origin }),
      // A home folder leads the app to its data folder by itself.
      ...(own?.home === undefined ? { data: this.dataFolder } : {}),
      ...(keyring === null ? {} : { keychain: 'real', keyring }),
      ...own,
    }
    // A key in the environment is kept with one click, where the key window would cost one more process.
    const keyVariable = key === 'kept' ? { HF_TOKEN: hub.keys.fineGrained } : {}
    const app = await this.#launch({ ...options, environment: { ...options.environment, ...keyVariable } })
    const restart = async (changes: LaunchOptions = {}): Promise<void> => {
      await closeIfRunning(started.app)
      Object.assign(started.app, await this.#launch({ ...options, ...changes }))
    }
    const getPage = (): Page => this.#page ?? missingPage()
    const chat = new ChatPage({
      get page() {
        return getPage()
      },
    })
    const started: StartedApp = { hub, folder, keyring, app: { ...app, restart }, chat }
    if (key === 'kept') await keepFoundKey(started.app)
    await afterStart?.(started)
    return started
  }

  /** Returns once the window can be used: it does not listen to keys before there is something on it. */
  async #launch(options: LaunchOptions): Promise<LaunchedApp> {
    const app = await launch(options)
    // Playwright gives a new page after a crash: the current one is the one that was asked for last.
    const chatWindow = async (): Promise<Page> => {
      const page = await app.chatWindow()
      if (page !== this.#page) await this.#use(page)
      return page
    }
    const page = await chatWindow()
    // Without the stand-in there may be no models to choose from.
    if (this.setup.hub !== null) await expect(page.getByRole('button', { name: modelButtonName })).toBeVisible()
    return { ...app, chatWindow }
  }

  async #use(page: Page): Promise<void> {
    // Playwright intercepts the system's file dialog while somebody listens, and needs a moment to begin.
    page.on('filechooser', () => undefined)
    if (this.setup.watchesPolicy === true) await recordPolicyViolations(page)
    this.#page = page
  }
}

/** In each language that a setup may start the app in. */
const modelButtonName = new RegExp([en, de].map((words) => toPattern(words.chat.model).source).join('|'))

function missingPage(): never {
  throw new Error('The app has not been started')
}

async function closeIfRunning(app: LaunchedApp): Promise<void> {
  if (app.processes().length > 0) await app.close()
}

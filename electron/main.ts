// The composition root: makes the parts, hands them to each other, and serves the contract. Holds no logic of its own.
// The window comes first: what its first paint does not need is loaded after it (see `makeParts`).

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, nativeTheme, type BrowserWindow } from 'electron'
import { registerScheme } from './app-protocol.ts'
import { chatInputs, keyInputs } from './contract-inputs.ts'
import { publisher, serve, type Handlers } from './ipc.ts'
import { openLink } from './links.ts'
import { createLog } from './log.ts'
import { setMenu } from './menu.ts'
import { createNetwork, replaceGlobalFetch } from './network.ts'
import { chatPage, keyPage } from './pages.ts'
import { fetchInOwnSession, redirectOf } from './own-session.ts'
import { openSettings } from './settings.ts'
import { channels, type Calls, type KeyCalls } from './shared/contract.ts'
import type { History } from './history/history.ts'
import { withLiveText } from './runs/live.ts'
import type { Runs } from './runs/runs.ts'
import { failed, succeeded, type Failure, type Reply } from './shared/errors.ts'
import type { Conversation, StartView } from './shared/types.ts'
import { boundsOf, openChatWindow, openKeyWindow, prepareSessions } from './window.ts'

/** The seams: what a test or the demo may replace. SECURITY: a packaged app has none. */
const seams: Readonly<Record<string, string | undefined>> = app.isPackaged ? {} : process.env
const hub = seams['PARLEY_HUB'] ?? null
const now = Date.now

if (seams['PARLEY_DATA'] !== undefined) app.setPath('userData', seams['PARLEY_DATA'])
const folder = app.getPath('userData')
mkdirSync(folder, { recursive: true, mode: 0o700 })

app.enableSandbox()
registerScheme()

const log = createLog(join(folder, 'logs'))
const settings = openSettings(folder)
const network = createNetwork({ fetch: fetchInOwnSession, hub, log, redirectOf })
replaceGlobalFetch(network)

let chatWindow: BrowserWindow | null = null
let keyWindow: BrowserWindow | null = null
const publish = publisher(channels.chatEvents, () => chatWindow)

if (app.requestSingleInstanceLock()) run()
else app.quit()

function run(): void {
  nativeTheme.themeSource = settings.read().settings.appearance
  setMenu(process.platform === 'darwin')
  app.on('second-instance', showChatWindow)
  app.on('activate', showChatWindow)
  app.on('window-all-closed', () => app.quit())
  const parts = app.whenReady().then(() => {
    prepareSessions()
    serveWindows(parts)
    showChatWindow()
    return makeParts()
  })
  parts.catch((error: unknown) => {
    report(error)
    app.exit(1)
  })
  // The windows are closed by now, and what was typed in them is saved.
  app.once('will-quit', (event) => {
    event.preventDefault()
    void quit(parts)
  })
}

/** Everything the first paint does not need. Each part gets what it uses and imports none of the others. */
async function makeParts() {
  const [history, keychains, memory, checks, stores, catalogue, lives, inference] = await Promise.all([
    import('./history/history.ts'),
    import('./key/keychain.ts'),
    import('./key/memory-keychain.ts'),
    import('./key/key-check.ts'),
    import('./key/key-store.ts'),
    import('./models/models.ts'),
    import('./runs/runs.ts'),
    import('./inference/inference.ts'),
  ])
  const opened = await history.openHistory(folder, { searchWorker: join(import.meta.dirname, 'search-worker.js') })
  const keychain = seams['PARLEY_KEYCHAIN'] === 'memory' ? memory.createMemoryKeychain(now) : keychains.createKeychain({ folder, now })
  const keys = stores.createKeyStore({
    keychain,
    check: checks.createKeyCheck(network.withKey, now),
    // Not a seam: the key a person may have set for other programs, offered to them and never used unasked.
    environment: process.env,
    now,
    publish: (status) => publish('key.changed', status),
  })
  const models = catalogue.createModels({
    fetch: network.fetch,
    folder,
    preferences: { read: () => settings.read(), change: settings.change },
    now,
    publish: (list) => publish('models.changed', list),
  })
  const stream = inference.stream
  const saved = opened.ok
    ? succeeded({
        history: opened.value,
        runs: lives.createRuns({ history: opened.value, keys, models, stream, network, publish, log, now }),
      })
    : opened
  if (saved.ok) void purge(saved.value.history, now())
  return { keychain, keys, models, saved }
}

type Parts = Awaited<ReturnType<typeof makeParts>>

function serveWindows(parts: Promise<Parts>): void {
  serve(channels.chatCalls, { current: () => chatWindow, address: chatPage.address }, chatInputs, chatHandlers(parts), report)
  serve(channels.keyCalls, { current: () => keyWindow, address: keyPage.address }, keyInputs, keyHandlers(parts), report)
}

function chatHandlers(parts: Promise<Parts>): Handlers<Calls> {
  /** Answers from the history and the runs that need it, or says why it could not be opened. */
  async function withHistory<Value>(work: (history: History, runs: Runs) => Reply<Value> | Promise<Reply<Value>>): Promise<Reply<Value>> {
    const { saved } = await parts
    return saved.ok ? work(saved.value.history, saved.value.runs) : saved
  }

  return {
    'app.start': async () => {
      const { saved } = await parts
      return succeeded({
        ...(saved.ok ? whatWasLeft(saved.value.history, saved.value.runs) : nothingLeft(saved.failure)),
        settings: settings.read().settings,
        connectedTo: hub === null ? null : new URL(hub).host,
        version: app.getVersion(),
      })
    },

    'app.leave': () => {
      chatWindow?.destroy()
      return succeeded(undefined)
    },

    'key.status': async () => succeeded(await (await parts).keys.status()),
    'key.set': () => {
      showKeyWindow()
      return succeeded(undefined)
    },
    'key.check': async () => (await parts).keys.check(),
    'key.forget': async () => (await parts).keys.forget(),
    'key.keepFound': async (input) => (await parts).keys.keepFound(input),

    'models.list': async () => succeeded((await parts).models.list()),
    'models.refresh': async () => succeeded(await (await parts).models.refresh()),
    'models.lookUp': async ({ id }) => (await parts).models.lookUp(id),
    'models.choose': async ({ id }) => (await parts).models.choose(id),
    'models.setFavourite': async ({ id, isFavourite }) => (await parts).models.setFavourite(id, isFavourite),

    'run.start': async (request) => {
      const { models } = await parts
      return withHistory((history, runs) => {
        const started = runs.start(request)
        if (started.ok) {
          models.noteUsed(request.model)
          // A new conversation is opened by its first prompt.
          history.setLastOpened(request.conversationId)
        }
        return started
      })
    },
    'run.stop': ({ runId }) => withHistory((_history, runs) => runs.stop(runId)),

    'history.list': ({ after }) => withHistory((history) => history.list(after)),
    'history.find': ({ query }) => withHistory((history) => history.find(query)),
    'history.open': ({ conversationId }) =>
      withHistory((history, runs) => {
        history.setLastOpened(conversationId)
        return openConversation(history, runs, conversationId)
      }),
    'history.rename': ({ conversationId, title }) => withHistory((history) => history.rename(conversationId, title)),
    'history.pin': ({ conversationId, isPinned }) => withHistory((history) => history.pin(conversationId, isPinned)),
    'history.delete': ({ conversationId }) =>
      withHistory((history) => {
        setTimeout(() => void purge(history, now() - undoMs), undoMs + 1_000).unref()
        return history.delete(conversationId)
      }),
    'history.undoDelete': ({ conversationId }) => withHistory((history) => history.undoDelete(conversationId)),
    'history.saveDraft': ({ conversationId, draft }) => withHistory((history) => history.saveDraft(conversationId, draft)),

    'settings.save': (changed) => {
      nativeTheme.themeSource = changed.appearance
      const kept = settings.change({ settings: changed })
      return kept.ok ? succeeded(changed) : kept
    },
    'link.open': ({ address }) => (chatWindow === null ? failed('internal') : openLink(address, chatWindow)),
  }
}

function keyHandlers(parts: Promise<Parts>): Handlers<KeyCalls> {
  return {
    'key.save': async (request) => {
      const asking = keyWindow
      const cancelled = new AbortController()
      const cancel = (): void => cancelled.abort()
      asking?.once('closed', cancel)
      const reply = await (await parts).keys.save(request, cancelled.signal)
      asking?.off('closed', cancel)
      // The reply must have left before the window that waits for it goes.
      if (reply.ok) setImmediate(() => asking?.destroy())
      return reply
    },
  }
}

/** How long the window may take to save what was typed when it is closed. */
const leaveMs = 1_000
/** How long a deleted conversation can be brought back. The window offers it for a little less. */
const undoMs = 15_000

function openConversation(history: History, runs: Runs, id: string | null): Reply<Conversation | null> {
  const opened = id === null ? succeeded(null) : history.open(id)
  return opened.ok && opened.value !== null ? succeeded(withLiveText(opened.value, runs.live)) : opened
}

type WhatWasLeft = Pick<StartView, 'history' | 'open' | 'newDraft' | 'historyFailure'>

function whatWasLeft(history: History, runs: Runs): WhatWasLeft {
  const page = history.list(null)
  const open = openConversation(history, runs, history.lastOpened())
  const newDraft = history.draft(null)
  if (!page.ok || !open.ok || !newDraft.ok) return nothingLeft([page, open, newDraft].find((reply) => !reply.ok)?.failure ?? null)
  return { history: page.value, open: open.value, newDraft: newDraft.value, historyFailure: null }
}

function nothingLeft(historyFailure: Failure | null): WhatWasLeft {
  return { history: { conversations: [], next: null }, open: null, newDraft: { text: '', attachments: [] }, historyFailure }
}

async function purge(history: History, deletedBefore: number): Promise<void> {
  const purged = await history.purgeDeleted(deletedBefore)
  if (!purged.ok) log.warn('What was deleted could not be purged yet', purged.failure)
}

function showChatWindow(): void {
  if (chatWindow === null) {
    const window = openChatWindow(settings.read().window)
    window.on('close', (event) => {
      settings.change({ window: boundsOf(window) })
      // Only closing lets a page say what it holds; destroying does not ask. A page that hangs is given up.
      event.preventDefault()
      publish('app.closing', undefined)
      const giveUp = setTimeout(() => window.destroy(), leaveMs)
      window.once('closed', () => clearTimeout(giveUp))
    })
    window.on('closed', () => {
      chatWindow = null
      keyWindow?.destroy()
    })
    chatWindow = window
    return
  }
  if (chatWindow.isMinimized()) chatWindow.restore()
  chatWindow.focus()
}

function showKeyWindow(): void {
  if (keyWindow !== null) return keyWindow.focus()
  if (chatWindow === null) return
  const window = openKeyWindow(chatWindow)
  window.on('closed', () => {
    keyWindow = null
  })
  keyWindow = window
}

/** Saves what is running, closes the history, and ends. A keychain that waits for its user must not keep the app open. */
async function quit(parts: Promise<Parts>): Promise<void> {
  const { saved, keychain } = await parts
  if (saved.ok) {
    await saved.value.runs.drain()
    await saved.value.history.close()
  }
  await log.written()
  // An open call to the keychain holds a thread for good, and a normal end would wait for it. Everything is saved by now.
  if (keychain.isBusy()) process.kill(process.pid, 'SIGKILL')
  app.exit(0)
}

/** Logs what nobody expected, and gives the short id that a person can quote. */
function report(error: unknown): string {
  const id = crypto.randomUUID().slice(0, 8)
  log.error(`Unexpected (${id})`, error)
  return id
}

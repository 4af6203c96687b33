// The composition root: makes the parts, hands them to each other, and serves the contract. Holds no logic of its own.
// The window comes first: what its first paint does not need is loaded after it (see `makeParts`).

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, dialog, nativeTheme, utilityProcess } from 'electron'
import { registerScheme } from './app/protocol.ts'
import { publisher, serve, type Handlers } from './ipc/ipc.ts'
import { createLog } from './logging/log.ts'
import { setMenu } from './app/menu.ts'
import { chatPage, keyPage } from './app/pages.ts'
import { openSettings } from './settings.ts'
import { channels, type Calls, type KeyCalls } from '../shared/contract.ts'
import { openChanged, openConversation, openFork, startWith, whatWasLeft } from './history/reading.ts'
import type { Keys } from './keys/keys.ts'
import type { Network } from './network/gateway.ts'
import { failed, succeeded } from '../shared/errors.ts'
import { languageFor } from '../shared/language.ts'
import type { SaveRequest } from '../shared/types/saving.ts'
import { systemWords } from '../shared/words/system.ts'
import { prepareSessions } from './app/window.ts'
import { removeUnfinished } from './files/atomic.ts'
import { createWindows } from './app/windows.ts'

/** The seams: what a test or the demo may replace. SECURITY: a packaged app has none. */
const seams: Readonly<Record<string, string | undefined>> = app.isPackaged ? {} : process.env
const hub = seams['PARLEY_HUB'] ?? null
const now = Date.now

const folder = seams['PARLEY_DATA'] ?? app.getPath('userData')
mkdirSync(folder, { recursive: true, mode: 0o700 })
// Electron takes a folder that exists only.
app.setPath('userData', folder)

app.enableSandbox()
registerScheme()

const log = createLog(join(folder, 'logs'))
const settings = openSettings(folder)

/** Those that are spoken are in the order in which the system prefers them. Known once Electron is ready. */
const systemLanguage = () => languageFor('system', app.getPreferredSystemLanguages())
const language = () => languageFor(settings.read().settings.language, app.getPreferredSystemLanguages())
const words = () => systemWords[language()]

const windows = createWindows({
  bounds: () => settings.read().window,
  keepBounds: (window) => settings.change({ window }),
  askToLeave: () => publish('app.closing', undefined),
  words,
  warn: (text, about) => log.warn(text, about),
})
const publish = publisher(channels.chatEvents, windows.chat)

/** In the language of now. */
const showMenu = () => setMenu(words(), process.platform === 'darwin', (name) => publish('app.command', name))

if (app.requestSingleInstanceLock()) run()
else app.quit()

function run(): void {
  process.on('uncaughtException', report)
  process.on('unhandledRejection', report)
  nativeTheme.themeSource = settings.read().settings.appearance
  app.on('window-all-closed', () => app.quit())
  const parts = app.whenReady().then(() => {
    app.on('second-instance', windows.showChat)
    app.on('activate', windows.showChat)
    prepareSessions(language)
    showMenu()
    serveWindows(parts)
    windows.showChat()
    return makeParts()
  })
  parts.catch(giveUp)
  let quitting: Promise<void> | null = null
  // The windows are closed by now, and what was typed in them is saved.
  app.on('will-quit', (event) => {
    event.preventDefault()
    quitting ??= quit(parts)
  })
}

/** Everything the first paint does not need. Each part gets what it uses and imports none of the others. */
async function makeParts() {
  const network = await openNetwork()
  const [archives, lockers, catalogue, lives, inference, reporting, files, saving, attaching] = await Promise.all([
    import('./history/archive.ts'),
    import('./keys/keys.ts'),
    import('./models/models.ts'),
    import('./runs/runs.ts'),
    import('./inference/inference.ts'),
    import('./report.ts'),
    import('./app/save-dialog.ts'),
    import('./export/save.ts'),
    import('./attachments/attachments.ts'),
  ])
  const models = catalogue.createModels({
    fetch: network.fetch,
    toServer: network.toServer,
    keyFor: (server) => keys.servers.forRun(server),
    forgetKey: (serverId) => keys.servers.forget(serverId),
    isKeyHeld: (serverId) => keys.servers.isHeld(serverId),
    mayHaveKey: () => keys.mayHave(),
    folder,
    preferences: { read: () => settings.read(), change: settings.change },
    now,
    publish: (list) => publish('models.changed', list),
  })
  const stream = inference.stream
  const { find, isKeyKept, setKeyKept, keyChanged } = models.servers
  // The two need each other, each of them when it is used first.
  const keys: Keys = lockers.openKeys({
    folder,
    isInMemory: seams['PARLEY_KEYCHAIN'] === 'memory',
    network,
    suggest: models.suggest,
    stream,
    // Not a seam: the key a person may have set for other programs, offered to them and never used unasked.
    environment: process.env,
    servers: { find, isKept: isKeyKept, setKept: setKeyKept, keyChanged },
    home: app.getPath('home'),
    now,
    publish: (status) => publish('key.changed', status),
  })
  const archive = archives.openArchive({
    folder,
    workers: { search: join(import.meta.dirname, 'search-worker.js'), backup: join(import.meta.dirname, 'backup-worker.js') },
    makeUser: (history) => lives.createRuns({ history, keys, serverKeys: keys.servers, models, stream, network, publish, log, now }),
    tellDamage: (failure) => publish('history.damaged', failure),
    log,
    now,
  })
  const chooseFile = (name: string) => files.chooseFile(name, windows.chat())
  const reports = reporting.createReports({
    version: app.getVersion(),
    versions: process.versions,
    language: app.getLocale(),
    environment: process.env,
    kept: settings.read,
    keyStatus: keys.status,
    countConversations: () => archive.withHistory((history) => history.count()),
    logLines: () => log.lines(),
    home: app.getPath('home'),
    chooseFile,
    now,
  })
  const read = (conversationId: string) => archive.withHistory((history) => history.whole(conversationId))
  const readImage = (id: string) => archive.withHistory((history) => history.image(id))
  const save = (request: SaveRequest) => saving.save(request, { read, readImage, chooseFile, words: () => words().saved })
  const attachments = attaching.createAttachments({
    program: join(import.meta.dirname, 'file-process.js'),
    fork: (program, parameters, options) => utilityProcess.fork(program, parameters, options),
    log,
  })
  return { keys, models, archive, reports, save, attachments }
}

type Parts = Awaited<ReturnType<typeof makeParts>>

/** SECURITY: the door comes before every other part, so that none of them is loaded with another way to the network. */
async function openNetwork(): Promise<Network> {
  const [door, { fetchInOwnSession, redirectOf }] = await Promise.all([import('./network/gateway.ts'), import('./network/own-session.ts')])
  const network = door.createNetwork({ fetch: fetchInOwnSession, hub, log, redirectOf })
  door.replaceGlobalFetch(network)
  return network
}

const chatInputs = async () => (await import('./ipc/input-schemas.ts')).chatInputs
const keyInputs = async () => (await import('./ipc/input-schemas.ts')).keyInputs

function serveWindows(parts: Promise<Parts>): void {
  serve(channels.chatCalls, { current: windows.chat, address: chatPage.address }, chatInputs, chatHandlers(parts), report)
  serve(channels.keyCalls, { current: windows.key, address: keyPage.address }, keyInputs, keyHandlers(parts), report)
}

function chatHandlers(parts: Promise<Parts>): Handlers<Calls> {
  const withHistory: Parts['archive']['withHistory'] = async (work) => (await parts).archive.withHistory(work)
  const purgeLater = () => void setTimeout(() => void parts.then(({ archive }) => archive.purge(now() - undoMs)), undoMs + 1_000).unref()

  return {
    'app.start': async () => {
      const left = await withHistory((history, runs) => whatWasLeft(history, runs.live))
      return succeeded({
        ...startWith(left, await (await parts).archive.trouble()),
        settings: settings.read().settings,
        systemLanguage: systemLanguage(),
        connectedTo: hub === null ? null : new URL(hub).host,
        version: app.getVersion(),
      })
    },

    'app.leave': () => {
      windows.leave()
      return succeeded(undefined)
    },

    'key.status': async () => succeeded(await (await parts).keys.status()),
    'key.set': (purpose) => {
      windows.showKey(purpose)
      return succeeded(undefined)
    },
    'key.check': async ({ keyId }) => (await parts).keys.check(keyId),
    'key.try': async ({ keyId }) => (await parts).keys.try(keyId),
    'key.use': async ({ keyId }) => (await parts).keys.use(keyId),
    'key.rename': async ({ keyId, name }) => (await parts).keys.rename(keyId, name),
    'key.billTo': async ({ keyId, organisation }) => (await parts).keys.billTo(keyId, organisation),
    'key.remindLater': async ({ keyId }) => (await parts).keys.remindLater(keyId),
    'key.forget': async ({ keyId }) => (await parts).keys.forget(keyId),
    'key.revoke': async ({ keyId }) => (await parts).keys.revoke(keyId),
    'key.uses': () => withHistory((history) => history.keyUses()),
    'key.keepFound': async (input) => (await parts).keys.keepFound(input),

    'models.list': async () => succeeded((await parts).models.list()),
    'models.refresh': async () => succeeded(await (await parts).models.refresh()),
    'models.lookUp': async ({ id }) => (await parts).models.lookUp(id),
    'models.alternatives': async ({ id, mustSee }) => succeeded((await parts).models.alternatives(id, mustSee)),
    'models.choose': async ({ id }) => (await parts).models.choose(id),
    'models.setFavourite': async ({ id, isFavourite }) => (await parts).models.setFavourite(id, isFavourite),

    'servers.add': async ({ draft, anyway }) => (await parts).models.addServer(draft, anyway),
    'servers.change': async ({ id, draft, anyway }) => (await parts).models.changeServer(id, draft, anyway),
    'servers.forgetKey': async ({ id }) => (await parts).models.forgetServerKey(id),
    'servers.remove': async ({ id }) => (await parts).models.removeServer(id),

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
    'run.stopAll': () => withHistory((_history, runs) => runs.stopAll()),
    'run.tryNow': ({ runId }) => withHistory((_history, runs) => runs.tryNow(runId)),

    'file.read': async ({ bytes }) => (await parts).attachments.read(bytes),

    'image.keep': (image) => withHistory((history) => history.keepImage(image)),
    'image.read': ({ id }) => withHistory((history) => history.image(id)),

    'history.list': ({ after }) => withHistory((history) => history.list(after)),
    'history.find': ({ query }) => withHistory((history) => history.find(query)),
    'history.open': ({ conversationId, from }) =>
      withHistory((history, runs) => {
        history.setLastOpened(conversationId)
        return openConversation(history, runs.live, conversationId, from)
      }),
    'history.older': ({ conversationId, before, most }) => withHistory((history) => history.older(conversationId, before, most)),
    'history.said': ({ conversationId, before }) => withHistory((history) => history.said(conversationId, before)),
    'history.rename': ({ conversationId, title }) => withHistory((history) => history.rename(conversationId, title)),
    'history.pin': ({ conversationId, isPinned }) => withHistory((history) => history.pin(conversationId, isPinned)),
    'history.delete': ({ conversationId }) =>
      withHistory((history, runs) => {
        runs.stopIn(conversationId)
        purgeLater()
        return history.delete(conversationId)
      }),
    'history.undoDelete': ({ conversationId }) => withHistory((history) => history.undoDelete(conversationId)),
    'history.save': async (request) => (await parts).save(request),
    'history.branch': ({ conversationId: id, messageId, step, from }) =>
      withHistory((history, runs) => openChanged(history.showBranch(id, messageId, step), history, runs.live, id, from)),
    'history.pick': ({ conversationId: id, messageId, from }) =>
      withHistory((history, runs) => openChanged(history.pick(id, messageId), history, runs.live, id, from)),
    'history.compare': ({ conversationId: id, messageId, from }) =>
      withHistory((history, runs) => openChanged(history.compare(id, messageId), history, runs.live, id, from)),
    'history.deleteMessage': ({ conversationId: id, messageId, from }) =>
      withHistory((history, runs) => {
        const deleted = history.deleteMessage(id, messageId)
        // What is being written below it goes along.
        runs.stopIn(id, history.isDeleted)
        purgeLater()
        return openChanged(deleted, history, runs.live, id, from)
      }),
    'history.undoDeleteMessage': ({ conversationId: id, messageId, from }) =>
      withHistory((history, runs) => openChanged(history.undoDeleteMessage(id, messageId), history, runs.live, id, from)),
    'history.fork': ({ conversationId, messageId }) =>
      withHistory(async (history, runs) => openFork(await history.fork(conversationId, messageId), conversationId, history, runs.live)),
    'history.saveDraft': ({ conversationId, draft }) => withHistory((history) => history.saveDraft(conversationId, draft)),
    'history.saveSetup': ({ conversationId, setup }) => withHistory((history) => history.saveSetup(conversationId, setup)),

    'history.openAgain': async () => (await parts).archive.openAgain(),
    'history.restore': async ({ backupId }) => (await parts).archive.restore(backupId),
    'history.startAnew': async () => (await parts).archive.startAnew(),
    'history.backups': async () => (await parts).archive.backups(),
    'history.removeBackups': async () => (await parts).archive.removeBackups(),

    'settings.save': (changed) => {
      const kept = settings.change({ settings: changed })
      nativeTheme.themeSource = changed.appearance
      showMenu()
      return kept.ok ? succeeded(changed) : kept
    },
    'report.make': async () => succeeded(await (await parts).reports.make()),
    'report.save': async () => (await parts).reports.save(),
    'link.open': async ({ address }) => {
      const { openLink } = await import('./app/links.ts')
      const window = windows.chat()
      return window === null ? failed('internal') : openLink(address, window, words().openLink)
    },
  }
}

function keyHandlers(parts: Promise<Parts>): Handlers<KeyCalls> {
  return {
    'key.wanted': async () => succeeded((await parts).keys.wanted(windows.keyPurpose())),
    'key.save': async (request) => {
      const asking = windows.key()
      const purpose = windows.keyPurpose()
      const cancelled = new AbortController()
      // Also after the reply, while the system still asks whether the key may be kept.
      asking?.once('closed', () => cancelled.abort())
      const reply = await (
        await parts
      ).keys.save(request, purpose, {
        cancelled: cancelled.signal,
        keptLate: () => asking?.destroy(),
      })
      // The reply must have left before the window that waits for it goes.
      if (reply.ok) setImmediate(() => asking?.destroy())
      return reply
    },
  }
}

/** How long a deleted conversation or message can be brought back. The window offers it for a little less. */
const undoMs = 15_000

/** How long saving may take when the app quits. */
const farewellMs = 2_500

/** Saves what is running, closes the history, and ends, whatever fails. */
async function quit(parts: Promise<Parts>): Promise<void> {
  windows.close()
  // What lasts is in the journal by then: a history that was not closed well is whole when it is opened again.
  const impatience = new Promise<'hangs'>((resolve) => setTimeout(() => resolve('hangs'), farewellMs))
  const ending = closeParts(parts).catch(report)
  const ended = await Promise.race([ending.then(() => log.written()), impatience])
  const keys = await Promise.race([parts.then((made) => made.keys).catch(() => null), impatience])
  removeUnfinished()
  // An open call to the keychain holds a thread for good, and a normal end would wait for it.
  if (ended === 'hangs' || keys === 'hangs' || keys?.isBusy() === true) process.kill(process.pid, 'SIGKILL')
  app.exit(0)
}

async function closeParts(parts: Promise<Parts>): Promise<void> {
  const { archive } = await parts
  await archive.close()
}

/** Without its parts the app can do nothing; it says so before it goes. */
async function giveUp(error: unknown): Promise<void> {
  const id = report(error)
  const { cannotStart } = words()
  dialog.showErrorBox(cannotStart.title, cannotStart.detail.replace('{{id}}', id))
  await log.written()
  app.exit(1)
}

/** Logs what nobody expected, and gives the short id that a person can quote. */
function report(error: unknown): string {
  const id = crypto.randomUUID().slice(0, 8)
  log.error(`Unexpected (${id})`, error)
  return id
}

// The composition root: makes the parts, hands them to each other, and serves the contract. Holds no logic of its own.
// The window comes first: what its first paint does not need is loaded after it (see `createServices`).

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, dialog, nativeTheme, utilityProcess } from 'electron'
import { registerScheme } from './app/protocol.ts'
import { createPublisher, serve, type Handlers } from './ipc/ipc.ts'
import { createLog } from './logging/log.ts'
import { setMenu } from './app/menu.ts'
import { chatPage, keyPage } from './app/pages.ts'
import { openSettings } from './settings.ts'
import { fillPlaceholders } from '../shared/fill-placeholders.ts'
import { channels, type Calls, type KeyCalls } from '../shared/contract.ts'
import { reopenAfterChange, openConversation, openFork, buildStartView, readSession } from './history/open-conversation.ts'
import type { Keys } from './keys/keys.ts'
import type { Network } from './network/gateway.ts'
import { failed, succeeded } from '../shared/failures.ts'
import { resolveLanguage } from '../shared/language.ts'
import type { SaveRequest } from '../shared/types/saving.ts'
import { systemWords } from '../shared/words/system.ts'
import { prepareSessions } from './app/create-window.ts'
import { removePendingFiles } from './files/durable-files.ts'
import { createWindowManager } from './app/window-manager.ts'

/** The seams: what a test or the demo may replace. SECURITY: a packaged app has none. */
const overrides: Readonly<Record<string, string | undefined>> = app.isPackaged ? {} : process.env
const hub = overrides['PARLEY_HUB'] ?? null
const now = Date.now

const folder = overrides['PARLEY_DATA'] ?? app.getPath('userData')
mkdirSync(folder, { recursive: true, mode: 0o700 })
// Electron takes a folder that exists only.
app.setPath('userData', folder)

app.enableSandbox()
registerScheme()

const log = createLog(join(folder, 'logs'))
const settings = openSettings(folder)

/** Those that are spoken are in the order in which the system prefers them. Known once Electron is ready. */
const systemLanguage = () => resolveLanguage('system', app.getPreferredSystemLanguages())
const language = () => resolveLanguage(settings.read().settings.language, app.getPreferredSystemLanguages())
const words = () => systemWords[language()]

const windows = createWindowManager({
  bounds: () => settings.read().window,
  saveBounds: (window) => settings.update({ window }),
  requestClose: () => publish('app.closing', undefined),
  words,
  warn: (text, context) => log.warn(text, context),
})
const publish = createPublisher(channels.chatEvents, windows.chat)

/** In the language of now. */
const updateMenu = () => setMenu(words(), process.platform === 'darwin', (name) => publish('app.command', name))

if (app.requestSingleInstanceLock()) startApp()
else app.quit()

function startApp(): void {
  process.on('uncaughtException', logUnexpected)
  process.on('unhandledRejection', logUnexpected)
  nativeTheme.themeSource = settings.read().settings.appearance
  app.on('window-all-closed', () => app.quit())
  const services = app.whenReady().then(() => {
    app.on('second-instance', windows.showChat)
    app.on('activate', windows.showChat)
    prepareSessions(language)
    updateMenu()
    serveWindows(services)
    windows.showChat()
    return createServices()
  })
  services.catch(exitAfterFailedStart)
  let quitting: Promise<void> | null = null
  // The windows are closed by now, and what was typed in them is saved.
  app.on('will-quit', (event) => {
    event.preventDefault()
    quitting ??= quit(services)
  })
}

/** Everything the first paint does not need. Each part gets what it uses and imports none of the others. */
async function createServices() {
  const network = await openNetwork()
  const [
    archiveModule,
    keysModule,
    modelsModule,
    runsModule,
    inferenceModule,
    reportModule,
    saveDialogModule,
    savingModule,
    attachmentsModule,
  ] = await Promise.all([
    import('./history/archive.ts'),
    import('./keys/keys.ts'),
    import('./models/models.ts'),
    import('./runs/runs.ts'),
    import('./inference/inference.ts'),
    import('./report.ts'),
    import('./app/save-dialog.ts'),
    import('./export/save-conversation.ts'),
    import('./attachments/attachments.ts'),
  ])
  const models = modelsModule.createModels({
    fetch: network.fetch,
    toServer: network.toServer,
    keyFor: (server) => keys.servers.getKeyForRun(server),
    forgetKey: (serverId) => keys.servers.forget(serverId),
    hasSessionKey: (serverId) => keys.servers.hasSessionKey(serverId),
    mayHaveKey: () => keys.mayHaveKey(),
    folder,
    preferences: { read: () => settings.read(), update: settings.update },
    now,
    publish: (list) => publish('models.changed', list),
  })
  const stream = inferenceModule.stream
  const { find, isKeySaved, setKeySaved, onKeyChanged } = models.servers
  // The two need each other, each of them when it is used first.
  const keys: Keys = keysModule.openKeys({
    folder,
    isInMemory: overrides['PARLEY_KEYCHAIN'] === 'memory',
    network,
    suggestModel: models.suggest,
    stream,
    // Not a seam: the key a person may have set for other programs, offered to them and never used unasked.
    environment: process.env,
    servers: { find, isKeySaved, setKeySaved, notifyKeyChanged: onKeyChanged },
    home: app.getPath('home'),
    now,
    publish: (status) => publish('key.changed', status),
  })
  const archive = archiveModule.openArchive({
    folder,
    workers: { search: join(import.meta.dirname, 'search-worker.js'), backup: join(import.meta.dirname, 'backup-worker.js') },
    createClient: (history) =>
      runsModule.createRuns({ history, keys, serverKeys: keys.servers, models, stream, network, publish, log, now }),
    reportDamage: (failure) => publish('history.damaged', failure),
    log,
    now,
  })
  const chooseFile = (name: string) => saveDialogModule.chooseFile(name, windows.chat())
  const reports = reportModule.createReportService({
    version: app.getVersion(),
    versions: process.versions,
    language: app.getLocale(),
    environment: process.env,
    readSettings: settings.read,
    keyStatus: keys.status,
    countConversations: () => archive.withHistory((history) => history.count()),
    readLogLines: () => log.readLines(),
    home: app.getPath('home'),
    chooseFile,
    now,
  })
  const read = (conversationId: string) => archive.withHistory((history) => history.readFullBranch(conversationId))
  const readImage = (id: string) => archive.withHistory((history) => history.getImage(id))
  const save = (request: SaveRequest) => savingModule.saveConversation(request, { read, readImage, chooseFile, words: () => words().saved })
  const attachments = attachmentsModule.createAttachments({
    modulePath: join(import.meta.dirname, 'file-process.js'),
    fork: (program, parameters, options) => utilityProcess.fork(program, parameters, options),
    log,
  })
  return { keys, models, archive, reports, save, attachments }
}

type Services = Awaited<ReturnType<typeof createServices>>

/** SECURITY: the door comes before every other part, so that none of them is loaded with another way to the network. */
async function openNetwork(): Promise<Network> {
  const [networkModule, { fetchInNetworkSession, resolveRedirect }] = await Promise.all([
    import('./network/gateway.ts'),
    import('./network/network-session.ts'),
  ])
  const network = networkModule.createNetwork({ fetch: fetchInNetworkSession, hub, log, resolveRedirect })
  networkModule.replaceGlobalFetch(network)
  return network
}

const loadChatSchemas = async () => (await import('./ipc/input-schemas.ts')).chatInputSchemas
const loadKeySchemas = async () => (await import('./ipc/input-schemas.ts')).keyInputSchemas

function serveWindows(services: Promise<Services>): void {
  serve(channels.chatCalls, { getWindow: windows.chat, address: chatPage.address }, loadChatSchemas, chatHandlers(services), logUnexpected)
  serve(channels.keyCalls, { getWindow: windows.key, address: keyPage.address }, loadKeySchemas, keyHandlers(services), logUnexpected)
}

function chatHandlers(services: Promise<Services>): Handlers<Calls> {
  const withHistory: Services['archive']['withHistory'] = async (work) => (await services).archive.withHistory(work)
  const schedulePurge = () =>
    void setTimeout(() => void services.then(({ archive }) => archive.purge(now() - undoWindowMs)), undoWindowMs + 1_000).unref()

  return {
    'app.getStartView': async () => {
      const session = await withHistory((history, runs) => readSession(history, runs.live))
      return succeeded({
        ...buildStartView(session, await (await services).archive.getProblem()),
        settings: settings.read().settings,
        systemLanguage: systemLanguage(),
        connectedTo: hub === null ? null : new URL(hub).host,
        version: app.getVersion(),
      })
    },

    'app.readyToClose': () => {
      windows.closeChat()
      return succeeded(undefined)
    },

    'key.status': async () => succeeded(await (await services).keys.status()),
    'key.openWindow': (purpose) => {
      windows.showKey(purpose)
      return succeeded(undefined)
    },
    'key.check': async ({ keyId }) => (await services).keys.check(keyId),
    'key.runTrial': async ({ keyId }) => (await services).keys.runTrial(keyId),
    'key.activate': async ({ keyId }) => (await services).keys.activate(keyId),
    'key.rename': async ({ keyId, name }) => (await services).keys.rename(keyId, name),
    'key.billTo': async ({ keyId, organisation }) => (await services).keys.billTo(keyId, organisation),
    'key.snoozeReminder': async ({ keyId }) => (await services).keys.remindLater(keyId),
    'key.forget': async ({ keyId }) => (await services).keys.forget(keyId),
    'key.revoke': async ({ keyId }) => (await services).keys.revoke(keyId),
    'key.usage': () => withHistory((history) => history.keyUses()),
    'key.saveFound': async (input) => (await services).keys.saveFound(input),

    'models.list': async () => succeeded((await services).models.list()),
    'models.refresh': async () => succeeded(await (await services).models.refresh()),
    'models.lookUp': async ({ id }) => (await services).models.lookUp(id),
    'models.alternatives': async ({ id, needsVision }) => succeeded((await services).models.alternatives(id, needsVision)),
    'models.choose': async ({ id }) => (await services).models.choose(id),
    'models.setFavourite': async ({ id, isFavourite }) => (await services).models.setFavourite(id, isFavourite),

    'servers.add': async ({ draft, force }) => (await services).models.addServer(draft, force),
    'servers.update': async ({ id, draft, force }) => (await services).models.updateServer(id, draft, force),
    'servers.forgetKey': async ({ id }) => (await services).models.forgetServerKey(id),
    'servers.remove': async ({ id }) => (await services).models.removeServer(id),

    'run.start': async (request) => {
      const { models } = await services
      return withHistory((history, runs) => {
        const started = runs.start(request)
        if (started.ok) {
          models.recordUse(request.model)
          // A new conversation is opened by its first prompt.
          history.setLastOpened(request.conversationId)
        }
        return started
      })
    },
    'run.stop': ({ runId }) => withHistory((_history, runs) => runs.stop(runId)),
    'run.stopAll': () => withHistory((_history, runs) => runs.stopAll()),
    'run.retryNow': ({ runId }) => withHistory((_history, runs) => runs.tryNow(runId)),

    'file.read': async ({ bytes }) => (await services).attachments.readText(bytes),

    'image.save': (image) => withHistory((history) => history.saveImage(image)),
    'image.read': ({ id }) => withHistory((history) => history.getImage(id)),

    'history.list': ({ after }) => withHistory((history) => history.list(after)),
    'history.search': ({ query }) => withHistory((history) => history.find(query)),
    'history.open': ({ conversationId, from }) =>
      withHistory((history, runs) => {
        history.setLastOpened(conversationId)
        return openConversation(history, runs.live, conversationId, from)
      }),
    'history.olderMessages': ({ conversationId, before, limit }) => withHistory((history) => history.older(conversationId, before, limit)),
    'history.searchableText': ({ conversationId, before }) => withHistory((history) => history.readText(conversationId, before)),
    'history.rename': ({ conversationId, title }) => withHistory((history) => history.rename(conversationId, title)),
    'history.pin': ({ conversationId, isPinned }) => withHistory((history) => history.pin(conversationId, isPinned)),
    'history.delete': ({ conversationId }) =>
      withHistory((history, runs) => {
        runs.stopInConversation(conversationId)
        schedulePurge()
        return history.delete(conversationId)
      }),
    'history.undoDelete': ({ conversationId }) => withHistory((history) => history.undoDelete(conversationId)),
    'history.saveToFile': async (request) => (await services).save(request),
    'history.switchBranch': ({ conversationId: id, messageId, step, from }) =>
      withHistory((history, runs) => reopenAfterChange(history.showBranch(id, messageId, step), history, runs.live, id, from)),
    'history.pickAnswer': ({ conversationId: id, messageId, from }) =>
      withHistory((history, runs) => reopenAfterChange(history.pick(id, messageId), history, runs.live, id, from)),
    'history.showComparison': ({ conversationId: id, messageId, from }) =>
      withHistory((history, runs) => reopenAfterChange(history.showComparison(id, messageId), history, runs.live, id, from)),
    'history.deleteMessage': ({ conversationId: id, messageId, from }) =>
      withHistory((history, runs) => {
        const deleted = history.deleteMessage(id, messageId)
        // What is being written below it goes along.
        runs.stopInConversation(id, history.isDeleted)
        schedulePurge()
        return reopenAfterChange(deleted, history, runs.live, id, from)
      }),
    'history.undoDeleteMessage': ({ conversationId: id, messageId, from }) =>
      withHistory((history, runs) => reopenAfterChange(history.undoDeleteMessage(id, messageId), history, runs.live, id, from)),
    'history.fork': ({ conversationId, messageId }) =>
      withHistory(async (history, runs) => openFork(await history.fork(conversationId, messageId), conversationId, history, runs.live)),
    'history.saveDraft': ({ conversationId, draft }) => withHistory((history) => history.saveDraft(conversationId, draft)),
    'history.saveSetup': ({ conversationId, setup }) => withHistory((history) => history.saveSetup(conversationId, setup)),

    'history.reopen': async () => (await services).archive.reopen(),
    'history.restore': async ({ backupId }) => (await services).archive.restore(backupId),
    'history.startEmpty': async () => (await services).archive.startEmpty(),
    'history.backups': async () => (await services).archive.listBackups(),
    'history.removeBackups': async () => (await services).archive.removeBackups(),

    'settings.save': (changed) => {
      const kept = settings.update({ settings: changed })
      nativeTheme.themeSource = changed.appearance
      updateMenu()
      return kept.ok ? succeeded(changed) : kept
    },
    'report.create': async () => succeeded(await (await services).reports.create()),
    'report.save': async () => (await services).reports.save(),
    'link.open': async ({ address }) => {
      const { openLink } = await import('./app/links.ts')
      const window = windows.chat()
      return window === null ? failed('internal') : openLink(address, window, words().openLink)
    },
  }
}

function keyHandlers(services: Promise<Services>): Handlers<KeyCalls> {
  return {
    'key.windowInfo': async () => succeeded((await services).keys.getWindowInfo(windows.keyPurpose())),
    'key.save': async (request) => {
      const keyWindow = windows.key()
      const purpose = windows.keyPurpose()
      const cancelled = new AbortController()
      // Also after the reply, while the system still asks whether the key may be kept.
      keyWindow?.once('closed', () => cancelled.abort())
      const reply = await (
        await services
      ).keys.save(request, purpose, {
        signal: cancelled.signal,
        onSavedLate: () => keyWindow?.destroy(),
      })
      // The reply must have left before the window that waits for it goes.
      if (reply.ok) setImmediate(() => keyWindow?.destroy())
      return reply
    },
  }
}

/** How long a deleted conversation or message can be brought back. The window offers it for a little less. */
const undoWindowMs = 15_000

/** How long saving may take when the app quits. */
const quitTimeoutMs = 2_500

/** Saves what is running, closes the history, and ends, whatever fails. */
async function quit(services: Promise<Services>): Promise<void> {
  windows.beginShutdown()
  // What lasts is in the journal by then: a history that was not closed well is whole when it is opened again.
  const quitTimeout = new Promise<'hangs'>((resolve) => setTimeout(() => resolve('hangs'), quitTimeoutMs))
  const closing = closeServices(services).catch(logUnexpected)
  const closeResult = await Promise.race([closing.then(() => log.flush()), quitTimeout])
  const keys = await Promise.race([services.then((loaded) => loaded.keys).catch(() => null), quitTimeout])
  removePendingFiles()
  // An open call to the keychain holds a thread for good, and a normal end would wait for it.
  if (closeResult === 'hangs' || keys === 'hangs' || keys?.isBusy() === true) process.kill(process.pid, 'SIGKILL')
  app.exit(0)
}

async function closeServices(services: Promise<Services>): Promise<void> {
  const { archive } = await services
  await archive.close()
}

/** Without its parts the app can do nothing; it says so before it goes. */
async function exitAfterFailedStart(error: unknown): Promise<void> {
  const id = logUnexpected(error)
  const { cannotStart } = words()
  dialog.showErrorBox(cannotStart.title, fillPlaceholders(cannotStart.detail, { id }))
  await log.flush()
  app.exit(1)
}

/** Logs what nobody expected, and gives the short id that a person can quote. */
function logUnexpected(error: unknown): string {
  const id = crypto.randomUUID().slice(0, 8)
  log.error(`Unexpected (${id})`, error)
  return id
}

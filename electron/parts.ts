// Creates the parts that the first paint does not need and gives each what it uses; none of them imports another.
// Hides the order in which they are loaded: the gateway first, then all others at once.

import { join } from 'node:path'
import { app, dialog, utilityProcess, type BrowserWindow } from 'electron'
import type { Publish } from './ipc/ipc.ts'
import type { Keys } from './keys/keys.ts'
import type { Log } from './logging/log.ts'
import type { Network } from './network/gateway.ts'
import type { SettingsStore } from './settings.ts'
import type { SaveRequest } from '../shared/types/saving.ts'
import type { SystemWords } from '../shared/words/words.ts'

interface PartsOptions {
  /** The data folder. */
  readonly folder: string
  /** An origin that replaces Hugging Face; null for Hugging Face itself. */
  readonly hub: string | null
  /** Whether keys are kept in memory only, never in the system's keychain. */
  readonly isKeychainInMemory: boolean
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly settings: SettingsStore
  readonly log: Log
  readonly publish: Publish
  readonly getChatWindow: () => BrowserWindow | null
  readonly getWords: () => SystemWords
  readonly now: () => number
}

export type Parts = Awaited<ReturnType<typeof createParts>>

export async function createParts(options: PartsOptions) {
  const { folder, environment, settings, log, publish, getChatWindow, getWords, now } = options
  const network = await openNetwork(options)
  const [archiveModule, keysModule, modelsModule, runsModule, inferenceModule, reportModule, exportModule, attachmentsModule, linksModule] =
    await Promise.all([
      import('./history/archive.ts'),
      import('./keys/keys.ts'),
      import('./models/models.ts'),
      import('./runs/runs.ts'),
      import('./inference/inference.ts'),
      import('./report.ts'),
      import('./export/save-conversation.ts'),
      import('./attachments/attachments.ts'),
      import('./app/links.ts'),
    ])
  const models = modelsModule.createModels({
    fetch: network.fetch,
    fetchFromServer: network.fetchFromServer,
    getServerKey: (server) => keys.servers.getKeyForRun(server),
    forgetKey: (serverId) => keys.servers.forget(serverId),
    hasSessionKey: (serverId) => keys.servers.hasSessionKey(serverId),
    mayHaveKey: () => keys.mayHaveKey(),
    folder,
    preferences: { read: settings.read, update: settings.update },
    now,
    publish: (list) => publish('models.changed', list),
  })
  const stream = inferenceModule.stream
  const { find, isKeySaved, setKeySaved, onKeyChanged } = models.servers
  // Models and keys need each other, but neither uses the other before both exist.
  const keys: Keys = keysModule.openKeys({
    folder,
    isInMemory: options.isKeychainInMemory,
    network,
    suggestModel: models.suggest,
    stream,
    environment,
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
  const chooseFile = (name: string) => askWhereToSave(name, getChatWindow())
  const reports = reportModule.createReportService({
    version: app.getVersion(),
    versions: process.versions,
    language: app.getLocale(),
    environment,
    readSettings: settings.read,
    keyStatus: keys.status,
    countConversations: () => archive.withHistory((history) => history.count()),
    readLogLines: log.readLines,
    home: app.getPath('home'),
    chooseFile,
    now,
  })
  const read = (conversationId: string) => archive.withHistory((history) => history.readFullBranch(conversationId))
  const readImage = (id: string) => archive.withHistory((history) => history.getImage(id))
  const saveConversation = (request: SaveRequest) =>
    exportModule.saveConversation(request, { read, readImage, chooseFile, words: () => getWords().exported })
  const attachments = attachmentsModule.createAttachments({
    modulePath: join(import.meta.dirname, 'file-process.js'),
    fork: (modulePath, args, forkOptions) => utilityProcess.fork(modulePath, args, forkOptions),
    log,
  })
  const openLink = (address: string) => linksModule.openLink(address, getChatWindow(), getWords().openLink)
  return { keys, models, archive, reports, attachments, saveConversation, openLink }
}

/** SECURITY: the gateway is created before any other part is loaded, so that none of them can hold another way to the network. */
async function openNetwork({ hub, log }: Pick<PartsOptions, 'hub' | 'log'>): Promise<Network> {
  const [networkModule, { fetchInNetworkSession, resolveRedirect }] = await Promise.all([
    import('./network/gateway.ts'),
    import('./network/network-session.ts'),
  ])
  const network = networkModule.createNetwork({ fetch: fetchInNetworkSession, hub, log, resolveRedirect })
  networkModule.replaceGlobalFetch(network)
  return network
}

/** The path chosen in the system's dialog, which proposes `name`; null when it was cancelled. */
async function askWhereToSave(name: string, window: BrowserWindow | null): Promise<string | null> {
  const options = { defaultPath: name }
  const { canceled, filePath } = await (window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options))
  return canceled || filePath === '' ? null : filePath
}

// Answers the chat window's calls: one handler a call, each naming the part that does the work.

import type { WindowManager } from '../app/window-manager.ts'
import { buildStartView, openAfterStart, openConversation, openFork, readSession, reopenAfterChange } from '../history/open-conversation.ts'
import type { Parts } from '../parts.ts'
import type { SettingsStore } from '../settings.ts'
import type { Handlers } from './ipc.ts'
import type { Calls } from '../../shared/contract.ts'
import { succeeded } from '../../shared/failures.ts'
import type { Settings } from '../../shared/settings.ts'
import type { StartView } from '../../shared/types/start.ts'

interface ChatHandlerOptions {
  /** Rejects where the app could not start; the window then gets no answer but an error. */
  readonly parts: Promise<Parts>
  readonly settings: SettingsStore
  readonly windows: Pick<WindowManager, 'closeChat' | 'showKey'>
  /** What the start view says of the app itself. */
  readonly getAppInfo: () => Pick<StartView, 'systemLanguage' | 'connectedTo' | 'version'>
  readonly onSettingsChanged: (settings: Settings) => void
  readonly now: () => number
}

/** How long a deleted conversation or message can be restored. The window offers it for a little less. */
const undoWindowMs = 15_000

export function createChatHandlers(options: ChatHandlerOptions): Handlers<Calls> {
  const { parts, settings, windows, getAppInfo, onSettingsChanged, now } = options
  const withHistory: Parts['archive']['withHistory'] = async (work) => (await parts).archive.withHistory(work)
  const schedulePurge = () =>
    void setTimeout(() => void parts.then(({ archive }) => archive.purge(now() - undoWindowMs)), undoWindowMs + 1_000).unref()

  return {
    'app.getStartView': async () => {
      const session = await withHistory((history, runs) => readSession(history, runs.live))
      const view = buildStartView(session, await (await parts).archive.getProblem())
      return succeeded({ ...view, settings: settings.read().settings, ...getAppInfo() })
    },

    'app.readyToClose': () => {
      windows.closeChat()
      return succeeded(undefined)
    },

    'key.status': async () => succeeded(await (await parts).keys.status()),
    'key.openWindow': (purpose) => {
      windows.showKey(purpose)
      return succeeded(undefined)
    },
    'key.check': async ({ keyId }) => (await parts).keys.check(keyId),
    'key.runTrial': async ({ keyId }) => (await parts).keys.runTrial(keyId),
    'key.activate': async ({ keyId }) => (await parts).keys.activate(keyId),
    'key.rename': async ({ keyId, name }) => (await parts).keys.rename(keyId, name),
    'key.billTo': async ({ keyId, organisation }) => (await parts).keys.billTo(keyId, organisation),
    'key.snoozeReminder': async ({ keyId }) => (await parts).keys.snoozeReminder(keyId),
    'key.forget': async ({ keyId }) => (await parts).keys.forget(keyId),
    'key.revoke': async ({ keyId }) => (await parts).keys.revoke(keyId),
    'key.usage': () => withHistory((history) => history.listKeyUsage()),
    'key.saveFound': async (input) => (await parts).keys.saveFound(input),

    'models.list': async () => succeeded((await parts).models.list()),
    'models.refresh': async () => succeeded(await (await parts).models.refresh()),
    'models.lookUp': async ({ id }) => (await parts).models.lookUp(id),
    'models.alternatives': async ({ id, needsVision }) => succeeded((await parts).models.listAlternatives(id, needsVision)),
    'models.choose': async ({ id }) => (await parts).models.choose(id),
    'models.setFavourite': async ({ id, isFavourite }) => (await parts).models.setFavourite(id, isFavourite),

    'servers.add': async ({ draft, force }) => (await parts).models.addServer(draft, force),
    'servers.update': async ({ id, draft, force }) => (await parts).models.updateServer(id, draft, force),
    'servers.forgetKey': async ({ id }) => (await parts).models.forgetServerKey(id),
    'servers.remove': async ({ id }) => (await parts).models.removeServer(id),

    'run.start': async (request) => {
      const { models } = await parts
      return withHistory((history, runs) => {
        const started = runs.start(request)
        if (started.ok) {
          models.recordUse(request.model)
          // The first prompt of a new conversation opens it.
          history.setLastOpened(request.conversationId)
        }
        return openAfterStart(started, history, runs.live, request.conversationId)
      })
    },
    'run.stop': ({ runId }) => withHistory((_history, runs) => runs.stop(runId)),
    'run.stopAll': () => withHistory((_history, runs) => runs.stopAll()),
    'run.retryNow': ({ runId }) => withHistory((_history, runs) => runs.retryNow(runId)),

    'file.read': async ({ bytes }) => (await parts).attachments.readText(bytes),

    'image.save': (image) => withHistory((history) => history.saveImage(image)),
    'image.read': ({ id }) => withHistory((history) => history.getImage(id)),

    'history.list': ({ after }) => withHistory((history) => history.list(after)),
    'history.search': ({ query }) => withHistory((history) => history.find(query)),
    'history.open': ({ conversationId, from }) =>
      withHistory((history, runs) => {
        history.setLastOpened(conversationId)
        return openConversation(history, runs.live, conversationId, from)
      }),
    'history.olderMessages': ({ conversationId, before, limit }) =>
      withHistory((history) => history.readOlder(conversationId, before, limit)),
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
    'history.saveToFile': async (request) => (await parts).saveConversation(request),
    'history.switchBranch': ({ conversationId: id, messageId, step, from }) =>
      withHistory((history, runs) => reopenAfterChange(history.showBranch(id, messageId, step), history, runs.live, id, from)),
    'history.pickAnswer': ({ conversationId: id, messageId, from }) =>
      withHistory((history, runs) => reopenAfterChange(history.pickAnswer(id, messageId), history, runs.live, id, from)),
    'history.showComparison': ({ conversationId: id, messageId, from }) =>
      withHistory((history, runs) => reopenAfterChange(history.showComparison(id, messageId), history, runs.live, id, from)),
    'history.deleteMessage': ({ conversationId: id, messageId, from }) =>
      withHistory((history, runs) => {
        const deleted = history.deleteMessage(id, messageId)
        // Also stops the runs whose answers follow the message: those were deleted with it.
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

    'history.reopen': async () => (await parts).archive.reopen(),
    'history.restore': async ({ backupId }) => (await parts).archive.restore(backupId),
    'history.startEmpty': async () => (await parts).archive.startEmpty(),
    'history.backups': async () => (await parts).archive.listBackups(),
    'history.removeBackups': async () => (await parts).archive.removeBackups(),

    'settings.save': (changed) => {
      const saved = settings.update({ settings: changed })
      onSettingsChanged(changed)
      return saved.ok ? succeeded(changed) : saved
    },
    'report.create': async () => succeeded(await (await parts).reports.create()),
    'report.save': async () => (await parts).reports.save(),
    'link.open': async ({ address }) => (await parts).openLink(address),
  }
}

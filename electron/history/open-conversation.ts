// Opens conversations for the window with the live text of running answers, which the disk has up to half a second later.

import { succeeded, type Reply } from '../../shared/failures.ts'
import type { LiveRun } from '../../shared/types/run-records.ts'
import type { HistoryProblem } from '../../shared/types/backups.ts'
import type { OpenedConversation } from '../../shared/types/conversations.ts'
import type { Draft } from '../../shared/types/drafts.ts'
import type { MessageWithSiblings } from '../../shared/types/messages.ts'
import type { StartView } from '../../shared/types/start.ts'
import type { History } from './history.ts'

/** Returns null for a run that is not running. */
type GetLiveRun = (runId: string) => LiveRun | null

/**
 * Opens a conversation; null if it does not exist, and for an id of null, which is the conversation not saved yet.
 * @param from the id of a message to read back to
 */
export function openConversation(
  history: Pick<History, 'open'>,
  getLiveRun: GetLiveRun,
  id: string | null,
  from: string | null = null,
): Reply<OpenedConversation | null> {
  const opened = id === null ? succeeded(null) : history.open(id, from)
  if (!opened.ok) return opened
  if (opened.value === null) return succeeded(null)
  const { messages, comparison } = opened.value
  const liveRuns = [...messages, ...(comparison ?? [])].flatMap(({ id: runId }) => getLiveRun(runId) ?? [])
  return succeeded({
    ...opened.value,
    messages: messages.map((message) => withLiveText(message, liveRuns)),
    comparison: comparison?.map((answer) => withLiveText(answer, liveRuns)) ?? null,
    progress: liveRuns.map(({ progress }) => progress),
  })
}

function withLiveText<One extends MessageWithSiblings>(message: One, liveRuns: readonly LiveRun[]): One {
  const output = liveRuns.find((run) => run.output.runId === message.id)?.output
  if (message.kind !== 'answer' || message.outcome.kind !== 'running' || output === undefined) return message
  return { ...message, text: output.text, reasoning: output.reasoning }
}

/** Opens a conversation again after a change to it, or returns the failure of the change. */
export function reopenAfterChange(
  changeResult: Reply<void>,
  history: Pick<History, 'open'>,
  getLiveRun: GetLiveRun,
  id: string,
  from: string | null,
): Reply<OpenedConversation | null> {
  return changeResult.ok ? openConversation(history, getLiveRun, id, from) : changeResult
}

/** Opens the conversation of a run that has just started. Null if it cannot be read: the run goes on all the same. */
export function openAfterStart(
  started: Reply<void>,
  history: Pick<History, 'open'>,
  getLiveRun: GetLiveRun,
  id: string,
): Reply<OpenedConversation | null> {
  if (!started.ok) return started
  const opened = openConversation(history, getLiveRun, id)
  return opened.ok ? opened : succeeded(null)
}

/**
 * Opens a fork, and makes it the conversation to start with, unless another one than its original was opened meanwhile.
 * @param from the id of the original conversation
 */
export function openFork(
  forkResult: Reply<string>,
  from: string,
  history: Pick<History, 'open' | 'getLastOpened' | 'setLastOpened'>,
  getLiveRun: GetLiveRun,
): Reply<OpenedConversation | null> {
  if (!forkResult.ok) return forkResult
  if (history.getLastOpened() === from) history.setLastOpened(forkResult.value)
  return openConversation(history, getLiveRun, forkResult.value)
}

type SavedSession = Pick<StartView, 'history' | 'open' | 'newDraft' | 'newSetup' | 'thinkingModels'>

/** Reads what the window starts with. Fails if the list cannot be read; everything else that cannot be read is left out. */
export function readSession(
  history: Pick<History, 'list' | 'open' | 'getDraft' | 'getLastOpened' | 'getSetup' | 'listThinkingModels'>,
  getLiveRun: GetLiveRun,
): Reply<SavedSession> {
  const page = history.list(null)
  if (!page.ok) return page
  const open = openConversation(history, getLiveRun, history.getLastOpened())
  const newDraft = history.getDraft(null)
  const newSetup = history.getSetup(null)
  const thinkingModels = history.listThinkingModels()
  return succeeded({
    history: page.value,
    open: open.ok ? open.value : null,
    newDraft: newDraft.ok ? newDraft.value : emptyDraft,
    newSetup: newSetup.ok ? newSetup.value : null,
    thinkingModels: thinkingModels.ok ? thinkingModels.value : [],
  })
}

const emptyDraft: Draft = { text: '', attachments: [] }
const emptySession: SavedSession = {
  history: { conversations: [], next: null },
  open: null,
  newDraft: emptyDraft,
  newSetup: null,
  thinkingModels: [],
}

/** Combines the session with the history's problem. An unreadable session becomes an empty one, and a problem. */
export function buildStartView(
  session: Reply<SavedSession>,
  problem: HistoryProblem | null,
): SavedSession & Pick<StartView, 'historyProblem'> {
  if (session.ok) return { ...session.value, historyProblem: problem }
  return { ...emptySession, historyProblem: problem ?? { failure: session.failure, isOpen: true } }
}

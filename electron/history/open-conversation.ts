// What the window reads of the history while runs go on: the disk is up to half a second behind what they have said.

import { succeeded, type Reply } from '../../shared/failures.ts'
import type { LiveRun } from '../../shared/types/run-records.ts'
import type { HistoryProblem } from '../../shared/types/backups.ts'
import type { OpenedConversation } from '../../shared/types/conversations.ts'
import type { MessageWithSiblings } from '../../shared/types/messages.ts'
import type { StartView } from '../../shared/types/start.ts'
import type { History } from './history.ts'

/** A run as it is now; null when it is not going on. */
type GetLiveRun = (runId: string) => LiveRun | null

/** The conversation as it is now; null when there is none, and for the one that does not exist yet. */
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
  const liveOutput = liveRuns.find((run) => run.output.runId === message.id)?.output
  if (message.kind !== 'answer' || message.outcome.kind !== 'running' || liveOutput === undefined) return message
  return { ...message, text: liveOutput.text, reasoning: liveOutput.reasoning }
}

/** The same after something in it was changed; `from` is a message that is to be among those that are read. */
export function reopenAfterChange(
  changeResult: Reply<void>,
  history: Pick<History, 'open'>,
  getLiveRun: GetLiveRun,
  id: string,
  from: string | null,
): Reply<OpenedConversation | null> {
  return changeResult.ok ? openConversation(history, getLiveRun, id, from) : changeResult
}

/** A conversation that was just made, which is the one to start with from now on, unless the one it is made of was left meanwhile. */
export function openFork(
  forkResult: Reply<string>,
  from: string,
  history: Pick<History, 'open' | 'lastOpened' | 'setLastOpened'>,
  getLiveRun: GetLiveRun,
): Reply<OpenedConversation | null> {
  if (!forkResult.ok) return forkResult
  if (history.lastOpened() === from) history.setLastOpened(forkResult.value)
  return openConversation(history, getLiveRun, forkResult.value)
}

type SavedSession = Pick<StartView, 'history' | 'open' | 'newDraft' | 'newSetup' | 'thinkingModels'>

/** Where the window goes on from. A conversation that cannot be read is left closed; a list that cannot be read is a failure. */
export function readSession(
  history: Pick<History, 'list' | 'open' | 'getDraft' | 'lastOpened' | 'getSetup' | 'thinkingModels'>,
  getLiveRun: GetLiveRun,
): Reply<SavedSession> {
  const page = history.list(null)
  if (!page.ok) return page
  const open = openConversation(history, getLiveRun, history.lastOpened())
  const newDraft = history.getDraft(null)
  const newSetup = history.getSetup(null)
  const thinking = history.thinkingModels()
  return succeeded({
    history: page.value,
    open: open.ok ? open.value : null,
    newDraft: newDraft.ok ? newDraft.value : emptyDraft,
    newSetup: newSetup.ok ? newSetup.value : null,
    thinkingModels: thinking.ok ? thinking.value : [],
  })
}

const emptyDraft = { text: '', attachments: [] } as const
const emptySession: SavedSession = {
  history: { conversations: [], next: null },
  open: null,
  newDraft: emptyDraft,
  newSetup: null,
  thinkingModels: [],
}

/** What the window starts with: with nothing, and why, where the history could not be opened or its list not be read. */
export function buildStartView(
  session: Reply<SavedSession>,
  problem: HistoryProblem | null,
): SavedSession & Pick<StartView, 'historyProblem'> {
  if (session.ok) return { ...session.value, historyProblem: problem }
  return { ...emptySession, historyProblem: problem ?? { failure: session.failure, isOpen: true } }
}

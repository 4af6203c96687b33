// What the window reads of the history while runs go on: the disk is up to half a second behind what they have said.

import { succeeded, type Reply } from '../../shared/errors.ts'
import type { LiveRun } from '../../shared/run-parts.ts'
import type { HistoryTrouble } from '../../shared/types/backups.ts'
import type { OpenedConversation, PlacedMessage } from '../../shared/types/conversations.ts'
import type { StartView } from '../../shared/types/start.ts'
import type { History } from './history.ts'

/** A run as it is now; null when it is not going on. */
type Live = (runId: string) => LiveRun | null

/** The conversation as it is now; null when there is none, and for the one that does not exist yet. */
export function openConversation(
  history: Pick<History, 'open'>,
  live: Live,
  id: string | null,
  from: string | null = null,
): Reply<OpenedConversation | null> {
  const opened = id === null ? succeeded(null) : history.open(id, from)
  if (!opened.ok) return opened
  if (opened.value === null) return succeeded(null)
  const { messages, comparison } = opened.value
  const running = [...messages, ...(comparison ?? [])].flatMap(({ id: runId }) => live(runId) ?? [])
  return succeeded({
    ...opened.value,
    messages: messages.map((message) => withSaid(message, running)),
    comparison: comparison?.map((answer) => withSaid(answer, running)) ?? null,
    progress: running.map(({ progress }) => progress),
  })
}

function withSaid<One extends PlacedMessage>(message: One, running: readonly LiveRun[]): One {
  const said = running.find((run) => run.said.runId === message.id)?.said
  if (message.kind !== 'answer' || message.outcome.kind !== 'running' || said === undefined) return message
  return { ...message, text: said.text, reasoning: said.reasoning }
}

/** The same after something in it was changed; `from` is a message that is to be among those that are read. */
export function openChanged(
  changed: Reply<void>,
  history: Pick<History, 'open'>,
  live: Live,
  id: string,
  from: string | null,
): Reply<OpenedConversation | null> {
  return changed.ok ? openConversation(history, live, id, from) : changed
}

/** A conversation that was just made, which is the one to start with from now on, unless the one it is made of was left meanwhile. */
export function openFork(
  made: Reply<string>,
  from: string,
  history: Pick<History, 'open' | 'lastOpened' | 'setLastOpened'>,
  live: Live,
): Reply<OpenedConversation | null> {
  if (!made.ok) return made
  if (history.lastOpened() === from) history.setLastOpened(made.value)
  return openConversation(history, live, made.value)
}

type WhatWasLeft = Pick<StartView, 'history' | 'open' | 'newDraft' | 'newSetup' | 'thinkingModels'>

/** Where the window goes on from. A conversation that cannot be read is left closed; a list that cannot be read is a failure. */
export function whatWasLeft(
  history: Pick<History, 'list' | 'open' | 'draft' | 'lastOpened' | 'setup' | 'thinkingModels'>,
  live: Live,
): Reply<WhatWasLeft> {
  const page = history.list(null)
  if (!page.ok) return page
  const open = openConversation(history, live, history.lastOpened())
  const newDraft = history.draft(null)
  const newSetup = history.setup(null)
  const thinking = history.thinkingModels()
  return succeeded({
    history: page.value,
    open: open.ok ? open.value : null,
    newDraft: newDraft.ok ? newDraft.value : noDraft,
    newSetup: newSetup.ok ? newSetup.value : null,
    thinkingModels: thinking.ok ? thinking.value : [],
  })
}

const noDraft = { text: '', attachments: [] } as const
const nothingLeft: WhatWasLeft = {
  history: { conversations: [], next: null },
  open: null,
  newDraft: noDraft,
  newSetup: null,
  thinkingModels: [],
}

/** What the window starts with: with nothing, and why, where the history could not be opened or its list not be read. */
export function startWith(left: Reply<WhatWasLeft>, trouble: HistoryTrouble | null): WhatWasLeft & Pick<StartView, 'historyTrouble'> {
  if (left.ok) return { ...left.value, historyTrouble: trouble }
  return { ...nothingLeft, historyTrouble: trouble ?? { failure: left.failure, isOpen: true } }
}

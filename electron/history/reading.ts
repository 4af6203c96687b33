// What the window reads of the history while runs go on: the disk is up to half a second behind what they have said.

import { succeeded, type Reply } from '../shared/errors.ts'
import type { LiveRun } from '../shared/run-parts.ts'
import type { HistoryTrouble } from '../shared/types/backups.ts'
import type { Message, OpenedConversation } from '../shared/types/conversations.ts'
import type { StartView } from '../shared/types/start.ts'
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
  const { messages } = opened.value
  const running = messages.flatMap(({ id: runId }) => live(runId) ?? [])
  return succeeded({
    ...opened.value,
    messages: messages.map((message) => withSaid(message, running)),
    progress: running.map(({ progress }) => progress),
  })
}

function withSaid(message: Message, running: readonly LiveRun[]): Message {
  const said = running.find((run) => run.said.runId === message.id)?.said
  if (message.kind !== 'answer' || message.outcome.kind !== 'running' || said === undefined) return message
  return { ...message, text: said.text, reasoning: said.reasoning }
}

type WhatWasLeft = Pick<StartView, 'history' | 'open' | 'newDraft'>

/** Where the window goes on from. A conversation that cannot be read is left closed; a list that cannot be read is a failure. */
export function whatWasLeft(history: Pick<History, 'list' | 'open' | 'draft' | 'lastOpened'>, live: Live): Reply<WhatWasLeft> {
  const page = history.list(null)
  if (!page.ok) return page
  const open = openConversation(history, live, history.lastOpened())
  const newDraft = history.draft(null)
  return succeeded({
    history: page.value,
    open: open.ok ? open.value : null,
    newDraft: newDraft.ok ? newDraft.value : noDraft,
  })
}

const noDraft = { text: '', attachments: [] } as const
const nothingLeft: WhatWasLeft = { history: { conversations: [], next: null }, open: null, newDraft: noDraft }

/** What the window starts with: with nothing, and why, where the history could not be opened or its list not be read. */
export function startWith(left: Reply<WhatWasLeft>, trouble: HistoryTrouble | null): WhatWasLeft & Pick<StartView, 'historyTrouble'> {
  if (left.ok) return { ...left.value, historyTrouble: trouble }
  return { ...nothingLeft, historyTrouble: trouble ?? { failure: left.failure, isOpen: true } }
}

// What the window reads of the history while runs go on: the disk is up to half a second behind what they have said.

import { succeeded, type Failure, type Reply } from '../shared/errors.ts'
import type { LiveRun } from '../shared/run-parts.ts'
import type { Message, OpenedConversation, StartView } from '../shared/types.ts'
import type { History } from './history.ts'

/** A run as it is now; null when it is not going on. */
type Live = (runId: string) => LiveRun | null

/** The conversation as it is now; null when there is none, and for the one that does not exist yet. */
export function openConversation(history: Pick<History, 'open'>, live: Live, id: string | null): Reply<OpenedConversation | null> {
  const opened = id === null ? succeeded(null) : history.open(id)
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

type WhatWasLeft = Pick<StartView, 'history' | 'open' | 'newDraft' | 'historyFailure'>

/** Where the window goes on from. A conversation that cannot be read is left closed; a list that cannot be read is a failure. */
export function whatWasLeft(history: Pick<History, 'list' | 'open' | 'draft' | 'lastOpened'>, live: Live): WhatWasLeft {
  const page = history.list(null)
  if (!page.ok) return nothingLeft(page.failure)
  const open = openConversation(history, live, history.lastOpened())
  const newDraft = history.draft(null)
  return {
    history: page.value,
    open: open.ok ? open.value : null,
    newDraft: newDraft.ok ? newDraft.value : noDraft,
    historyFailure: null,
  }
}

/** What there is to go on from without a history. */
export function nothingLeft(historyFailure: Failure): WhatWasLeft {
  return { history: { conversations: [], next: null }, open: null, newDraft: noDraft, historyFailure }
}

const noDraft = { text: '', attachments: [] } as const

// What the window reads of the history while runs go on: the disk is up to half a second behind what they have said.

import { succeeded, type Failure, type Reply } from '../shared/errors.ts'
import type { Conversation, Message, RunText, StartView } from '../shared/types.ts'
import type { History } from './history.ts'

/** What a run has said up to now; null when it is not going on. */
type Live = (runId: string) => RunText | null

/** The conversation with what its runs have said; null when there is none, and for the one that does not exist yet. */
export function openConversation(history: Pick<History, 'open'>, live: Live, id: string | null): Reply<Conversation | null> {
  const opened = id === null ? succeeded(null) : history.open(id)
  if (!opened.ok || opened.value === null) return opened
  return succeeded({ ...opened.value, messages: opened.value.messages.map((message) => current(message, live)) })
}

function current(message: Message, live: Live): Message {
  if (message.kind !== 'answer' || message.outcome.kind !== 'running') return message
  const said = live(message.id)
  return said === null ? message : { ...message, text: said.text, reasoning: said.reasoning }
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

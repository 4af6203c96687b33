// What the window reads of the history while runs go on: the disk is up to half a second behind what they have said.

import { succeeded, type Reply } from '../shared/errors.ts'
import type { Conversation, HistoryTrouble, Message, RunText, StartView } from '../shared/types.ts'
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

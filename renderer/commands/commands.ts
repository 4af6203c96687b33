// What each command of shared/commands.ts does in the window, and whether there is anything for it to do now. A key, the native
// menu and the palette all come here.

import { flushSync } from 'react-dom'
import type { CommandName } from '../../shared/commands.ts'
import type { SaveFormat } from '../../shared/types/saving.ts'
import { startNew } from '../state/conversation.ts'
import { openFind } from '../state/find.ts'
import { stopReading } from '../speech/reading-aloud.ts'
import { runCount, stopAll, stopShown } from '../state/runs.ts'
import { isAnswering } from '../state/badges.ts'
import { saveConversation } from '../history/saving.ts'
import { change, state } from '../state/store.ts'

interface Doing {
  readonly run: () => void
  /** Always, where it is not said. */
  readonly isPossible?: () => boolean
}

const doings: Readonly<Record<CommandName, Doing>> = {
  newConversation: { run: beginNew },
  saveMarkdown: { run: () => saveShown('markdown'), isPossible: isSaved },
  saveJson: { run: () => saveShown('json'), isPossible: isSaved },
  settings: { run: () => change({ dialog: 'settings' }) },
  find: { run: openFind, isPossible: () => state().conversation.messages.length > 0 },
  searchHistory: { run: searchHistory },
  chooseModel: { run: () => change({ dialog: 'models' }) },
  compare: { run: () => change({ dialog: 'compare' }) },
  stop: { run: stopSpokenOrRunning, isPossible: () => state().spoken !== null || isAnswering(state().conversation) },
  stopAll: { run: () => void stopAll(), isPossible: () => runCount(state()) > 1 },
  instructions: { run: () => change({ dialog: 'instructions' }) },
  palette: { run: () => change({ dialog: 'palette' }) },
  toggleHistory: { run: () => change({ isSidebarOpen: !state().isSidebarOpen }) },
  shortcuts: { run: () => change({ dialog: 'shortcuts' }) },
  leaves: { run: () => change({ dialog: 'settings', settingsPage: 'leaves' }) },
  report: { run: () => change({ dialog: 'report' }) },
  about: { run: () => change({ dialog: 'settings', settingsPage: 'about' }) },
}

export function isPossible(name: CommandName): boolean {
  return doings[name].isPossible?.() ?? true
}

/** Does nothing when there is nothing to do. Also hears `app.command`. */
export function perform(name: CommandName): void {
  if (isPossible(name)) doings[name].run()
}

function isSaved(): boolean {
  return state().conversation.isSaved
}

function saveShown(format: SaveFormat): void {
  change({ dialog: 'none' })
  void saveConversation({ conversationId: state().conversation.id, messageId: null, format })
}

function beginNew(): void {
  focusIn('[data-home]', () => {
    change({ dialog: 'none' })
    startNew()
  })
}

function searchHistory(): void {
  focusIn('[data-search]', () => change({ dialog: 'none', isSidebarOpen: true }))
}

/** A dialog gives the focus back where it was unless somebody has it by then, so what `show` shows must be there at once. */
function focusIn(place: string, show: () => void): void {
  flushSync(show)
  document.querySelector<HTMLElement>(place)?.focus()
}

/** The voice first: it is what a person hears. */
function stopSpokenOrRunning(): void {
  if (state().spoken !== null) return stopReading()
  stopShown()
}

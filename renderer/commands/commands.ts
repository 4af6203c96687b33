// What each command of shared/commands.ts does in the window, and whether there is anything for it to do now. A key, the native
// menu and the palette all come here.

import { flushSync } from 'react-dom'
import { commands, isSaveCommand, type CommandName, type SaveCommandName } from '../../shared/commands.ts'
import type { SaveFormat } from '../../shared/types/saving.ts'
import { startNewConversation } from '../state/conversation.ts'
import { openFind } from '../state/find.ts'
import { stopReading } from '../speech/read-aloud.ts'
import { countRuns, stopAllRuns, stopShownRuns } from '../state/runs.ts'
import { isAnswering } from '../state/badges.ts'
import { saveConversationToFile } from '../history/save-to-file.ts'
import { setState, getState } from '../state/store.ts'

interface CommandHandler {
  readonly run: () => void
  /** Always, where it is not said. */
  readonly isEnabled?: () => boolean
}

const commandHandlers: Readonly<Record<Exclude<CommandName, SaveCommandName>, CommandHandler>> = {
  newConversation: { run: openNewConversation },
  settings: { run: () => setState({ dialog: 'settings' }) },
  find: { run: openFind, isEnabled: () => getState().conversation.messages.length > 0 },
  searchHistory: { run: searchHistory },
  chooseModel: { run: () => setState({ dialog: 'models' }) },
  compare: { run: () => setState({ dialog: 'compare' }) },
  stop: { run: stopSpeechOrRun, isEnabled: () => getState().spokenAnswerId !== null || isAnswering(getState().conversation) },
  stopAll: { run: () => void stopAllRuns(), isEnabled: () => countRuns(getState()) > 1 },
  instructions: { run: () => setState({ dialog: 'instructions' }) },
  palette: { run: () => setState({ dialog: 'palette' }) },
  toggleHistory: { run: () => setState({ isSidebarOpen: !getState().isSidebarOpen }) },
  shortcuts: { run: () => setState({ dialog: 'shortcuts' }) },
  privacy: { run: () => setState({ dialog: 'settings', settingsPage: 'privacy' }) },
  report: { run: () => setState({ dialog: 'report' }) },
  about: { run: () => setState({ dialog: 'settings', settingsPage: 'about' }) },
}

export function isEnabled(name: CommandName): boolean {
  return findHandler(name).isEnabled?.() ?? true
}

/** Does nothing when there is nothing to do. Also hears `app.command`. */
export function runCommand(name: CommandName): void {
  if (isEnabled(name)) findHandler(name).run()
}

function findHandler(name: CommandName): CommandHandler {
  if (!isSaveCommand(name)) return commandHandlers[name]
  return { run: () => saveOpenConversation(commands[name].saveFormat), isEnabled: () => getState().conversation.isSaved }
}

function saveOpenConversation(format: SaveFormat): void {
  setState({ dialog: 'none' })
  void saveConversationToFile({ conversationId: getState().conversation.id, messageId: null, format })
}

function openNewConversation(): void {
  showAndFocus('[data-home]', () => {
    setState({ dialog: 'none' })
    startNewConversation()
  })
}

function searchHistory(): void {
  showAndFocus('[data-search]', () => setState({ dialog: 'none', isSidebarOpen: true }))
}

/** A dialog gives the focus back where it was unless somebody has it by then, so what `show` shows must be there at once. */
function showAndFocus(selector: string, show: () => void): void {
  flushSync(show)
  document.querySelector<HTMLElement>(selector)?.focus()
}

/** The voice first: it is what a person hears. */
function stopSpeechOrRun(): void {
  if (getState().spokenAnswerId !== null) return stopReading()
  stopShownRuns()
}

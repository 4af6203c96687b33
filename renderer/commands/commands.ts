// What each command of shared/commands.ts does in the window, and whether there is anything for it to do now. A key, the native
// menu and the palette all come here.

import { flushSync } from 'react-dom'
import { commands, isSaveCommand, type CommandName, type SaveCommandName } from '../../shared/commands.ts'
import type { SaveFormat } from '../../shared/types/saving.ts'
import { isAnswering } from '../state/badges.ts'
import { getConversation } from '../state/conversation.ts'
import { openFind } from '../state/find.ts'
import { closeDialog, openDialog, openSettings, setSidebarOpen, toggleSidebar } from '../state/layout.ts'
import { countRuns, getLiveRuns } from '../state/live-runs.ts'
import { startNewConversation } from '../state/open-conversation.ts'
import { getSpokenAnswerId } from '../state/speech.ts'
import { stopAllRuns, stopShownRuns } from '../state/stop-runs.ts'
import { stopReading } from '../speech/read-aloud.ts'
import { saveConversationToFile } from '../history/save-to-file.ts'

interface CommandHandler {
  readonly run: () => void
  /** Always, where it is not said. */
  readonly isEnabled?: () => boolean
}

const commandHandlers: Readonly<Record<Exclude<CommandName, SaveCommandName>, CommandHandler>> = {
  newConversation: { run: openNewConversation },
  settings: { run: () => openSettings() },
  find: { run: openFind, isEnabled: () => getConversation().messages.length > 0 },
  searchHistory: { run: searchHistory },
  chooseModel: { run: () => openDialog('models') },
  compare: { run: () => openDialog('compare') },
  stop: { run: stopSpeechOrRun, isEnabled: () => getSpokenAnswerId() !== null || isAnswering(getConversation()) },
  stopAll: { run: () => void stopAllRuns(), isEnabled: () => countRuns(getLiveRuns()) > 1 },
  instructions: { run: () => openDialog('instructions') },
  palette: { run: () => openDialog('palette') },
  toggleHistory: { run: toggleSidebar },
  shortcuts: { run: () => openDialog('shortcuts') },
  privacy: { run: () => openSettings('privacy') },
  report: { run: () => openDialog('report') },
  about: { run: () => openSettings('about') },
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
  return { run: () => saveOpenConversation(commands[name].saveFormat), isEnabled: () => getConversation().isSaved }
}

function saveOpenConversation(format: SaveFormat): void {
  closeDialog()
  void saveConversationToFile({ conversationId: getConversation().id, messageId: null, format })
}

function openNewConversation(): void {
  showAndFocus('[data-prompt-box]', () => {
    closeDialog()
    startNewConversation()
  })
}

function searchHistory(): void {
  showAndFocus('[data-search]', () => {
    closeDialog()
    setSidebarOpen(true)
  })
}

/** A dialog gives the focus back where it was unless somebody has it by then, so what `show` shows must be there at once. */
function showAndFocus(selector: string, show: () => void): void {
  flushSync(show)
  document.querySelector<HTMLElement>(selector)?.focus()
}

/** The voice first: it is what a person hears. */
function stopSpeechOrRun(): void {
  if (getSpokenAnswerId() !== null) return stopReading()
  void stopShownRuns()
}

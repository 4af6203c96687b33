// The style and the instructions of the open conversation: choosing and typing them, and what a new conversation begins with. Hides
// when they are saved.

import { ask } from './ask.ts'
import { findSecrets } from '../../shared/secrets.ts'
import { usualStyle, type Taker } from '../../shared/style.ts'
import type { OpenedConversation } from '../../shared/types/conversations.ts'
import type { RunRequest } from '../../shared/types/runs.ts'
import type { Setup, Style } from '../../shared/types/style.ts'
import { useTask } from './known.ts'
import { saveLater } from './save-later.ts'
import { changeSettings } from './change-settings.ts'
import { change, state, useWindow, type WindowState } from './store.ts'

const later = saveLater(async () => {
  const { conversation, setup } = state()
  await ask('history.saveSetup', { conversationId: conversation.isSaved ? conversation.id : null, setup })
})

/** Saves what waits to be saved; call it before another conversation is shown. */
export const savedSetup = later.now

function setSetup(setup: Setup): void {
  change(state().conversation.isSaved ? { setup } : { setup, newSetup: setup })
  later.soon()
}

/** A new conversation begins with the style that was chosen last. */
export function setStyle(style: Style): void {
  setSetup({ ...state().setup, style })
  void changeSettings({ style })
}

export function setInstructions(instructions: string): void {
  setSetup({ ...state().setup, instructions })
}

/** What the conversation that does not exist yet begins with. */
export function setupOfNew({ newSetup, settings }: Pick<WindowState, 'newSetup' | 'settings'>): Setup {
  return newSetup ?? { style: settings.style, instructions: settings.instructions }
}

/** One from before there were styles had the usual one, and no instructions. */
export function setupOf({ setup }: OpenedConversation): Setup {
  return setup ?? { style: usualStyle, instructions: '' }
}

/** What goes along with a run. */
export function sentSetup(): Pick<RunRequest, 'setup' | 'sendsSecretInstructions'> {
  const { setup, letThrough } = state()
  return { setup, sendsSecretInstructions: setup.instructions === letThrough }
}

/** Whether the instructions hold what looks like a secret, and nobody has said that they go all the same. */
export function areHeldBack({ setup, letThrough }: Pick<WindowState, 'setup' | 'letThrough'>): boolean {
  return setup.instructions !== letThrough && findSecrets(setup.instructions).length > 0
}

/** What the chosen model takes. */
export function useTaker(): Taker {
  const model = useWindow((now) => now.model)
  const thinks = useWindow((now) => now.model !== null && now.thinkingModels.includes(now.model))
  return { task: useTask(model) ?? 'chat', thinks }
}

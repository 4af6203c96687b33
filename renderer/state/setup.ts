// The style and the instructions of the open conversation: choosing and typing them, and what a new conversation begins with. Hides
// when they are saved.

import { callMainWithToast } from './call-with-toast.ts'
import { defaultTask } from '../../shared/tasks.ts'
import { findSecrets } from '../../shared/secrets.ts'
import { defaultStyle, type ModelCapabilities } from '../../shared/style.ts'
import type { OpenedConversation } from '../../shared/types/conversations.ts'
import type { RunRequest } from '../../shared/types/runs.ts'
import type { Setup, Style } from '../../shared/types/style.ts'
import { useModelTask } from './model-details.ts'
import { createThrottledSaver } from './throttled-saver.ts'
import { changeSettings } from './change-settings.ts'
import { setState, getState, useStore, type AppState } from './store.ts'

const setupSaver = createThrottledSaver(async () => {
  const { conversation, setup } = getState()
  await callMainWithToast('history.saveSetup', { conversationId: conversation.isSaved ? conversation.id : null, setup })
})

/** Saves what waits to be saved; call it before another conversation is shown. */
export const flushSetup = setupSaver.flush

function updateSetup(setup: Setup): void {
  setState(getState().conversation.isSaved ? { setup } : { setup, newSetup: setup })
  setupSaver.schedule()
}

/** A new conversation begins with the style that was chosen last. */
export function setStyle(style: Style): void {
  updateSetup({ ...getState().setup, style })
  void changeSettings({ style })
}

export function setInstructions(instructions: string): void {
  updateSetup({ ...getState().setup, instructions })
}

/** What the conversation that does not exist yet begins with. */
export function getNewSetup({ newSetup, settings }: Pick<AppState, 'newSetup' | 'settings'>): Setup {
  return newSetup ?? { style: settings.style, instructions: settings.instructions }
}

/** One from before there were styles had the usual one, and no instructions. */
export function getSetup({ setup }: OpenedConversation): Setup {
  return setup ?? { style: defaultStyle, instructions: '' }
}

/** What goes along with a run. */
export function getSetupForRun(): Pick<RunRequest, 'setup' | 'allowSecretInstructions'> {
  const { setup, approvedInstructions } = getState()
  return { setup, allowSecretInstructions: setup.instructions === approvedInstructions }
}

/** Whether the instructions hold what looks like a secret, and nobody has said that they go all the same. */
export function needsSecretReview({ setup, approvedInstructions }: Pick<AppState, 'setup' | 'approvedInstructions'>): boolean {
  return setup.instructions !== approvedInstructions && findSecrets(setup.instructions).length > 0
}

/** What the chosen model takes. */
export function useModelCapabilities(): ModelCapabilities {
  const model = useStore((current) => current.model)
  const thinks = useStore((current) => current.model !== null && current.thinkingModels.includes(current.model))
  return { task: useModelTask(model) ?? defaultTask, thinks }
}

// The instructions that a new conversation begins with. Hides that they are saved while they are typed.

import { callMainWithToast } from './call-with-toast.ts'
import { setInstructions } from './setup.ts'
import { createThrottledSaver } from './throttled-saver.ts'
import { setState, getState } from './store.ts'

const debouncedSave = createThrottledSaver(() => callMainWithToast('settings.save', getState().settings))

/** Saves what waits to be saved. */
export const flushInstructions = debouncedSave.flush

/** A conversation that does not exist yet has them at once, unless it was given its own. */
export function setDefaultInstructions(instructions: string): void {
  const { settings, conversation, setup } = getState()
  setState({ settings: { ...settings, instructions } })
  if (!conversation.isSaved && setup.instructions === settings.instructions) setInstructions(instructions)
  debouncedSave.schedule()
}

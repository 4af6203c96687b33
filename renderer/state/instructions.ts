// The instructions that a new conversation begins with. Hides that they are saved while they are typed.

import { ask } from './ask.ts'
import { setInstructions } from './setup.ts'
import { saveLater } from './save-later.ts'
import { change, state } from './store.ts'

const later = saveLater(() => ask('settings.save', state().settings))

/** Saves what waits to be saved. */
export const savedInstructions = later.now

/** A conversation that does not exist yet has them at once, unless it was given its own. */
export function setDefaultInstructions(instructions: string): void {
  const { settings, conversation, setup } = state()
  change({ settings: { ...settings, instructions } })
  if (!conversation.isSaved && setup.instructions === settings.instructions) setInstructions(instructions)
  later.soon()
}

// The style and the instructions of the open conversation. They are part of its composer record.

import { useMemo } from 'react'
import { findSecrets } from '../../shared/secrets.ts'
import type { ModelCapabilities } from '../../shared/style.ts'
import { defaultTask } from '../../shared/tasks.ts'
import type { RunRequest } from '../../shared/types/runs.ts'
import type { Setup, Style } from '../../shared/types/style.ts'
import { changeSetup, getApprovedInstructions, getSetup, useComposer } from './composer.ts'
import { getConversation } from './conversation.ts'
import { useModels, useModelTask } from './models.ts'
import { changeSettings, getSettings, typeDefaultInstructions, useSettings } from './settings.ts'

export function useSetup(): Setup {
  const setup = useComposer((record) => record.setup)
  const style = useSettings((settings) => settings.style)
  const instructions = useSettings((settings) => settings.instructions)
  return useMemo(() => setup ?? { style, instructions }, [setup, style, instructions])
}

/** The style that was chosen last is also that of the next new conversation. */
export function setStyle(style: Style): void {
  changeSetup({ style })
  void changeSettings({ style })
}

export function setInstructions(instructions: string): void {
  changeSetup({ instructions })
}

/** Changes the instructions of new conversations: also of the one that is open, unless it has its own. */
export function setDefaultInstructions(instructions: string): void {
  const isFollowing = !getConversation().isSaved && getSetup().instructions === getSettings().instructions
  typeDefaultInstructions(instructions)
  if (isFollowing) setInstructions(instructions)
}

/** The part of a run's request that is about style and instructions. */
export function getSetupForRun(): Pick<RunRequest, 'setup' | 'allowSecretInstructions'> {
  const setup = getSetup()
  return { setup, allowSecretInstructions: setup.instructions === getApprovedInstructions() }
}

/** Whether the instructions seem to hold a secret that the person has not yet decided to send. */
export function needsSecretReview(): boolean {
  const { instructions } = getSetup()
  return instructions !== getApprovedInstructions() && findSecrets(instructions).length > 0
}

/** The capabilities of the chosen model. */
export function useModelCapabilities(): ModelCapabilities {
  const model = useComposer((record) => record.model)
  const thinks = useModels(({ thinkingModels }) => model !== null && thinkingModels.includes(model))
  return { task: useModelTask(model) ?? defaultTask, thinks }
}

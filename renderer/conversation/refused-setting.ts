// What of a style a provider has refused, as far as its words tell. Pure.

import { findMentionedSetting, toSentSettings, mentionsInstructions } from '../../shared/style.ts'
import type { Answer } from '../../shared/types/messages.ts'
import type { SettingName } from '../../shared/types/style.ts'

/** Whether the answer was refused, and its style may be why. */
export function mayBeStyleRefusal({ outcome, style }: Answer): boolean {
  return style !== null && outcome.kind === 'failed' && outcome.failure.code === 'request-refused'
}

/** The setting that was sent and is named in the refusal; null when none is. */
export function findRefusedSetting(answer: Answer): SettingName | null {
  const { outcome, style, task } = answer
  if (!mayBeStyleRefusal(answer) || style === null || outcome.kind !== 'failed') return null
  const setting = findMentionedSetting(outcome.failure.detail ?? '')
  return setting !== null && setting in toSentSettings(style, { task, thinks: true }) ? setting : null
}

/** Whether the refusal speaks of the instructions: some models' templates have no place for them. */
export function areInstructionsRefused({ outcome }: Answer): boolean {
  return outcome.kind === 'failed' && outcome.failure.code === 'request-refused' && mentionsInstructions(outcome.failure.detail ?? '')
}

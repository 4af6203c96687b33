// Sends a prompt and sees its answer to the end. Hides how that shows on the page, and that a cut answer must not pass for a whole one.

import type { Page } from '@playwright/test'
import { submitPrompt } from '../app-actions.ts'
import { waitForNextPaint } from './paint-times.ts'

export const latestMessage = 'article:last-of-type'

/** The least of an answer's characters that is left when the signs of its markdown are taken away. */
const minShownRatio = 0.7

/**
 * When the end of the answer was painted, in milliseconds since 1970. Fails when less is on the page than the answer should have.
 * @param length characters of the answer that the prompt asks for
 */
export async function waitForWholeAnswer(chat: Page, prompt: string, length: number): Promise<number> {
  const painted = waitForNextPaint(chat, `${latestMessage} [aria-busy="false"]`, '')
  const [paintedAt] = await Promise.all([painted, submitPrompt(chat, prompt)])
  const shownLength = (await chat.locator(latestMessage).textContent())?.length ?? 0
  if (shownLength < length * minShownRatio) throw new Error(`Of ${length} characters ${shownLength} are on the page`)
  return paintedAt
}

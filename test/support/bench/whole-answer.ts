// Sends a prompt and sees its answer to the end. Hides how that shows on the page, and that a cut answer must not pass for a whole one.

import type { Page } from '@playwright/test'
import { startSending } from '../session.ts'
import { nextPaint } from './painted.ts'

export const newestMessage = 'article:last-of-type'

/** The least of an answer's characters that is left when the signs of its markdown are taken away. */
const leastShown = 0.7

/**
 * When the end of the answer was painted, in milliseconds since 1970. Fails when less is on the page than the answer should have.
 * @param length characters of the answer that the prompt asks for
 */
export async function seeWholeAnswer(chat: Page, prompt: string, length: number): Promise<number> {
  const seen = nextPaint(chat, `${newestMessage} [aria-busy="false"]`, '')
  const [seenAt] = await Promise.all([seen, startSending(chat, prompt)])
  const shown = (await chat.locator(newestMessage).textContent())?.length ?? 0
  if (shown < length * leastShown) throw new Error(`Of ${length} characters ${shown} are on the page`)
  return seenAt
}

// Sends a prompt and waits for the end of its answer. Hides how the end is detected, and checks that the answer is complete.

import type { ChatPage } from '../../pages/chat-page.ts'
import { waitForNextPaint } from './page-metrics.ts'

export const latestMessage = 'article:last-of-type'

/** The minimum share of an answer's characters that remains without markdown syntax. */
const minShownRatio = 0.7

/**
 * Returns when the end of the answer was painted, in milliseconds since 1970. Rejects when the page shows less than the whole answer.
 * @param length characters of the expected answer
 */
export async function waitForWholeAnswer(chat: ChatPage, prompt: string, length: number): Promise<number> {
  const painted = waitForNextPaint(chat.page, `${latestMessage} [aria-busy="false"]`, '')
  const [paintedAt] = await Promise.all([painted, chat.submit(prompt)])
  const shownLength = (await chat.page.locator(latestMessage).textContent())?.length ?? 0
  if (shownLength < length * minShownRatio) throw new Error(`The page shows ${shownLength} of ${length} characters`)
  return paintedAt
}

// A failed answer as it stands on screen: waits for it, reads it, and finds what must never be seen there. Hides how the card and the
// waits before it are found.

import { expect, type Locator, type Page } from '@playwright/test'
import { failureTraits, failureCodes, isRetryable, type FailureCode } from '../../shared/failures.ts'
import { en } from '../../shared/words/en/en.ts'
import { waitUntil } from './wait-until.ts'

/** What no person should meet outside the fold: codes of ours, of Node and Chromium, statuses, stacks, JSON and pages. */
const rawPatterns: readonly RegExp[] = [
  new RegExp(`\\b(${failureCodes.filter((code) => code.includes('-')).join('|')})\\b`),
  /\b(net::|ERR_|ECONN|ENOTFOUND|EAI_|UND_ERR|CERT_|HPE_)/,
  /\b[1-5]\d\d\b/,
  /\n\s+at |Error:|node:|file:\/\/|node_modules|\bundefined\b|\bnull\b|\bNaN\b|\[object/,
  /[{}]|"error"|<[a-z!/]/i,
]

/** Those that were found, as text. */
export function findRawDetails(text: string): readonly string[] {
  return rawPatterns.flatMap((pattern) => pattern.exec(text)?.[0] ?? [])
}

/** Waits until the newest answer has ended, without the waits before it is sent again. The answer's article. */
export async function waitForEndedAnswer(chat: Page): Promise<Locator> {
  const answer = chat.getByRole('article').last()
  const tryNow = answer.getByRole('button', { name: en.chat.tryNow })
  await waitUntil(
    'the answer to end',
    async () => {
      // It may go between the look and the click.
      if (await tryNow.isVisible()) await tryNow.click({ timeout: 500 }).catch(() => undefined)
      return (await answer.locator('[aria-busy="false"]').count()) === 1 ? true : null
    },
    60_000,
  )
  return answer
}

/** Every sentence that a failure of this code may say. */
export function listSentences(code: FailureCode): readonly string[] {
  const { offlineKept, wasOffline, longWait_other: longWaitTemplate } = en.failure
  if (code === 'offline') return [offlineKept, wasOffline]
  return isRetryable(code) ? [en.failures[code], longWaitTemplate.replace('{{count}}', '24')] : [en.failures[code]]
}

/** The button that must be there; null where nothing can be done. */
export function getActionButton(card: Locator, code: FailureCode, isPartial: boolean): Locator | null {
  const action = failureTraits[code].action
  if (action === 'none') return null
  if (action === 'choose-model') return card.getByRole('button', { name: /^Use / }).first()
  // More of an answer that grew too large would only be larger.
  const canContinue = isPartial && code !== 'answer-too-large'
  if (action === 'retry') return card.getByRole('button', { name: canContinue ? en.chat.continue : retryOrWaitPattern })
  return card.getByRole('button', { name: en.failure[action], exact: true })
}

const retryOrWaitPattern = new RegExp(`^(${en.failure.retry}|${en.failure.sendIn.replace('{{wait}}', '.+')})$`)

export async function expectSentence(card: Locator, code: FailureCode, isPartial: boolean): Promise<void> {
  const shownSentence = (await card.getByRole('paragraph').first().innerText()).trim()
  expect(listSentences(code).map((sentence) => (isPartial ? `${sentence} ${en.chat.partial}` : sentence))).toContain(shownSentence)
}

// The page that shows one answer with the built component and nothing else (test/support/answer-page), under the window's policy.

import type { Locator, Page } from '@playwright/test'
import '../support/answer-page/contract.ts'
import type { BuiltPage } from '../support/page/built-page.ts'

export class AnswerPage {
  readonly page: Page
  /** A blank page without the policy. */
  readonly blank: Page

  constructor({ page, blank }: BuiltPage) {
    this.page = page
    this.blank = blank
  }

  get answer(): Locator {
    return this.page.locator('#answer')
  }

  /** Shows the text as one answer that has grown from nothing by way of these lengths. Returns its HTML. */
  show(text: string, lengths: readonly number[] = []): Promise<string> {
    return this.page.evaluate(([whole, steps]) => window.answerPage.show(whole, steps), [text, lengths] as const)
  }

  /** Continues the answer that is shown. */
  growTo(text: string): Promise<void> {
    return this.page.evaluate((whole) => window.answerPage.growTo(whole), text)
  }

  /** The texts that Find searches, as they are read off the page. */
  readSegments(): Promise<readonly string[]> {
    return this.page.evaluate(() => window.answerPage.textSegments())
  }

  /** The matches of a folded query, as the page's own text. */
  find(query: string): Promise<readonly string[]> {
    return this.page.evaluate((folded) => window.answerPage.findText(folded), query)
  }
}

// What every page object has: the page it works on now, and buttons by name.

import type { Locator, Page } from '@playwright/test'

/** A window whose page changes when the app is restarted, or when the page is loaded again after a crash. */
export interface CurrentPage {
  readonly page: Page
}

export abstract class PagePart {
  readonly #window: CurrentPage

  constructor(window: CurrentPage) {
    this.#window = window
  }

  get page(): Page {
    return this.#window.page
  }

  /** A button by its whole name. */
  button(name: string | RegExp, within: Page | Locator = this.page): Locator {
    return within.getByRole('button', { name, exact: true })
  }
}

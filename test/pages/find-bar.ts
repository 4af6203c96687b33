// The bar that finds text in the open conversation.

import { expect, type Locator } from '@playwright/test'
import { en } from '../../shared/words/en/en.ts'
import { getCommandKey } from '../support/command-accelerators.ts'
import { PagePart } from './page-part.ts'

export class FindBar extends PagePart {
  get bar(): Locator {
    return this.page.getByRole('search')
  }

  get field(): Locator {
    return this.bar.getByRole('searchbox', { name: en.find.label })
  }

  /** Says which of how many matches is shown. */
  get status(): Locator {
    return this.bar.getByRole('status')
  }

  /** Opens the bar and searches for the whole query at once: each typed letter would start a search of its own. */
  async search(query: string): Promise<void> {
    await this.page.keyboard.press(getCommandKey('find'))
    await expect(this.field).toBeFocused()
    await this.field.fill(query)
  }

  /** Waits for the status. A search reads the whole conversation, which takes long on a busy machine. */
  async expectStatus(status: string | RegExp): Promise<void> {
    await expect(this.status).toHaveText(status, { timeout: 30_000 })
  }
}

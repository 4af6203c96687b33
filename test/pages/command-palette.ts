// The palette that finds commands, models and conversations by name.

import { expect, type Locator } from '@playwright/test'
import { en } from '../../shared/words/en/en.ts'
import { getCommandKey } from '../support/command-accelerators.ts'
import { PagePart } from './page-part.ts'

export class CommandPalette extends PagePart {
  get search(): Locator {
    return this.page.getByRole('combobox', { name: en.palette.search })
  }

  get options(): Locator {
    return this.page.getByRole('option')
  }

  async open(): Promise<void> {
    await this.page.keyboard.press(getCommandKey('palette'))
    await expect(this.search).toBeFocused()
  }

  /** Opens the palette, searches, and takes the first result. */
  async run(query: string): Promise<void> {
    await this.open()
    await this.page.keyboard.insertText(query)
    await expect(this.options.first()).toHaveAttribute('aria-selected', 'true')
    await this.page.keyboard.press('Enter')
  }
}

// The settings and their pages.

import { expect, type Locator } from '@playwright/test'
import { en } from '../../shared/words/en/en.ts'
import { getCommandKey } from '../support/command-accelerators.ts'
import { PagePart } from './page-part.ts'

export class Settings extends PagePart {
  /** The page that is shown. */
  get panel(): Locator {
    return this.page.getByRole('tabpanel')
  }

  tab(name: string): Locator {
    return this.page.getByRole('tab', { name })
  }

  /** Opens the settings at a page, by the words of its tab. */
  async open(page: string = en.settings.key): Promise<void> {
    await this.page.keyboard.press(getCommandKey('settings'))
    await this.tab(page).click()
  }

  async close(): Promise<void> {
    await this.page.getByRole('button', { name: en.settings.close }).click()
    await expect(this.page.getByRole('dialog')).toHaveCount(0)
  }
}

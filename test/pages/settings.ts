// The settings and their pages.

import { expect, type Locator } from '@playwright/test'
import { en } from '../../shared/words/en/en.ts'
import { getCommandKey } from '../support/command-accelerators.ts'
import { BackupSettings } from './backup-settings.ts'
import { PagePart, type CurrentPage } from './page-part.ts'
import { ServerSettings } from './server-settings.ts'

export class Settings extends PagePart {
  readonly backups: BackupSettings
  readonly servers: ServerSettings

  constructor(window: CurrentPage) {
    super(window)
    this.backups = new BackupSettings(window)
    this.servers = new ServerSettings(window)
  }

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

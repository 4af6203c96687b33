// The page of the settings that lists the backups of the history.

import { expect, type Locator } from '@playwright/test'
import { en } from '../../shared/words/en/en.ts'
import { toPattern } from '../support/words.ts'
import { PagePart } from './page-part.ts'

export class BackupSettings extends PagePart {
  get items(): Locator {
    return this.page.getByRole('list', { name: en.backups.title }).getByRole('listitem')
  }

  /** The buttons that restore a backup, newest backup first. */
  get restoreButtons(): Locator {
    return this.page.getByRole('button', { name: toPattern(en.backups.restoreLabel) })
  }

  /** Confirms the open question with one of its buttons, and waits until it has closed. */
  async confirm(label: string): Promise<void> {
    const question = this.page.getByRole('alertdialog')
    await question.getByRole('button', { name: label }).click()
    await expect(question).toHaveCount(0)
  }
}

// The page of the settings that lists the servers added by hand.

import { expect, type Locator } from '@playwright/test'
import { en } from '../../shared/words/en/en.ts'
import { PagePart } from './page-part.ts'

export class ServerSettings extends PagePart {
  get items(): Locator {
    return this.page.getByRole('tabpanel').getByRole('listitem')
  }

  get nameField(): Locator {
    return this.page.getByLabel(en.servers.name, { exact: true })
  }

  get addressField(): Locator {
    return this.page.getByLabel(en.servers.address, { exact: true })
  }

  /** Fills the open form and presses its button. */
  async fillForm(name: string, address: string, submitLabel: string = en.servers.connect): Promise<void> {
    await this.nameField.fill(name)
    await this.addressField.fill(address)
    await this.button(submitLabel).click()
  }

  /** Opens the form for a new server and sends it. */
  async add(name: string, address: string): Promise<void> {
    await this.button(en.servers.add).click()
    await this.fillForm(name, address)
  }

  /** Removes the first server of the list. */
  async removeFirst(): Promise<void> {
    await this.button(en.servers.remove).first().click()
    await this.button(en.servers.removeConfirm).click()
    await expect(this.page.getByRole('alertdialog')).toHaveCount(0)
  }
}

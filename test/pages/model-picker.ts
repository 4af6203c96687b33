// The dialog in which a model is chosen. It is opened with the keyboard, so that nothing depends on where the pointer rests.

import { expect, type Locator } from '@playwright/test'
import { en } from '../../shared/words/en/en.ts'
import { getCommandKey } from '../support/command-accelerators.ts'
import { PagePart } from './page-part.ts'
import { PromptBox } from './prompt-box.ts'

export class ModelPicker extends PagePart {
  get search(): Locator {
    return this.page.getByRole('combobox', { name: en.models.search })
  }

  get grid(): Locator {
    return this.page.getByRole('grid')
  }

  get rows(): Locator {
    return this.grid.getByRole('row')
  }

  get firstCell(): Locator {
    return this.grid.getByRole('gridcell').first()
  }

  /** Fetches a newer list. */
  get refreshButton(): Locator {
    return this.page.getByRole('button', { name: en.models.refresh })
  }

  async open(): Promise<void> {
    await this.page.keyboard.press(getCommandKey('chooseModel'))
    await expect(this.search).toBeFocused()
  }

  async close(): Promise<void> {
    await this.page.keyboard.press('Escape')
    await expect(this.grid).toHaveCount(0)
  }

  /** Takes the first model that the query finds, in the open picker. `maker/name` waits for that very model. */
  async take(query: string): Promise<void> {
    await this.search.fill(query)
    if (query.includes('/')) await expect(this.firstCell).toContainText(query.replace(/^.*\//, ''))
    await this.page.keyboard.press('Enter')
    await expect(this.page.getByRole('dialog')).toHaveCount(0)
  }

  async choose(query: string): Promise<void> {
    await this.open()
    await this.take(query)
  }

  /** Chooses the model unless it is the chosen one: a new conversation starts with the model that was used last. */
  async ensureChosen(model: string): Promise<void> {
    const chosen = new PromptBox(this).chosenModel(model)
    if (await chosen.isVisible()) return
    await this.choose(model)
    await expect(chosen).toBeVisible()
  }
}

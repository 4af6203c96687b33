// The list of conversations with its search.

import { expect, type Locator } from '@playwright/test'
import { fillPlaceholders } from '../../shared/fill-placeholders.ts'
import { en } from '../../shared/words/en/en.ts'
import { PagePart } from './page-part.ts'

export class Sidebar extends PagePart {
  get list(): Locator {
    return this.page.getByRole('navigation')
  }

  get search(): Locator {
    return this.page.getByRole('searchbox', { name: en.history.search })
  }

  /** The words of the search in what it found. */
  get highlights(): Locator {
    return this.page.locator('mark')
  }

  get rows(): Locator {
    return this.page.locator('[data-row]')
  }

  row(title: string): Locator {
    return this.list.getByRole('button', { name: title, exact: true })
  }

  get currentRow(): Locator {
    return this.page.locator('[data-row][aria-current="page"]')
  }

  get undoButton(): Locator {
    return this.page.getByRole('button', { name: en.history.undo })
  }

  /** Opens a conversation and waits until it is the open one: what is typed before belongs to the one before. */
  async open(title: string): Promise<void> {
    await this.row(title).click()
    await expect(this.row(title)).toHaveAttribute('aria-current', 'page')
  }

  /** Opens the menu of a conversation and chooses an item. */
  async chooseAction(title: string, item: string): Promise<void> {
    await this.row(title).hover()
    await this.button(fillPlaceholders(en.history.more, { title })).click()
    await this.page.getByRole('menuitem', { name: item }).click()
  }
}

// Answers of several models side by side, and the choice of those models.

import { expect, type Locator } from '@playwright/test'
import { fillPlaceholders } from '../../shared/fill-placeholders.ts'
import { en } from '../../shared/words/en/en.ts'
import { CommandPalette } from './command-palette.ts'
import { ModelPicker } from './model-picker.ts'
import { PagePart } from './page-part.ts'

export class Comparison extends PagePart {
  /** The answers, from left to right. */
  get columns(): Locator {
    return this.page.getByRole('article', { name: en.compare.answers }).getByRole('article')
  }

  /** The answer of one model. */
  column(model: string): Locator {
    return this.page.getByRole('article', { name: fillPlaceholders(en.chat.answerFrom, { model }), exact: true })
  }

  /** The button that continues the conversation with one answer. */
  pickButton(within: Locator): Locator {
    return within.getByRole('button', { name: new RegExp(`^${en.compare.pick}`) })
  }

  /** The models that the next prompt will go to. */
  get chosenModels(): Locator {
    return this.page.getByRole('list', { name: en.compare.list })
  }

  /** Chooses exactly these models with the keyboard alone, starting from the palette. The model in use counts as one. */
  async choose(models: readonly string[]): Promise<void> {
    const picker = new ModelPicker(this)
    await new CommandPalette(this).run(en.system.commands.compare)
    await expect(picker.search).toBeFocused()
    const chosen = this.page.getByText(/ chosen: /)
    const modelInUse = (await chosen.textContent()) ?? ''
    for (const model of models) {
      if (modelInUse.includes(toShortName(model))) continue
      await picker.search.fill(model)
      await expect(picker.firstCell).toContainText(toShortName(model))
      await this.page.keyboard.press('Enter')
      await expect(chosen).toContainText(toShortName(model))
    }
    await this.page.keyboard.press('ControlOrMeta+Enter')
    await expect(picker.search).toHaveCount(0)
    await expect(this.chosenModels.getByRole('listitem')).toHaveCount(models.length)
  }

  /** Waits until that many answers stand side by side and none is running. */
  async waitForAnswersEnd(count: number): Promise<void> {
    await expect(this.columns).toHaveCount(count)
    await expect(this.columns.locator('[aria-busy="false"]')).toHaveCount(count)
  }
}

/** `maker/name` without its maker. */
function toShortName(model: string): string {
  return model.replace(/^.*\//, '')
}

// The prompt box with the attachments and the model beside it.

import { expect, type Locator } from '@playwright/test'
import { en } from '../../shared/words/en/en.ts'
import { fillPlaceholders } from '../../shared/fill-placeholders.ts'
import { dispatchFile, pasteText, writeInputFiles, type InputFile } from '../support/file-input.ts'
import { toPattern } from '../support/words.ts'
import { PagePart } from './page-part.ts'

export class PromptBox extends PagePart {
  get field(): Locator {
    return this.page.getByRole('textbox', { name: en.chat.promptLabel })
  }

  get sendButton(): Locator {
    return this.page.getByRole('button', { name: en.chat.send })
  }

  /** The field for the text that a prompt such as “Summarize this text” refers to. */
  get textField(): Locator {
    return this.page.getByRole('textbox', { name: en.chat.pasteHint })
  }

  get modelButton(): Locator {
    return this.page.getByRole('button', { name: toPattern(en.chat.model) })
  }

  get styleButton(): Locator {
    return this.page.getByRole('button', { name: toPattern(en.style.chip) })
  }

  /** The model button while this model is chosen. */
  chosenModel(model: string): Locator {
    return this.button(fillPlaceholders(en.chat.model, { model }))
  }

  /** An attachment, here or in a message. */
  attachment(name: string): Locator {
    return this.page.getByRole('button', { name: fillPlaceholders(en.chat.showAttachment, { name }) })
  }

  /** The button that removes an attachment from the box. */
  removeButton(name: string): Locator {
    return this.button(fillPlaceholders(en.chat.removeAttachment, { name }))
  }

  /** The remove buttons of all attachments in the box. */
  get removeButtons(): Locator {
    // Other buttons with similar names are no part of an attachment.
    const name = new RegExp(`^(?!${en.chat.removeExcess}$|${en.secret.remove}$)`)
    return this.page.getByRole('button', { name: toPattern(en.chat.removeAttachment) }).and(this.page.getByRole('button', { name }))
  }

  /** Types the prompt and presses Enter. Returns once the box is empty again, which is when the window has taken the prompt. */
  async submit(prompt: string): Promise<void> {
    // The first model is chosen from a list that arrives after the first screen.
    await expect(this.button(en.chat.chooseModel)).toHaveCount(0)
    await this.field.fill(prompt)
    await this.field.press('Enter')
    await expect(this.field).toHaveValue('')
  }

  /** Pastes into the field. A long text becomes an attachment. */
  paste(text: string): Promise<void> {
    return pasteText(this.field, text)
  }

  /** Chooses files in the system's dialog. */
  async chooseFiles(...files: readonly InputFile[]): Promise<void> {
    await this.button(en.chat.add).click()
    // Playwright intercepts the system's dialog from the moment it is listened for.
    const chooser = this.page.waitForEvent('filechooser')
    await this.page.getByRole('menuitem', { name: en.chat.addFiles }).click()
    await (await chooser).setFiles([...writeInputFiles(files)])
  }

  /** Drops a file. Returns whether the page took it. */
  dropFile(file: InputFile): Promise<boolean> {
    return dispatchFile(this.field, 'drop', file)
  }

  /** Pastes a file, with the text that the clipboard holds beside it. Returns whether the page took the file. */
  pasteFile(file: InputFile, text?: string): Promise<boolean> {
    return dispatchFile(this.field, 'paste', file, text)
  }

  /** Removes the text and the attachments. */
  async clear(): Promise<void> {
    await this.field.fill('')
    for (const button of (await this.removeButtons.all()).toReversed()) await button.click()
  }
}

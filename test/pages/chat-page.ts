// The chat window: its parts as page objects, and what a person does across them. Hides the names of controls.

import { expect, type Locator } from '@playwright/test'
import type { CommandName } from '../../shared/commands.ts'
import { maxAttempts } from '../../shared/types/progress.ts'
import { en } from '../../shared/words/en/en.ts'
import { getCommandKey } from '../support/command-accelerators.ts'
import { chooseMenuItem, tabTo } from '../support/keyboard.ts'
import { CommandPalette } from './command-palette.ts'
import { Comparison } from './comparison.ts'
import { Conversation } from './conversation.ts'
import { FindBar } from './find-bar.ts'
import { ModelPicker } from './model-picker.ts'
import { PagePart, type CurrentPage } from './page-part.ts'
import { PromptBox } from './prompt-box.ts'
import { SecretReview } from './secret-review.ts'
import { Settings } from './settings.ts'
import { Sidebar } from './sidebar.ts'

export class ChatPage extends PagePart {
  readonly comparison: Comparison
  readonly conversation: Conversation
  readonly findBar: FindBar
  readonly modelPicker: ModelPicker
  readonly palette: CommandPalette
  readonly promptBox: PromptBox
  readonly secretReview: SecretReview
  readonly settings: Settings
  readonly sidebar: Sidebar

  constructor(window: CurrentPage) {
    super(window)
    this.comparison = new Comparison(window)
    this.conversation = new Conversation(window)
    this.findBar = new FindBar(window)
    this.modelPicker = new ModelPicker(window)
    this.palette = new CommandPalette(window)
    this.promptBox = new PromptBox(window)
    this.secretReview = new SecretReview(window)
    this.settings = new Settings(window)
    this.sidebar = new Sidebar(window)
  }

  /** Sends the prompt and returns once the window has taken it. */
  submit(prompt: string): Promise<void> {
    return this.promptBox.submit(prompt)
  }

  /** Sends the prompt and waits until its answer has ended, whether it succeeded or not. */
  async send(prompt: string, timeoutMs?: number): Promise<void> {
    const before = await this.conversation.countMessages()
    await this.submit(prompt)
    await this.conversation.waitForAnswerEnd(before + 2, timeoutMs)
  }

  /** Sends a prompt that fails at every attempt, and skips the countdowns between the attempts. */
  async sendSkippingCountdowns(prompt: string): Promise<void> {
    const before = await this.conversation.countMessages()
    await this.submit(prompt)
    for (let attempt = 2; attempt <= maxAttempts; attempt += 1) {
      await expect(this.conversation.lastMessage.getByText(`(${attempt} of ${maxAttempts})`)).toBeVisible()
      await this.page.getByRole('button', { name: en.chat.tryNow }).click()
    }
    await this.conversation.waitForAnswerEnd(before + 2)
  }

  async startNewConversation(): Promise<void> {
    await this.page.getByRole('button', { name: en.history.newConversation }).click()
    await expect(this.conversation.messages).toHaveCount(0)
  }

  press(key: string): Promise<void> {
    return this.page.keyboard.press(key)
  }

  pressCommand(name: CommandName): Promise<void> {
    return this.press(getCommandKey(name))
  }

  /** Types into what has the focus, a key press for each character. */
  type(text: string): Promise<void> {
    return this.page.keyboard.type(text)
  }

  /** Inserts the text into what has the focus, in one step. */
  insertText(text: string): Promise<void> {
    return this.page.keyboard.insertText(text)
  }

  /** Leads the focus to a control with Tab, or with Shift and Tab when the control comes before the focus. */
  tabTo(target: Locator): Promise<void> {
    return tabTo(this.page, target)
  }

  /** Leads the focus to a control and presses Enter. */
  async activate(target: Locator): Promise<void> {
    await this.tabTo(target)
    await this.press('Enter')
  }

  menuItem(name: string | RegExp): Locator {
    return this.page.getByRole('menuitem', { name })
  }

  /** Walks down the open menu with the keyboard and chooses an item. */
  chooseMenuItem(name: string | RegExp): Promise<void> {
    return chooseMenuItem(this.page, name)
  }

  dialog(name?: string): Locator {
    return this.page.getByRole('dialog', name === undefined ? {} : { name })
  }

  /** A question that must be answered. */
  get alertDialog(): Locator {
    return this.page.getByRole('alertdialog')
  }

  /** Closes the open dialogs with Escape, from the top one down. */
  async closeDialogs(): Promise<void> {
    for (let left = await this.dialog().count(); left > 0; left -= 1) await this.press('Escape')
    await expect(this.dialog()).toHaveCount(0)
  }
}

// The open conversation: its messages, their menus, and the answer that is being written.

import { expect, type Locator } from '@playwright/test'
import { fillPlaceholders } from '../../shared/fill-placeholders.ts'
import { en } from '../../shared/words/en/en.ts'
import { PagePart } from './page-part.ts'

export class Conversation extends PagePart {
  /** The part of the window that scrolls. */
  get region(): Locator {
    return this.page.getByRole('region', { name: en.chat.conversation })
  }

  get messages(): Locator {
    return this.page.getByRole('article')
  }

  get lastMessage(): Locator {
    return this.messages.last()
  }

  /** Counted from 1, over the whole conversation: only some of a long one is on the page. */
  message(position: number): Locator {
    return this.page.locator(`article[aria-posinset="${position}"]`)
  }

  get prompts(): Locator {
    return this.page.getByRole('article', { name: en.chat.you })
  }

  /** A paragraph of an answer that says exactly this. */
  paragraph(text: string): Locator {
    return this.page.getByRole('main').getByRole('paragraph').getByText(text, { exact: true })
  }

  get stopButton(): Locator {
    return this.button(en.chat.stop)
  }

  /** The field in which a sent prompt is edited. */
  get editor(): Locator {
    return this.page.getByRole('textbox', { name: en.chat.editLabel })
  }

  /** What says which of several versions of a prompt is shown. */
  promptVersion(position: number, count: number): Locator {
    return this.page.getByText(fillPlaceholders(en.chat.promptPosition, { ordinal: position, count }))
  }

  answerVersion(position: number, count: number): Locator {
    return this.page.getByText(fillPlaceholders(en.chat.answerPosition, { ordinal: position, count }))
  }

  /** Opens the menu of a message and chooses an item. */
  async chooseAction(message: Locator, item: string | RegExp): Promise<void> {
    await message.getByRole('button', { name: new RegExp(`^(${en.chat.morePrompt}|${en.chat.moreAnswer})$`) }).click()
    await this.page.getByRole('menuitem', { name: item }).click()
  }

  /** Waits until the conversation is there: after a restart it comes with the first screen. */
  async countMessages(): Promise<number> {
    const newConversation = this.page.getByRole('heading', { name: en.chat.newTitle, level: 1 })
    await expect(this.lastMessage.or(newConversation).first()).toBeAttached()
    return (await this.lastMessage.count()) === 0 ? 0 : Number(await this.lastMessage.getAttribute('aria-setsize'))
  }

  /** Waits until the conversation has that many messages and the last one is an answer that is not running. */
  async waitForAnswerEnd(messages: number, timeoutMs?: number): Promise<void> {
    const last = this.page.locator(`article[aria-posinset="${messages}"][aria-setsize="${messages}"]`)
    await expect(last.locator('[aria-busy="false"]')).toBeVisible(timeoutMs === undefined ? {} : { timeout: timeoutMs })
  }
}

// The window in which a key is typed, and the ways to open it.

import { expect, type Locator, type Page } from '@playwright/test'
import { en } from '../../shared/words/en/en.ts'
import type { LaunchedApp } from '../support/launch.ts'

const words = en.keyWindow.page

export class KeyWindow {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  get field(): Locator {
    return this.page.getByLabel(words.label)
  }

  get heading(): Locator {
    return this.page.getByRole('heading')
  }

  get saveButton(): Locator {
    return this.page.getByRole('button', { name: words.save })
  }

  /** Uses the key until Parley quits; offered where there is no keychain. */
  get useOnceButton(): Locator {
    return this.page.getByRole('button', { name: words.useOnce })
  }

  /** What says why a key was not kept. */
  get alert(): Locator {
    return this.page.getByRole('alert')
  }

  /** Saves what was typed, and waits until the window has closed. */
  async save(): Promise<void> {
    await Promise.all([this.page.waitForEvent('close'), this.saveButton.click()])
  }

  /** Saves without a keychain, then takes the offer to use the key until Parley quits. */
  async saveForSession(): Promise<void> {
    await this.saveButton.click()
    await Promise.all([this.page.waitForEvent('close'), this.useOnceButton.click()])
  }

  /** Presses a key on which the window closes: it may be gone before the key press is reported as done. */
  async pressToClose(key: string): Promise<void> {
    await Promise.all([this.page.waitForEvent('close'), this.page.keyboard.press(key).catch(() => undefined)])
  }

  async cancel(): Promise<void> {
    const click = this.page.getByRole('button', { name: words.cancel }).click()
    // The window may be gone before the click is reported as done.
    await Promise.all([this.page.waitForEvent('close'), click.catch(() => undefined)])
  }
}

/** The key window that is open or opening. */
export async function waitForKeyWindow(app: LaunchedApp): Promise<KeyWindow> {
  return new KeyWindow(await app.keyWindow())
}

/** Opens the key window with the button of the first screen, or of a failure that needs a key. */
export async function openKeyWindow(app: LaunchedApp): Promise<KeyWindow> {
  const chat = await app.chatWindow()
  const openButton = chat.getByRole('button', { name: new RegExp(`^(${en.key.set}|${en.key.missingAction}|${en.failure['set-key']})$`) })
  await openButton.first().click()
  return waitForKeyWindow(app)
}

/** Sets the key from the first screen, and waits until the first screen no longer asks for one. */
export async function setKey(app: LaunchedApp, key: string): Promise<void> {
  const keyWindow = await openKeyWindow(app)
  await keyWindow.field.fill(key)
  await keyWindow.save()
  const chat = await app.chatWindow()
  await expect(chat.getByRole('button', { name: en.key.set })).toHaveCount(0)
}

/** Keeps the key that the app found in its environment, with the button of the first screen. Waits until the key was checked. */
export async function keepFoundKey(app: LaunchedApp, timeoutMs?: number): Promise<void> {
  const chat = await app.chatWindow()
  await chat.getByRole('button', { name: en.key.keepInKeychain }).click()
  await expect(chat.getByRole('heading', { name: en.chat.greeting })).toBeVisible(timeoutMs === undefined ? {} : { timeout: timeoutMs })
}

// Drives a page with the keyboard alone. Hides how the focus is led to a control.

import { expect, type Locator, type Page } from '@playwright/test'

const maxPresses = 120

/** Leads the focus to a control with Tab, or with Shift and Tab when the control comes before the focus. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeEnabled()
  const isBefore = await target.evaluate((element) => {
    const { activeElement, body } = document
    if (activeElement === null || activeElement === body) return false
    return (activeElement.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING) !== 0
  })
  for (let presses = 0; presses < maxPresses; presses += 1) {
    if (await isFocused(target)) return
    await page.keyboard.press(isBefore ? 'Shift+Tab' : 'Tab')
  }
  throw new Error(`Tab does not lead to ${target.toString()}`)
}

/** Walks down the open menu to an item, and chooses it. */
export async function chooseMenuItem(page: Page, name: string | RegExp): Promise<void> {
  const item = page.getByRole('menuitem', { name, exact: true })
  await expect(item).toBeVisible()
  for (let presses = 0; presses < maxPresses; presses += 1) {
    if (await isFocused(item)) return page.keyboard.press('Enter')
    await page.keyboard.press('ArrowDown')
  }
  throw new Error(`The menu does not lead to ${name}`)
}

function isFocused(target: Locator): Promise<boolean> {
  return target.evaluate((element) => document.activeElement === element)
}

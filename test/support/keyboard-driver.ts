// Drives the chat window by keyboard alone, and notes in its page which controls were met and which of them were done. Hides how the
// focus is led to a control, and how a control is told apart: by where it stands and by its words, whatever stands in their places.

import { expect, type Locator, type Page } from '@playwright/test'
import { en } from '../../shared/words/en/en.ts'

export interface KeyboardDriver {
  readonly press: (key: string) => Promise<void>
  readonly type: (text: string) => Promise<void>
  /** Leads the focus to a control by Tab, or by Shift and Tab where it stands before. */
  readonly tabTo: (target: Locator) => Promise<void>
  /** Reaches a control and presses Enter. */
  readonly activate: (target: Locator) => Promise<void>
  /** Walks down the menu that is open to an item, and takes it. */
  readonly chooseMenuItem: (item: string | RegExp) => Promise<void>
  readonly coverage: () => Promise<ControlCoverage>
}

/** Controls as “where › name”. */
export interface ControlCoverage {
  readonly seen: readonly string[]
  readonly used: readonly string[]
  /** How often a pointer was used. */
  readonly pointerUses: number
}

const maxPresses = 120

export async function createKeyboardDriver(chat: Page): Promise<KeyboardDriver> {
  await chat.evaluate(recordControls)
  const press = (key: string) => chat.keyboard.press(key)
  async function tabTo(target: Locator): Promise<void> {
    await expect(target).toBeEnabled()
    const isBefore = await target.evaluate((element) => {
      const { activeElement, body } = document
      if (activeElement === null || activeElement === body) return false
      return (activeElement.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING) !== 0
    })
    for (let presses = 0; presses < maxPresses; presses += 1) {
      if (await target.evaluate((element) => document.activeElement === element)) return
      await press(isBefore ? 'Shift+Tab' : 'Tab')
    }
    throw new Error(`Tab does not lead to ${target.toString()}`)
  }
  return {
    press,
    type: (text) => chat.keyboard.insertText(text),
    tabTo,
    async activate(target) {
      await tabTo(target)
      await press('Enter')
    },
    async chooseMenuItem(item) {
      const menuItem = chat.getByRole('menuitem', { name: item, exact: true })
      await expect(menuItem).toBeVisible()
      for (let presses = 0; presses < maxPresses; presses += 1) {
        if (await menuItem.evaluate((element) => document.activeElement === element)) return press('Enter')
        await press('ArrowDown')
      }
      throw new Error(`The menu does not lead to ${item}`)
    },
    async coverage() {
      const { seen, used, pointerUses } = await chat.evaluate(() => {
        const notes: { readonly seen: Set<string>; readonly used: Set<string>; readonly pointerUses: number } = Reflect.get(window, 'notes')
        return { seen: [...notes.seen], used: [...notes.used], pointerUses: notes.pointerUses }
      })
      return { seen: toControlNames(seen), used: toControlNames(used), pointerUses }
    },
  }
}

/** Runs in the page, so that it has all it needs within itself. */
// oxlint-disable unicorn/consistent-function-scoping -- nothing around it goes along to the page
function recordControls(): void {
  const notes = { seen: new Set<string>(), used: new Set<string>(), pointerUses: 0 }
  const controls = 'button, a[href], summary, [role="menuitem"], [role="tab"], [role="radiogroup"]'
  const getLabel = (element: Element): string => {
    const labels = (element.getAttribute('aria-labelledby') ?? '').split(' ').flatMap((id) => document.getElementById(id) ?? [])
    const words = element.getAttribute('aria-label') ?? (labels.length > 0 ? labels.map((label) => label.textContent).join(' ') : null)
    return (words ?? element.textContent).trim()
  }
  const describeControl = (control: Element): string => {
    const container = control.closest('[role="menu"], [role="dialog"], [role="alertdialog"], nav, [role="listbox"]')
    // A conversation is called what it is about.
    const name = control.matches('[data-row]') ? '…' : getLabel(control)
    return JSON.stringify([container === null ? '' : getLabel(container), name, control.tagName === 'A'])
  }
  // The focus stays in a field while the keys go through what it lists.
  const getActiveDescendant = (field: Element): Element | null =>
    document.getElementById(field.getAttribute('aria-activedescendant') ?? '')?.querySelector(controls) ?? null
  const isAvailable = (control: Element): boolean =>
    control.closest('[aria-hidden="true"], [inert]') === null &&
    !control.matches(':disabled, [aria-disabled="true"]') &&
    control.checkVisibility()
  const recordAvailable = (): void => {
    for (const control of document.querySelectorAll(controls)) if (isAvailable(control)) notes.seen.add(describeControl(control))
  }
  const onKey = (event: KeyboardEvent): void => {
    recordAvailable()
    const control = event.target instanceof Element ? (event.target.closest(controls) ?? getActiveDescendant(event.target)) : null
    if (control === null || !event.isTrusted) return
    const isArrow = event.key.startsWith('Arrow')
    const isUse = control.matches('[role="radiogroup"], [role="tab"]') ? isArrow : event.key === 'Enter' || event.key === ' '
    if (isUse) notes.used.add(describeControl(control))
  }
  // A tab is turned to as soon as it has the focus.
  const onFocus = ({ target }: FocusEvent): void => {
    if (target instanceof Element && target.matches('[role="tab"]')) notes.used.add(describeControl(target))
  }
  document.addEventListener('keydown', onKey, { capture: true })
  document.addEventListener('focusin', onFocus, { capture: true })
  document.addEventListener('pointerdown', (event) => (notes.pointerUses += event.isTrusted ? 1 : 0), { capture: true })
  Object.assign(window, { notes })
}

// oxlint-enable unicorn/consistent-function-scoping

/** With the words as they stand in the words' files, so that a name is the same whatever it is about. */
function toControlNames(coverage: readonly string[]): readonly string[] {
  const names = coverage.map((each) => {
    const [container, name, isLink]: [string, string, boolean] = JSON.parse(each)
    return [container === '' ? '' : findTemplate(container), isLink ? 'link' : findTemplate(name)].filter((part) => part !== '').join(' › ')
  })
  return [...new Set(names)].toSorted()
}

interface Template {
  readonly words: string
  readonly pattern: RegExp
  /** How much of it is always the same. */
  readonly fixed: number
}

const templates: readonly Template[] = listWords(en)
  .map((words) => ({ words, pattern: toPattern(words), fixed: words.replaceAll(/\{\{.*?\}\}/g, '').length }))
  .toSorted((one, other) => other.fixed - one.fixed)

/** What is no word of Parley's, such as a title, is “…”. */
function findTemplate(name: string): string {
  const isLike = ({ words, pattern, fixed }: Template): boolean => words === name || (fixed > 3 && pattern.test(name))
  return templates.find(isLike)?.words ?? '…'
}

function toPattern(words: string): RegExp {
  const fixed = words.split(/\{\{.*?\}\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
  return new RegExp(`^${fixed.join('.*')}$`, 's')
}

function listWords(words: object): readonly string[] {
  return Object.values(words).flatMap((each: unknown) => (typeof each === 'string' ? [each] : listWords(Object(each))))
}

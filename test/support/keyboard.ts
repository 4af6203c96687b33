// Drives the chat window by keyboard alone, and notes in its page which controls were met and which of them were done. Hides how the
// focus is led to a control, and how a control is told apart: by where it stands and by its words, whatever stands in their places.

import { expect, type Locator, type Page } from '@playwright/test'
import { en } from '../../shared/words/en/en.ts'

export interface Keyboard {
  readonly press: (key: string) => Promise<void>
  readonly type: (text: string) => Promise<void>
  /** Leads the focus to a control by Tab, or by Shift and Tab where it stands before. */
  readonly reach: (target: Locator) => Promise<void>
  /** Reaches a control and presses Enter. */
  readonly enter: (target: Locator) => Promise<void>
  /** Walks down the menu that is open to an item, and takes it. */
  readonly take: (item: string | RegExp) => Promise<void>
  readonly noted: () => Promise<Noted>
}

/** Controls as “where › name”. */
export interface Noted {
  readonly met: readonly string[]
  readonly done: readonly string[]
  /** How often a pointer was used. */
  readonly pointed: number
}

const mostPresses = 120

export async function startKeyboard(chat: Page): Promise<Keyboard> {
  await chat.evaluate(noteControls)
  const press = (key: string) => chat.keyboard.press(key)
  async function reach(target: Locator): Promise<void> {
    await expect(target).toBeEnabled()
    const isBefore = await target.evaluate((element) => {
      const { activeElement, body } = document
      if (activeElement === null || activeElement === body) return false
      return (activeElement.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING) !== 0
    })
    for (let presses = 0; presses < mostPresses; presses += 1) {
      if (await target.evaluate((element) => document.activeElement === element)) return
      await press(isBefore ? 'Shift+Tab' : 'Tab')
    }
    throw new Error(`Tab does not lead to ${target.toString()}`)
  }
  return {
    press,
    type: (text) => chat.keyboard.insertText(text),
    reach,
    async enter(target) {
      await reach(target)
      await press('Enter')
    },
    async take(item) {
      const wanted = chat.getByRole('menuitem', { name: item, exact: true })
      await expect(wanted).toBeVisible()
      for (let presses = 0; presses < mostPresses; presses += 1) {
        if (await wanted.evaluate((element) => document.activeElement === element)) return press('Enter')
        await press('ArrowDown')
      }
      throw new Error(`The menu does not lead to ${item}`)
    },
    async noted() {
      const { met, done, pointed } = await chat.evaluate(() => {
        const notes: { readonly met: Set<string>; readonly done: Set<string>; readonly pointed: number } = Reflect.get(window, 'notes')
        return { met: [...notes.met], done: [...notes.done], pointed: notes.pointed }
      })
      return { met: told(met), done: told(done), pointed }
    },
  }
}

/** Runs in the page, so that it has all it needs within itself. */
// oxlint-disable unicorn/consistent-function-scoping -- nothing around it goes along to the page
function noteControls(): void {
  const notes = { met: new Set<string>(), done: new Set<string>(), pointed: 0 }
  const controls = 'button, a[href], summary, [role="menuitem"], [role="tab"], [role="radiogroup"]'
  const wordsOf = (element: Element): string => {
    const labels = (element.getAttribute('aria-labelledby') ?? '').split(' ').flatMap((id) => document.getElementById(id) ?? [])
    const words = element.getAttribute('aria-label') ?? (labels.length > 0 ? labels.map((label) => label.textContent).join(' ') : null)
    return (words ?? element.textContent).trim()
  }
  const note = (control: Element): string => {
    const place = control.closest('[role="menu"], [role="dialog"], [role="alertdialog"], nav, [role="listbox"]')
    // A conversation is called what it is about.
    const name = control.matches('[data-row]') ? '…' : wordsOf(control)
    return JSON.stringify([place === null ? '' : wordsOf(place), name, control.tagName === 'A'])
  }
  // The focus stays in a field while the keys go through what it lists.
  const meantBy = (field: Element): Element | null =>
    document.getElementById(field.getAttribute('aria-activedescendant') ?? '')?.querySelector(controls) ?? null
  const isOffered = (control: Element): boolean =>
    control.closest('[aria-hidden="true"], [inert]') === null &&
    !control.matches(':disabled, [aria-disabled="true"]') &&
    control.checkVisibility()
  const look = (): void => {
    for (const control of document.querySelectorAll(controls)) if (isOffered(control)) notes.met.add(note(control))
  }
  const onKey = (event: KeyboardEvent): void => {
    look()
    const control = event.target instanceof Element ? (event.target.closest(controls) ?? meantBy(event.target)) : null
    if (control === null || !event.isTrusted) return
    const isArrow = event.key.startsWith('Arrow')
    const isDone = control.matches('[role="radiogroup"], [role="tab"]') ? isArrow : event.key === 'Enter' || event.key === ' '
    if (isDone) notes.done.add(note(control))
  }
  // A tab is turned to as soon as it has the focus.
  const onFocus = ({ target }: FocusEvent): void => {
    if (target instanceof Element && target.matches('[role="tab"]')) notes.done.add(note(target))
  }
  document.addEventListener('keydown', onKey, { capture: true })
  document.addEventListener('focusin', onFocus, { capture: true })
  document.addEventListener('pointerdown', (event) => (notes.pointed += event.isTrusted ? 1 : 0), { capture: true })
  Object.assign(window, { notes })
}

// oxlint-enable unicorn/consistent-function-scoping

/** With the words as they stand in the words' files, so that a name is the same whatever it is about. */
function told(noted: readonly string[]): readonly string[] {
  const names = noted.map((each) => {
    const [place, name, isLink]: [string, string, boolean] = JSON.parse(each)
    return [place === '' ? '' : templateOf(place), isLink ? 'link' : templateOf(name)].filter((part) => part !== '').join(' › ')
  })
  return [...new Set(names)].toSorted()
}

interface Template {
  readonly words: string
  readonly pattern: RegExp
  /** How much of it is always the same. */
  readonly fixed: number
}

const templates: readonly Template[] = wordsIn(en)
  .map((words) => ({ words, pattern: patternOf(words), fixed: words.replaceAll(/\{\{.*?\}\}/g, '').length }))
  .toSorted((one, other) => other.fixed - one.fixed)

/** What is no word of Parley's, such as a title, is “…”. */
function templateOf(name: string): string {
  const isLike = ({ words, pattern, fixed }: Template): boolean => words === name || (fixed > 3 && pattern.test(name))
  return templates.find(isLike)?.words ?? '…'
}

function patternOf(words: string): RegExp {
  const fixed = words.split(/\{\{.*?\}\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
  return new RegExp(`^${fixed.join('.*')}$`, 's')
}

function wordsIn(words: object): readonly string[] {
  return Object.values(words).flatMap((each: unknown) => (typeof each === 'string' ? [each] : wordsIn(Object(each))))
}

// Records in the chat window's page which controls were offered and which of them were used with the keyboard. Hides how controls are
// told apart: by their container and their words, whatever stands in the placeholders.

import type { Page } from '@playwright/test'
import { en } from '../../shared/words/en/en.ts'
import { toPattern } from './words.ts'

/** Controls as “container › name”. */
export interface ControlCoverage {
  readonly seen: readonly string[]
  readonly used: readonly string[]
  /** How often a pointer was used. */
  readonly pointerUses: number
}

/** Records from now on. Does nothing when the page records already. */
export async function recordControls(page: Page): Promise<void> {
  await page.evaluate(recordControlsInPage)
}

export async function readControlCoverage(page: Page): Promise<ControlCoverage> {
  const { seen, used, pointerUses } = await page.evaluate(() => {
    const notes: { readonly seen: Set<string>; readonly used: Set<string>; readonly pointerUses: number } = Reflect.get(window, 'notes')
    return { seen: [...notes.seen], used: [...notes.used], pointerUses: notes.pointerUses }
  })
  return { seen: toControlNames(seen), used: toControlNames(used), pointerUses }
}

/** Runs in the page, so it contains everything it uses. */
// oxlint-disable unicorn/consistent-function-scoping -- functions around it do not exist in the page
function recordControlsInPage(): void {
  if ('notes' in window) return
  const notes = { seen: new Set<string>(), used: new Set<string>(), pointerUses: 0 }
  const controls = 'button, a[href], summary, [role="menuitem"], [role="tab"], [role="radiogroup"]'
  const getLabel = (element: Element): string => {
    const labels = (element.getAttribute('aria-labelledby') ?? '').split(' ').flatMap((id) => document.getElementById(id) ?? [])
    const words = element.getAttribute('aria-label') ?? (labels.length > 0 ? labels.map((label) => label.textContent).join(' ') : null)
    return (words ?? element.textContent).trim()
  }
  const describeControl = (control: Element): string => {
    const container = control.closest('[role="menu"], [role="dialog"], [role="alertdialog"], nav, [role="listbox"]')
    // The name of a conversation is its title.
    const name = control.matches('[data-row]') ? '…' : getLabel(control)
    return JSON.stringify([container === null ? '' : getLabel(container), name, control.tagName === 'A'])
  }
  // The focus stays in a field while arrow keys move through its list.
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
  // A tab is selected as soon as it has the focus.
  const onFocus = ({ target }: FocusEvent): void => {
    if (target instanceof Element && target.matches('[role="tab"]')) notes.used.add(describeControl(target))
  }
  document.addEventListener('keydown', onKey, { capture: true })
  document.addEventListener('focusin', onFocus, { capture: true })
  document.addEventListener('pointerdown', (event) => (notes.pointerUses += event.isTrusted ? 1 : 0), { capture: true })
  Object.assign(window, { notes })
}

// oxlint-enable unicorn/consistent-function-scoping

/** Names with the templates of the words' files, so that a name is the same whatever it is about. */
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
  /** The number of its characters that are always the same. */
  readonly fixed: number
}

const templates: readonly Template[] = listWords(en)
  .map((words) => ({ words, pattern: toPattern(words), fixed: words.replaceAll(/\{\{.*?\}\}/g, '').length }))
  .toSorted((one, other) => other.fixed - one.fixed)

/** “…” for a name that is not one of Parley's words, such as a title. */
function findTemplate(name: string): string {
  const isLike = ({ words, pattern, fixed }: Template): boolean => words === name || (fixed > 3 && pattern.test(name))
  return templates.find(isLike)?.words ?? '…'
}

function listWords(words: object): readonly string[] {
  return Object.values(words).flatMap((each: unknown) => (typeof each === 'string' ? [each] : listWords(Object(each))))
}

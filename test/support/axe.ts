// Looks for accessibility problems with axe. Hides how axe runs in the app's own browser and when a page can be looked at.

import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import type { LaunchedApp } from './launch.ts'

interface AxeOptions {
  /** Runs one rule instead of all. */
  readonly rule?: string
  /** Looks at this part of the page only. */
  readonly include?: string
}

/** What axe finds, as rules with the elements that break them. */
export async function findAxeViolations(page: Page, { rule, include }: AxeOptions = {}): Promise<readonly (readonly string[])[]> {
  // The script of axe is large: a page gets it once.
  const hasAxe = await page.evaluate(() => 'axe' in window)
  // Legacy mode, because the other mode opens a page of its own in the app's browser.
  let builder = new AxeBuilder({ page, ...(hasAxe ? { axeSource: ';' } : {}) }).setLegacyMode().options({ resultTypes: ['violations'] })
  if (rule !== undefined) builder = builder.withRules(rule)
  if (include !== undefined) builder = builder.include(include)
  const { violations } = await builder.analyze()
  return violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])
}

/** Fails for what axe finds in light and in dark. In dark it looks at the colours only, as nothing else differs. */
export async function expectNoAxeViolations(app: LaunchedApp, page: Page): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await app.setSystemTheme(theme)
    await waitForAnimations(page)
    const violations = await findAxeViolations(page, theme === 'light' ? {} : { rule: 'color-contrast' })
    expect(violations, theme).toEqual([])
  }
  await app.setSystemTheme('light')
}

/** Colours that are still changing would be measured halfway. */
function waitForAnimations(page: Page): Promise<unknown> {
  return page.evaluate(async () => {
    // Transitions start in the first frame that knows of the theme.
    await new Promise(requestAnimationFrame)
    await new Promise(requestAnimationFrame)
    // Inside a closed fold an animation waits until the fold is opened.
    const visible = document
      .getAnimations()
      .filter(({ effect }) => effect instanceof KeyframeEffect && effect.target?.checkVisibility() === true)
    // An animation that another one replaces is rejected.
    await Promise.allSettled(visible.map((animation) => animation.finished))
  })
}

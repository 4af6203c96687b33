// Makes every word on a page 40 % longer, as another language may, and finds what then has no room. Hides how words stay longer.

import { expect, type Page } from '@playwright/test'
import type { LaunchedApp } from '../launch.ts'

/** A small window, and the smallest that the app allows. */
export const smallWindowSizes: readonly (readonly [number, number])[] = [
  [900, 600],
  [640, 480],
]

/** Fails for text that has no room in a small window. Leaves the window at its smallest. */
export async function expectNoClippedText(app: LaunchedApp, page: Page): Promise<void> {
  for (const [width, height] of smallWindowSizes) {
    await app.resize(width, height)
    expect(await findClippedText(page), `${width}×${height}`).toEqual([])
  }
}

/** Works from the page's next load on. What is in fields stays as it is. */
export async function lengthenWords(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const lengthened = new WeakMap<Node, string>()
    const lengthen = (node: Node): void => {
      if (node instanceof Text) {
        const text = node.nodeValue ?? ''
        if (lengthened.get(node) === text) return
        const longer = text.replaceAll(/\p{L}+/gu, (word) => word + word.slice(0, Math.ceil(word.length * 0.4)))
        lengthened.set(node, longer)
        node.nodeValue = longer
      } else {
        for (const child of node.childNodes) lengthen(child)
      }
    }
    new MutationObserver((records) => {
      for (const { target, addedNodes } of records) for (const node of [target, ...addedNodes]) lengthen(node)
    }).observe(document, { childList: true, subtree: true, characterData: true })
  })
}

/** Each text that is cut off or overflows, with the reason. Text that ends in an ellipsis is fine. */
export function findClippedText(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const problems: string[] = []
    const width = document.documentElement.clientWidth
    for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
      const style = getComputedStyle(element)
      const box = element.getBoundingClientRect()
      const hasText = Array.from(element.childNodes).some((node) => node instanceof Text && node.data.trim() !== '')
      // Text for screen readers only is one pixel wide.
      if (!hasText || !element.checkVisibility({ visibilityProperty: true }) || box.width <= 1) continue
      const excerpt = element.textContent.slice(0, 60)
      // Long lines of code are scrolled to.
      if ((box.right > width + 1 || box.left < -1) && element.closest('pre') === null) problems.push(`outside the window: ${excerpt}`)
      const isClipped = style.display !== 'inline' && element.scrollWidth > element.clientWidth + 1
      if (isClipped && style.textOverflow !== 'ellipsis' && style.overflowX !== 'auto') problems.push(`wider than its box: ${excerpt}`)
    }
    return problems
  })
}

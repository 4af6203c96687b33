// Makes every word on a page 40 % longer, as another language may, and tells what then has no room. Hides how the page is kept so.

import type { Page } from '@playwright/test'

/** From the page's next load on. What stands in fields stays as it is. */
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

/** Each text that is cut off or stands out of its place, with how; text that ends in an ellipsis is meant to. */
export function findClippedText(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const problems: string[] = []
    const width = document.documentElement.clientWidth
    for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
      const style = getComputedStyle(element)
      const box = element.getBoundingClientRect()
      const hasText = Array.from(element.childNodes).some((node) => node instanceof Text && node.data.trim() !== '')
      // What only screen readers see is one pixel wide.
      if (!hasText || !element.checkVisibility({ visibilityProperty: true }) || box.width <= 1) continue
      const excerpt = element.textContent.slice(0, 60)
      // The lines of code go on to the side, where they are scrolled to.
      if ((box.right > width + 1 || box.left < -1) && element.closest('pre') === null) problems.push(`outside the window: ${excerpt}`)
      const isClipped = style.display !== 'inline' && element.scrollWidth > element.clientWidth + 1
      if (isClipped && style.textOverflow !== 'ellipsis' && style.overflowX !== 'auto') problems.push(`wider than its place: ${excerpt}`)
    }
    return problems
  })
}

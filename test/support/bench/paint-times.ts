// When something can be seen in a window, in milliseconds since 1970: the same clock in every process of one machine.

import type { Page } from '@playwright/test'

/** The first paint of the page, however long ago. */
export function waitForFirstPaint(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { promise, resolve } = Promise.withResolvers<number>()
    new PerformanceObserver((list) => {
      const [first] = list.getEntriesByName('first-paint')
      if (first !== undefined) resolve(performance.timeOrigin + first.startTime)
    }).observe({ type: 'paint', buffered: true })
    return promise
  })
}

/** The paint of a message, however long ago: the largest text that the page has shown until now must be that message's. */
export function waitForMessagePaint(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { promise, resolve } = Promise.withResolvers<number>()
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const isMessage = entry instanceof LargestContentfulPaint && entry.element?.closest('article') != null
        if (isMessage) resolve(performance.timeOrigin + entry.startTime)
      }
    }).observe({ type: 'largest-contentful-paint', buffered: true })
    return promise
  })
}

/** The paint of an element that fits the selector and holds the text. Ask before it is there. */
export function waitForNextPaint(page: Page, selector: string, text: string): Promise<number> {
  return page.evaluate(
    async ([wantedSelector, wantedText]) => {
      const element = await new Promise<Element>((resolve) => {
        const observer = new MutationObserver(() => {
          const found = document.querySelector(wantedSelector)
          if (found?.textContent.includes(wantedText) !== true) return
          observer.disconnect()
          resolve(found)
        })
        observer.observe(document, { childList: true, characterData: true, attributes: true, subtree: true })
      })
      // Tells of an element once the frame it came with is made; a frame asked for now could be the one after that.
      await new Promise<unknown>((resolve) => new IntersectionObserver(resolve).observe(element))
      return Date.now()
    },
    [selector, text] as const,
  )
}

// Measures a page from inside: when something is painted (in milliseconds since 1970, the same clock in every process), its longest
// task, and its heap.

import type { Page } from '@playwright/test'

/** When the page was first painted, also if that has already happened. */
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

/** When a message was painted, also if that has already happened. The message must be the largest text painted so far. */
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

/** When an element that matches the selector and contains the text is painted. Call it before the element exists. */
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
      // Reports the element once its own frame is rendered; requestAnimationFrame could be one frame later.
      await new Promise<unknown>((resolve) => new IntersectionObserver(resolve).observe(element))
      return Date.now()
    },
    [selector, text] as const,
  )
}

/** The longest task during the work, in milliseconds; 0 when none exceeded 50 ms, the browser's definition of a long task. */
export async function measureLongestTask(page: Page, work: () => Promise<void>): Promise<number> {
  const tasks = await page.evaluateHandle(() => {
    const durations: number[] = []
    const observer = new PerformanceObserver((list) => durations.push(...list.getEntries().map(({ duration }) => duration)))
    observer.observe({ type: 'longtask' })
    return { durations, observer }
  })
  await work()
  return tasks.evaluate(({ durations, observer }) => {
    durations.push(...observer.takeRecords().map(({ duration }) => duration))
    observer.disconnect()
    return Math.max(0, ...durations)
  })
}

/** The heap of the page's scripts in megabytes, after garbage collection. */
export async function measureHeap(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return usedSize / 1e6
}

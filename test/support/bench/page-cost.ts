// What a page costs while something is done with it: the longest task of its thread, and the heap of its scripts.

import type { Page } from '@playwright/test'

/** Milliseconds; 0 when no task took longer than the browser's measure of a long one, which is 50 ms. */
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

/** Megabytes in use, once what is no longer needed was collected. */
export async function measureHeap(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return usedSize / 1e6
}

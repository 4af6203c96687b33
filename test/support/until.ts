// Waits for something outside the browser: a process, a file. Inside a page, Playwright's own waiting is better.

import { setInterval } from 'node:timers/promises'

/** Looks every 20 ms until `look` gives something; fails with `what` after `limit` milliseconds. */
export async function until<Value>(what: string, look: () => Promise<Value | null> | Value | null, limit = 30_000): Promise<Value> {
  const end = performance.now() + limit
  const first = await look()
  if (first !== null) return first
  for await (const _ of setInterval(20)) {
    const found = await look()
    if (found !== null) return found
    if (performance.now() > end) break
  }
  throw new Error(`Waited ${limit} ms for ${what}`)
}

// Waits for something outside the browser: a process, a file. Inside a page, Playwright's own waiting is better.

import { setInterval } from 'node:timers/promises'

/** Looks every 20 ms until `look` gives something; fails with `what` after `limit` milliseconds. */
export async function waitUntil<Value>(
  description: string,
  check: () => Promise<Value | null> | Value | null,
  timeoutMs = 30_000,
): Promise<Value> {
  const deadline = performance.now() + timeoutMs
  const first = await check()
  if (first !== null) return first
  for await (const _ of setInterval(20)) {
    const found = await check()
    if (found !== null) return found
    if (performance.now() > deadline) break
  }
  throw new Error(`Waited ${timeoutMs} ms for ${description}`)
}

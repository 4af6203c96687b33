// Takes each screen in light and dark and in two sizes. Hides when a window has settled enough to be looked at.

import { mkdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Page } from '@playwright/test'
import type { LaunchedApp } from '../../test/support/launch.ts'
import { root } from '../build.ts'

const appearances = ['light', 'dark'] as const
const sizes = [
  [1280, 800],
  [900, 600],
] as const

export interface Shots {
  /** The chat window in both sizes and appearances. It is left light and large. */
  readonly takeChat: (app: LaunchedApp, name: string) => Promise<void>
  /** Another window in both appearances, in the size it has. */
  readonly takeWindow: (app: LaunchedApp, page: Page, name: string) => Promise<void>
  /** The chat window just as it is: for what may be gone in the next moment. */
  readonly takeNow: (app: LaunchedApp, name: string) => Promise<void>
  /** The files, from the repository's root, in the order they were taken. */
  readonly taken: () => readonly string[]
}

/** Empties the folder first, so that nothing in it is older than the demo. */
export function createShots(folder: string): Shots {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const taken: string[] = []
  let screens = 0

  const numbered = (name: string): string => {
    screens += 1
    return `${String(screens).padStart(2, '0')}-${name}`
  }
  const take = async (page: Page, name: string): Promise<void> => {
    const path = join(folder, `${name}.png`)
    // Playwright's own ways of stilling a page write styles into it, which the page's policy forbids.
    await page.screenshot({ path, caret: 'initial', animations: 'allow' })
    taken.push(relative(root, path).replaceAll('\\', '/'))
  }

  return {
    async takeChat(app, name) {
      const screen = numbered(name)
      const page = await app.chatWindow()
      await inAppearances(app, page, async (appearance) => {
        for (const [width, height] of sizes) {
          await app.resize(width, height)
          await settled(page)
          await take(page, `${screen}-${appearance}-${width}x${height}`)
        }
      })
      await app.resize(...sizes[0])
    },
    async takeWindow(app, page, name) {
      const screen = numbered(name)
      await inAppearances(app, page, async (appearance) => {
        await settled(page)
        await take(page, `${screen}-${appearance}`)
      })
    },
    takeNow: async (app, name) => take(await app.chatWindow(), numbered(name)),
    taken: () => taken,
  }
}

async function inAppearances(app: LaunchedApp, page: Page, work: (appearance: string) => Promise<void>): Promise<void> {
  for (const appearance of appearances) {
    await appear(app, page, appearance)
    await work(appearance)
  }
  await appear(app, page, 'light')
}

async function appear(app: LaunchedApp, page: Page, appearance: 'light' | 'dark'): Promise<void> {
  await app.setSystemTheme(appearance)
  await page.waitForFunction((isDark) => matchMedia('(prefers-color-scheme: dark)').matches === isDark, appearance === 'dark')
}

/** Waits for what moves to have arrived; what moves for as long as it is there is not waited for. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(({ playState, effect }) => playState !== 'running' || effect?.getComputedTiming().iterations === Infinity),
  )
}

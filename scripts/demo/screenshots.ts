// Takes screenshots of each screen, light and dark, in two sizes. Hides how it waits until a window has settled.

import { mkdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Page } from '@playwright/test'
import type { LaunchedApp } from '../../test/support/launch.ts'
import { root } from '../build.ts'

const themes = ['light', 'dark'] as const
const sizes = [
  [1280, 800],
  [900, 600],
] as const

export interface ScreenshotRecorder {
  /** The chat window in both sizes and themes. Leaves it light and large. */
  readonly captureChat: (app: LaunchedApp, name: string) => Promise<void>
  /** Another window in both themes, in its current size. */
  readonly captureWindow: (app: LaunchedApp, page: Page, name: string) => Promise<void>
  /** The chat window as it is now, for a state that may not last. */
  readonly captureNow: (app: LaunchedApp, name: string) => Promise<void>
  /** The files in order, relative to the repository's root. */
  readonly files: () => readonly string[]
}

/** Empties the folder first, so that it contains only screenshots of this run. */
export function createScreenshotRecorder(folder: string): ScreenshotRecorder {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const files: string[] = []
  let screens = 0

  const addNumber = (name: string): string => {
    screens += 1
    return `${String(screens).padStart(2, '0')}-${name}`
  }
  const capture = async (page: Page, name: string): Promise<void> => {
    const path = join(folder, `${name}.png`)
    // Playwright's options to stop animations and the caret inject styles, which the page's policy forbids.
    await page.screenshot({ path, caret: 'initial', animations: 'allow' })
    files.push(relative(root, path).replaceAll('\\', '/'))
  }

  return {
    async captureChat(app, name) {
      const screen = addNumber(name)
      const page = await app.chatWindow()
      await forEachTheme(app, page, async (theme) => {
        for (const [width, height] of sizes) {
          await app.resize(width, height)
          await waitForAnimations(page)
          await capture(page, `${screen}-${theme}-${width}x${height}`)
        }
      })
      await app.resize(...sizes[0])
    },
    async captureWindow(app, page, name) {
      const screen = addNumber(name)
      await forEachTheme(app, page, async (theme) => {
        await waitForAnimations(page)
        await capture(page, `${screen}-${theme}`)
      })
    },
    captureNow: async (app, name) => capture(await app.chatWindow(), addNumber(name)),
    files: () => files,
  }
}

async function forEachTheme(app: LaunchedApp, page: Page, work: (theme: string) => Promise<void>): Promise<void> {
  for (const theme of themes) {
    await setTheme(app, page, theme)
    await work(theme)
  }
  await setTheme(app, page, 'light')
}

async function setTheme(app: LaunchedApp, page: Page, theme: 'light' | 'dark'): Promise<void> {
  await app.setSystemTheme(theme)
  await page.waitForFunction((isDark) => matchMedia('(prefers-color-scheme: dark)').matches === isDark, theme === 'dark')
}

/** Waits for animations to end, except for infinite ones. */
async function waitForAnimations(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(({ playState, effect }) => playState !== 'running' || effect?.getComputedTiming().iterations === Infinity),
  )
}

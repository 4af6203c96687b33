// A page of test/support built as the app builds its own, in a browser, under the chat window's policy. Hides the build and the browser.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { chatPage } from '../../../electron/app/pages.ts'
import { startChromium } from '../../stand-ins/electron/chromium.ts'

const origin = 'https://answer.invalid'
const contentTypes: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }

export interface BuiltPage {
  readonly page: Page
  /** A blank page without the window's policy, under which no text may become a document. */
  readonly blank: Page
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** Opens the page whose index.html lies in that folder of test/support. */
export async function openBuiltPage(name: 'answer-page' | 'bench/answer-designs'): Promise<BuiltPage> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-answer-'))
  await build({
    configFile: false,
    root: join(import.meta.dirname, '..', name),
    logLevel: 'warn',
    plugins: [react()],
    css: { modules: { localsConvention: 'camelCaseOnly' } },
    worker: { format: 'es' },
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'chrome140',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 5_000,
    },
  })
  const browser = await startChromium({ kind: 'headless-shell', switches: [] })
  const connection = await chromium.connectOverCDP(browser.endpoint)
  const context = await connection.newContext()
  const page = await context.newPage()
  await page.route(`${origin}/**`, (route) => {
    const path = normalize(new URL(route.request().url()).pathname)
    const contentType = contentTypes[extname(path)]
    if (contentType === undefined) return route.abort()
    const headers = { 'content-type': contentType, 'content-security-policy': chatPage.contentSecurityPolicy }
    return route.fulfill({ headers, body: readFileSync(join(folder, path)) })
  })
  await page.goto(`${origin}/index.html`)
  const blank = await context.newPage()
  // A page behind another one gets a frame a second.
  await page.bringToFront()
  return {
    page,
    blank,
    async [Symbol.asyncDispose]() {
      await connection.close()
      browser.end()
      rmSync(folder, { recursive: true })
    },
  }
}

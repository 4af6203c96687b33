// Starts the app on the stand-in for Electron and joins the same browser with Playwright.

import { chromium, type Browser, type Page } from '@playwright/test'
import type { TappedMessage } from './ipc-main.ts'
import type { ShellCall } from './outside.ts'
import type { Ended, SecondStart, Start, Started } from '../../support/launch.ts'
import type { MainHeld } from '../../support/process/main-memory.ts'
import { processesOf } from '../../support/process/processes.ts'
import { spawnStandIn } from './app-process.ts'
import { until } from '../../support/until.ts'

export async function startOnStandIn(start: Start): Promise<Started> {
  const child = spawnStandIn(start)
  const opened = await Promise.race([child.opened, child.exited.then((ended) => failToOpen(ended, child.standardError()))])
  const join = (): Promise<Browser> => chromium.connectOverCDP(opened.endpoint, { noDefaults: true, isLocal: true })
  let browser = await join().catch(async (error: unknown) => {
    child.kill()
    throw error
  })
  let fallen: { readonly targetId: string; readonly pid: number } | null = null
  const { pid } = child
  const processes = (): ReturnType<Started['processes']> => processesOf(pid, opened.folder)
  const gone = async (): Promise<void> => {
    await until('all processes of the app to end', () => (processes().length === 0 ? true : null))
    await browser.close()
  }
  const rendererPid = (targetId: string): Promise<number> => child.ask<number>('renderer-pid', targetId)
  const chatWindow = async (): Promise<Page> => {
    if (fallen !== null) await joinAgain(fallen)
    return pageAt(browser, '/index.html')
  }

  /** Playwright takes a page that fell over for lost. To one who comes anew it is a page like any other. */
  async function joinAgain({ targetId, pid: killed }: NonNullable<typeof fallen>): Promise<void> {
    const isBack = async (): Promise<true | null> => {
      const drawnBy = await rendererPid(targetId)
      return drawnBy !== 0 && drawnBy !== killed ? true : null
    }
    await until('the app to load its page again', isBack)
    await browser.close()
    browser = await join()
    fallen = null
  }

  return {
    isStandIn: true,
    pid,
    exited: child.exited,
    testPorts: [Number(new URL(opened.endpoint).port)],
    chatWindow,
    keyWindow: () => pageAt(browser, '/key.html'),
    windows: () => pagesOf(browser).filter((page) => page.url() !== 'about:blank'),
    processes,
    rendererPidOf: async (page) => {
      const targetId = await targetOf(page)
      return until('the process that draws the page', async () => (await rendererPid(targetId)) || null)
    },
    crashChat: async () => {
      const page = await chatWindow()
      const targetId = await targetOf(page)
      const drawnBy = await until('the process that draws the page', async () => (await rendererPid(targetId)) || null)
      const crashed = page.waitForEvent('crash')
      process.kill(drawnBy, 'SIGKILL')
      await crashed
      fallen = { targetId, pid: drawnBy }
    },
    // What the stand-in keeps under each of these names.
    mainMemory: () => child.ask<MainHeld>('main-memory'),
    ipcTap: () => child.ask<readonly TappedMessage[]>('ipc-tap'),
    shellCalls: () => child.ask<readonly ShellCall[]>('shell-calls'),
    answerDialog: (answer) => child.ask<void>('dialog', answer),
    clipboardText: () => child.ask<string>('clipboard'),
    setSystemTheme: (theme) => child.ask<void>('system-theme', theme),
    resize: async (width, height) => {
      const page = await chatWindow()
      await child.ask<void>('resize', { targetId: await targetOf(page), width, height })
      await page.waitForFunction((size) => `${innerWidth}x${innerHeight}` === size, `${width}x${height}`)
    },
    secondStart: async (...extra) => {
      const second = spawnStandIn({ ...start, arguments: [...start.arguments, ...extra] })
      const ended: SecondStart = { ...(await second.exited), standardError: second.standardError() }
      return ended
    },
    standardError: child.standardError,
    kill: async () => {
      child.kill()
      await child.exited
      await gone()
    },
    close: async () => {
      child.ask<void>('quit').catch(() => undefined)
      const { code, signal } = await within('the app to quit', child.exited, () => child.kill())
      await gone()
      // An app that falls over while it quits has perhaps not saved what it should.
      if (code !== 0) throw new Error(`The app did not quit well (${signal ?? `exit status ${code}`}). It said:\n${child.standardError()}`)
    },
  }
}

function failToOpen({ code, signal }: Ended, said: string): never {
  throw new Error(`The app ended before it opened a window (${signal ?? `exit status ${code}`}). It said:\n${said}`)
}

function pagesOf(browser: Browser): readonly Page[] {
  return browser.contexts().flatMap((context) => context.pages())
}

async function pageAt(browser: Browser, path: string): Promise<Page> {
  const isThere = (page: Page): boolean => page.url() !== 'about:blank' && new URL(page.url()).pathname === path
  const page = await until(`the window of ${path}`, () => pagesOf(browser).find(isThere) ?? null)
  await page.waitForLoadState()
  return page
}

async function targetOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page)
  const { targetInfo } = await session.send('Target.getTargetInfo')
  await session.detach()
  return targetInfo.targetId
}

async function within<Value>(what: string, awaited: Promise<Value>, onLate: () => void, limit = 15_000): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    onLate()
    reject(new Error(`Waited ${limit} ms for ${what}`))
  }, limit)
  return Promise.race([awaited, promise]).finally(() => clearTimeout(timer))
}

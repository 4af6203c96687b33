// Starts the app on the stand-in for Electron and connects Playwright to the same browser.

import { chromium, type Browser, type Page } from '@playwright/test'
import type { RecordedIpcMessage } from './ipc-main.ts'
import type { ShellCall } from './desktop.ts'
import type { ExitStatus, SecondStartResult, StartOptions, StartedApp } from '../../support/launch.ts'
import type { MainMemory } from '../../support/process/main-memory.ts'
import { listProcesses } from '../../support/process/processes.ts'
import { spawnStandIn } from './app-process.ts'
import { waitUntil } from '../../support/wait-until.ts'

export async function launchOnStandIn(start: StartOptions): Promise<StartedApp> {
  const child = spawnStandIn(start)
  const opened = await Promise.race([child.opened, child.exited.then((exitStatus) => throwStartFailure(exitStatus, child.standardError()))])
  const connectBrowser = (): Promise<Browser> => chromium.connectOverCDP(opened.endpoint, { noDefaults: true, isLocal: true })
  let browser = await connectBrowser().catch(async (error: unknown) => {
    child.kill()
    throw error
  })
  let crashedPage: { readonly targetId: string; readonly pid: number } | null = null
  const { pid } = child
  const processes = (): ReturnType<StartedApp['processes']> => listProcesses(pid, opened.folder)
  const waitForExit = async (): Promise<void> => {
    await waitUntil('all processes of the app to end', () => (processes().length === 0 ? true : null))
    await browser.close()
  }
  const rendererPid = (targetId: string): Promise<number> => child.ask<number>('renderer-pid', targetId)
  const chatWindow = async (): Promise<Page> => {
    if (crashedPage !== null) await reconnect(crashedPage)
    return waitForPage(browser, '/index.html')
  }

  /** Playwright gives up on a crashed page; a new connection sees the reloaded page normally. */
  async function reconnect({ targetId, pid: killedPid }: NonNullable<typeof crashedPage>): Promise<void> {
    const isReloaded = async (): Promise<true | null> => {
      const currentPid = await rendererPid(targetId)
      return currentPid !== 0 && currentPid !== killedPid ? true : null
    }
    await waitUntil('the app to load its page again', isReloaded)
    await browser.close()
    browser = await connectBrowser()
    crashedPage = null
  }

  return {
    isStandIn: true,
    pid,
    exited: child.exited,
    testPorts: [Number(new URL(opened.endpoint).port)],
    chatWindow,
    keyWindow: () => waitForPage(browser, '/key.html'),
    windows: () => listPages(browser).filter((page) => page.url() !== 'about:blank'),
    processes,
    rendererPidOf: async (page) => {
      const targetId = await getTargetId(page)
      return waitUntil('the renderer process of the page', async () => (await rendererPid(targetId)) || null)
    },
    crashChat: async () => {
      const page = await chatWindow()
      const targetId = await getTargetId(page)
      const currentPid = await waitUntil('the renderer process of the page', async () => (await rendererPid(targetId)) || null)
      const crashed = page.waitForEvent('crash')
      process.kill(currentPid, 'SIGKILL')
      await crashed
      crashedPage = { targetId, pid: currentPid }
    },
    // The questions that the stand-in answers; see its uses of onAsk.
    mainMemory: () => child.ask<MainMemory>('main-memory'),
    recordedIpc: () => child.ask<readonly RecordedIpcMessage[]>('recorded-ipc'),
    shellCalls: () => child.ask<readonly ShellCall[]>('shell-calls'),
    answerDialog: (answer) => child.ask<void>('answer-dialog', answer),
    clipboardText: () => child.ask<string>('clipboard-text'),
    setSystemTheme: (theme) => child.ask<void>('set-system-theme', theme),
    resize: async (width, height) => {
      const page = await chatWindow()
      await child.ask<void>('resize', { targetId: await getTargetId(page), width, height })
      await page.waitForFunction((size) => `${innerWidth}x${innerHeight}` === size, `${width}x${height}`)
    },
    secondStart: async (...extra) => {
      const second = spawnStandIn({ ...start, arguments: [...start.arguments, ...extra] })
      const exitStatus: SecondStartResult = { ...(await second.exited), standardError: second.standardError() }
      return exitStatus
    },
    standardError: child.standardError,
    kill: async () => {
      child.kill()
      await child.exited
      await waitForExit()
    },
    close: async () => {
      child.ask<void>('quit').catch(() => undefined)
      const { code, signal } = await withTimeout('the app to quit', child.exited, () => child.kill())
      await waitForExit()
      // An app that crashes while quitting may have lost data.
      if (code !== 0)
        throw new Error(`The app did not quit cleanly (${signal ?? `exit status ${code}`}). Its stderr:\n${child.standardError()}`)
    },
  }
}

function throwStartFailure({ code, signal }: ExitStatus, stderrText: string): never {
  throw new Error(`The app ended before it opened a window (${signal ?? `exit status ${code}`}). Its stderr:\n${stderrText}`)
}

function listPages(browser: Browser): readonly Page[] {
  return browser.contexts().flatMap((context) => context.pages())
}

async function waitForPage(browser: Browser, path: string): Promise<Page> {
  const isLoaded = (page: Page): boolean => page.url() !== 'about:blank' && new URL(page.url()).pathname === path
  const page = await waitUntil(`the window of ${path}`, () => listPages(browser).find(isLoaded) ?? null)
  await page.waitForLoadState()
  return page
}

async function getTargetId(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page)
  const { targetInfo } = await session.send('Target.getTargetInfo')
  await session.detach()
  return targetInfo.targetId
}

async function withTimeout<Value>(
  description: string,
  promiseToWait: Promise<Value>,
  onTimeout: () => void,
  timeoutMs = 15_000,
): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    onTimeout()
    reject(new Error(`Waited ${timeoutMs} ms for ${description}`))
  }, timeoutMs)
  return Promise.race([promiseToWait, promise]).finally(() => clearTimeout(timer))
}

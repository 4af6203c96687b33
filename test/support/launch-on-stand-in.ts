// Starts the app on the stand-in for Electron and joins the same browser with Playwright.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from '@playwright/test'
import type { Answer, Opened, StandInOptions } from './electron/control.ts'
import type { TappedMessage } from './electron/ipc-main.ts'
import type { ShellCall } from './electron/outside.ts'
import type { Ended, SecondStart, Start, Started } from './launch.ts'
import { processesOf } from './processes.ts'
import { until } from './until.ts'

const hook = pathToFileURL(join(import.meta.dirname, 'electron/hook.ts')).href

export async function startOnStandIn(start: Start): Promise<Started> {
  const child = run(start)
  const opened = await Promise.race([child.opened, child.exited.then((ended) => failToOpen(ended, child.standardError()))])
  const browser = await chromium.connectOverCDP(opened.endpoint, { noDefaults: true, isLocal: true }).catch(async (error: unknown) => {
    child.kill()
    throw error
  })
  const { pid } = child
  const processes = (): ReturnType<Started['processes']> => processesOf(pid, opened.folder)
  const gone = async (): Promise<void> => {
    await until('all processes of the app to end', () => (processes().length === 0 ? true : null))
    await browser.close()
  }
  const chatWindow = (): Promise<Page> => pageAt(browser, '/index.html')

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
      return until('the process that draws the page', async () => Number(await child.ask('renderer-pid', targetId)) || null)
    },
    // What the stand-in keeps under each of these names.
    ipcTap: async () => (await child.ask('ipc-tap')) as readonly TappedMessage[],
    shellCalls: async () => (await child.ask('shell-calls')) as readonly ShellCall[],
    answerDialog: async (answer) => void (await child.ask('dialog', answer)),
    clipboardText: async () => String(await child.ask('clipboard')),
    setSystemTheme: async (theme) => void (await child.ask('system-theme', theme)),
    resize: async (width, height) => {
      const page = await chatWindow()
      await child.ask('resize', { targetId: await targetOf(page), width, height })
      await page.waitForFunction((size) => `${innerWidth}x${innerHeight}` === size, `${width}x${height}`)
    },
    secondStart: async (...extra) => {
      const second = run({ ...start, arguments: [...start.arguments, ...extra] })
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
      child.ask('quit').catch(() => undefined)
      await within('the app to quit', child.exited, () => child.kill())
      await gone()
    },
  }
}

interface Child {
  readonly pid: number
  readonly opened: Promise<Opened>
  readonly exited: Promise<Ended>
  readonly standardError: () => string
  readonly ask: (ask: string, value?: unknown) => Promise<unknown>
  readonly kill: () => void
}

function run(start: Start): Child {
  const options: StandInOptions = { show: start.show, isPackaged: start.isPackaged, tap: true }
  const child = spawn(process.execPath, ['--import', hook, start.main, ...start.arguments], {
    cwd: start.entry,
    env: { ...start.environment, STAND_IN_OPTIONS: JSON.stringify(options) },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // What the app says of itself may hold Maps and bytes.
    serialization: 'advanced',
  })
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => void (said += text))
  const opened = Promise.withResolvers<Opened>()
  const asked = new Map<number, (value: unknown) => void>()
  let count = 0
  child.on('message', (message: Opened | Answer) => {
    if ('endpoint' in message) return opened.resolve(message)
    asked.get(message.id)?.(message.value)
    asked.delete(message.id)
  })
  return {
    pid: child.pid ?? 0,
    opened: opened.promise,
    // 'close' comes when standard error has been read to its end.
    exited: once(child, 'close').then(([code, signal]) => ({ code, signal })),
    standardError: () => said,
    ask: (ask, value) =>
      new Promise((resolve, reject) => {
        const id = ++count
        asked.set(id, resolve)
        child.once('exit', () => reject(new Error(`The app ended before it answered "${ask}"`)))
        if (child.connected) child.send({ id, ask, value })
        else reject(new Error(`The app has ended, so nobody answers "${ask}"`))
      }),
    kill: () => void child.kill('SIGKILL'),
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
  const page = await until(`the window of ${path}`, () => pagesOf(browser).find(isThere) ?? null, 20_000)
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

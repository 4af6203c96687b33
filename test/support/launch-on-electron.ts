// Starts the app on real Electron through Playwright. What the stand-in keeps by itself is collected here by test/stand-ins/electron/tap.cjs,
// which Electron loads before the app.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import type { DialogAnswer, ShellCall, TappedMessage, Start, Started } from './launch.ts'
import { heldByMain } from './process/main-memory.ts'
import { processesOf } from './process/processes.ts'
import { until } from './until.ts'

const tapFile = join(import.meta.dirname, '../stand-ins/electron/tap.cjs')

/** What tap.cjs keeps, a global of the main process: nothing of this name exists here. */
declare const tap: {
  readonly messages: readonly TappedMessage[]
  readonly calls: readonly ShellCall[]
  readonly answer: (answer: DialogAnswer) => void
}

export async function startOnElectron(start: Start, executablePath: string): Promise<Started> {
  if (start.isPackaged) throw new Error('Only the stand-in can say that it is packaged; start the packaged app itself instead')
  const args = ['-r', tapFile, start.entry, ...start.arguments]
  // Electron refuses to run as root with its sandbox, and the sandbox stays on.
  const app = await _electron.launch({ executablePath, args, cwd: start.entry, env: { ...start.environment }, chromiumSandbox: true })
  const child = app.process()
  const pid = child.pid ?? 0
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => void (said += text))
  const exited = once(child, 'close').then(([code, signal]) => ({ code, signal }))
  const processes = (): ReturnType<Started['processes']> => processesOf(pid, null)
  const gone = (): Promise<true> => until('all processes of the app to end', () => (processes().length === 0 ? true : null))
  const chatWindow = (): Promise<Page> => pageAt(app, '/index.html')
  return {
    isStandIn: false,
    pid,
    exited,
    testPorts: [],
    chatWindow,
    keyWindow: () => pageAt(app, '/key.html'),
    windows: () => app.windows(),
    processes,
    rendererPidOf: async (page) => {
      const window = await app.browserWindow(page)
      return window.evaluate((one) => one.webContents.getOSProcessId())
    },
    crashChat: () => Promise.reject(new Error('Playwright gives up on a window of Electron whose page fell over')),
    mainMemory: () => app.evaluate(heldByMain),
    ipcTap: () => app.evaluate(() => tap.messages),
    shellCalls: () => app.evaluate(() => tap.calls),
    answerDialog: (answer) => app.evaluate((_main, given) => tap.answer(given), answer),
    clipboardText: () => app.evaluate(({ clipboard }) => clipboard.readText()),
    setSystemTheme: async (theme) => {
      for (const page of app.windows()) await page.emulateMedia({ colorScheme: theme })
    },
    resize: async (width, height) => {
      const page = await chatWindow()
      const window = await app.browserWindow(page)
      await window.evaluate((one, size) => one.setContentSize(size.width, size.height), { width, height })
      await page.waitForFunction((size) => `${innerWidth}x${innerHeight}` === size, `${width}x${height}`)
    },
    secondStart: async (...extra) => {
      const second = spawn(executablePath, [start.entry, ...start.arguments, ...extra], { env: { ...start.environment } })
      let standardError = ''
      second.stderr.setEncoding('utf8').on('data', (text: string) => void (standardError += text))
      const [code, signal] = await once(second, 'close')
      return { code, signal, standardError }
    },
    standardError: () => said,
    kill: async () => {
      child.kill('SIGKILL')
      await exited
      await gone()
    },
    close: async () => {
      await app.close()
      await gone()
    },
  }
}

async function pageAt(app: ElectronApplication, path: string): Promise<Page> {
  const page = await until(`the window of ${path}`, () => app.windows().find((one) => one.url().endsWith(path)) ?? null)
  await page.waitForLoadState()
  return page
}

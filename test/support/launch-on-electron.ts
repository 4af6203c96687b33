// Starts the app on real Electron through Playwright. Electron loads ipc-recorder.cjs before the app; it records what the stand-in
// records by itself.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import type { DialogAnswer, ShellCall, TappedMessage, StartOptions, StartedApp } from './launch.ts'
import { measureMainMemory } from './process/main-memory.ts'
import { listProcesses } from './process/processes.ts'
import { waitUntil } from './wait-until.ts'

const recorderFile = join(import.meta.dirname, './ipc-recorder.cjs')

/** What ipc-recorder.cjs records, a global of the main process: nothing of this name exists here. */
declare const ipcRecorder: {
  readonly messages: readonly TappedMessage[]
  readonly calls: readonly ShellCall[]
  readonly answer: (answer: DialogAnswer) => void
}

export async function launchOnElectron(start: StartOptions, executablePath: string): Promise<StartedApp> {
  if (start.isPackaged) throw new Error('Only the stand-in can say that it is packaged; start the packaged app itself instead')
  const args = ['-r', recorderFile, start.entry, ...start.arguments]
  // Electron refuses to run as root with its sandbox, and the sandbox stays on.
  const app = await _electron.launch({ executablePath, args, cwd: start.entry, env: { ...start.environment }, chromiumSandbox: true })
  const child = app.process()
  const pid = child.pid ?? 0
  let stderrText = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => void (stderrText += text))
  const exited = once(child, 'close').then(([code, signal]) => ({ code, signal }))
  const processes = (): ReturnType<StartedApp['processes']> => listProcesses(pid, null)
  const waitForExit = (): Promise<true> => waitUntil('all processes of the app to end', () => (processes().length === 0 ? true : null))
  const chatWindow = (): Promise<Page> => waitForPage(app, '/index.html')
  return {
    isStandIn: false,
    pid,
    exited,
    testPorts: [],
    chatWindow,
    keyWindow: () => waitForPage(app, '/key.html'),
    windows: () => app.windows(),
    processes,
    rendererPidOf: async (page) => {
      const window = await app.browserWindow(page)
      return window.evaluate((one) => one.webContents.getOSProcessId())
    },
    crashChat: () => Promise.reject(new Error('Playwright gives up on a window of Electron whose page fell over')),
    mainMemory: () => app.evaluate(measureMainMemory),
    recordedIpc: () => app.evaluate(() => ipcRecorder.messages),
    shellCalls: () => app.evaluate(() => ipcRecorder.calls),
    answerDialog: (answer) => app.evaluate((_main, given) => ipcRecorder.answer(given), answer),
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
    standardError: () => stderrText,
    kill: async () => {
      child.kill('SIGKILL')
      await exited
      await waitForExit()
    },
    close: async () => {
      await app.close()
      await waitForExit()
    },
  }
}

async function waitForPage(app: ElectronApplication, path: string): Promise<Page> {
  const page = await waitUntil(`the window of ${path}`, () => app.windows().find((one) => one.url().endsWith(path)) ?? null)
  await page.waitForLoadState()
  return page
}

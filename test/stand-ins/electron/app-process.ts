// Spawns an app's main process on the stand-in for Electron, and asks it questions over Node's IPC channel.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compileCacheEnvironment } from '../../support/compile-cache.ts'
import type { Answer, OpenedBrowser, StandInOptions } from './control.ts'
import type { ExitStatus, StartOptions } from '../../support/launch.ts'

const hookModule = pathToFileURL(join(import.meta.dirname, 'module-hook.ts')).href

/** The app's main process on the stand-in. */
export interface StandInProcess {
  readonly pid: number
  /** The endpoint of its browser, once that runs. */
  readonly opened: Promise<OpenedBrowser>
  readonly exited: Promise<ExitStatus>
  readonly standardError: () => string
  /** Asks the stand-in a question; see control.ts. Rejects when the app ends before it answers. */
  readonly ask: <Value>(ask: string, value?: unknown) => Promise<Value>
  readonly kill: () => void
}

/** Starts the app only; does not wait for a window. Its stderr is collected, not printed. */
export function spawnStandIn(start: StartOptions): StandInProcess {
  const { browser, isPackaged, recordIpc } = start
  const options: StandInOptions = { browser, isPackaged, recordIpc }
  // Electron only warns about unhandled rejections; Node would exit.
  const flags = ['--unhandled-rejections=warn-with-error-code', '--import', hookModule]
  const child = spawn(process.execPath, [...flags, start.main, ...start.arguments], {
    cwd: start.entry,
    env: { ...start.environment, ...compileCacheEnvironment, STAND_IN_OPTIONS: JSON.stringify(options) },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // Answers of the stand-in may hold Maps and bytes.
    serialization: 'advanced',
  })
  let stderrText = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => void (stderrText += text))
  const opened = Promise.withResolvers<OpenedBrowser>()
  const pendingQuestions = new Map<number, { readonly onReply: (value: never) => void; readonly onExit: () => void }>()
  let count = 0
  child.on('message', (message: OpenedBrowser | Answer) => {
    if ('endpoint' in message) return opened.resolve(message)
    pendingQuestions.get(message.id)?.onReply(message.value)
    pendingQuestions.delete(message.id)
  })
  child.once('exit', () => pendingQuestions.forEach(({ onExit }) => onExit()))
  return {
    pid: child.pid ?? 0,
    opened: opened.promise,
    // Unlike 'exit', 'close' comes after stderr has been read to its end.
    exited: once(child, 'close').then(([code, signal]) => ({ code, signal })),
    standardError: () => stderrText,
    ask: (ask, value) =>
      new Promise((resolve, reject) => {
        const id = ++count
        pendingQuestions.set(id, { onReply: resolve, onExit: () => reject(new Error(`The app ended before it answered "${ask}"`)) })
        if (child.connected) child.send({ id, ask, value })
        else reject(new Error(`The app has ended and cannot answer "${ask}"`))
      }),
    kill: () => void child.kill('SIGKILL'),
  }
}

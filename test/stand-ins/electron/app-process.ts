// The process of an app on the stand-in for Electron, and the line to it (Node's own IPC channel).

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
  /** Where its browser is found, once there is one. */
  readonly opened: Promise<OpenedBrowser>
  readonly exited: Promise<ExitStatus>
  readonly standardError: () => string
  /** Asks the stand-in itself: see its control.ts. Fails when the app ends before it answers. */
  readonly ask: <Value>(ask: string, value?: unknown) => Promise<Value>
  readonly kill: () => void
}

/** Starts the app and nothing else. What it writes to its error stream is kept, not shown. */
export function spawnStandIn(start: StartOptions): StandInProcess {
  const { browser, isPackaged, recordIpc } = start
  const options: StandInOptions = { browser, isPackaged, recordIpc }
  // As Electron does, unlike Node.
  const flags = ['--unhandled-rejections=warn-with-error-code', '--import', hookModule]
  const child = spawn(process.execPath, [...flags, start.main, ...start.arguments], {
    cwd: start.entry,
    env: { ...start.environment, ...compileCacheEnvironment, STAND_IN_OPTIONS: JSON.stringify(options) },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // What the app says of itself may hold Maps and bytes.
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
    // 'close' comes when standard error has been read to its end.
    exited: once(child, 'close').then(([code, signal]) => ({ code, signal })),
    standardError: () => stderrText,
    ask: (ask, value) =>
      new Promise((resolve, reject) => {
        const id = ++count
        pendingQuestions.set(id, { onReply: resolve, onExit: () => reject(new Error(`The app ended before it answered "${ask}"`)) })
        if (child.connected) child.send({ id, ask, value })
        else reject(new Error(`The app has ended, so nobody answers "${ask}"`))
      }),
    kill: () => void child.kill('SIGKILL'),
  }
}

// The process of an app on the stand-in for Electron, and the line to it (Node's own IPC channel).

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compiled } from '../../support/compiled.ts'
import type { Answer, Opened, StandInOptions } from './control.ts'
import type { Ended, Start } from '../../support/launch.ts'

const hook = pathToFileURL(join(import.meta.dirname, 'hook.ts')).href

/** The app's main process on the stand-in. */
export interface StandInProcess {
  readonly pid: number
  /** Where its browser is found, once there is one. */
  readonly opened: Promise<Opened>
  readonly exited: Promise<Ended>
  readonly standardError: () => string
  /** Asks the stand-in itself: see its control.ts. Fails when the app ends before it answers. */
  readonly ask: <Value>(ask: string, value?: unknown) => Promise<Value>
  readonly kill: () => void
}

/** Starts the app and nothing else. What it writes to its error stream is kept, not shown. */
export function spawnStandIn(start: Start): StandInProcess {
  const { browser, isPackaged, tap } = start
  const options: StandInOptions = { browser, isPackaged, tap }
  // As Electron does, unlike Node.
  const flags = ['--unhandled-rejections=warn-with-error-code', '--import', hook]
  const child = spawn(process.execPath, [...flags, start.main, ...start.arguments], {
    cwd: start.entry,
    env: { ...start.environment, ...compiled, STAND_IN_OPTIONS: JSON.stringify(options) },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // What the app says of itself may hold Maps and bytes.
    serialization: 'advanced',
  })
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => void (said += text))
  const opened = Promise.withResolvers<Opened>()
  const asked = new Map<number, { readonly answered: (value: never) => void; readonly unanswered: () => void }>()
  let count = 0
  child.on('message', (message: Opened | Answer) => {
    if ('endpoint' in message) return opened.resolve(message)
    asked.get(message.id)?.answered(message.value)
    asked.delete(message.id)
  })
  child.once('exit', () => asked.forEach(({ unanswered }) => unanswered()))
  return {
    pid: child.pid ?? 0,
    opened: opened.promise,
    // 'close' comes when standard error has been read to its end.
    exited: once(child, 'close').then(([code, signal]) => ({ code, signal })),
    standardError: () => said,
    ask: (ask, value) =>
      new Promise((resolve, reject) => {
        const id = ++count
        asked.set(id, { answered: resolve, unanswered: () => reject(new Error(`The app ended before it answered "${ask}"`)) })
        if (child.connected) child.send({ id, ask, value })
        else reject(new Error(`The app has ended, so nobody answers "${ask}"`))
      }),
    kill: () => void child.kill('SIGKILL'),
  }
}

// Electron's utilityProcess over Node's child processes. Messages are cloned both ways, and queued until a listener is added.

import { fork as forkNode } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type * as Electron from 'electron'
import { asElectron } from './as-electron.ts'

const portModule = pathToFileURL(join(import.meta.dirname, 'utility-port.ts')).href

export const utilityProcess = {
  fork(modulePath, parameters = [], { env, execArgv = [], cwd, stdio } = {}) {
    if (stdio !== 'ignore') throw new Error('The stand-in supports only stdio "ignore"')
    const child = forkNode(modulePath, parameters, {
      env: { ...(env ?? process.env) },
      cwd,
      execArgv: [...execArgv, '--import', portModule],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
    })
    const events = new EventEmitter()
    child.on('spawn', () => events.emit('spawn'))
    child.on('message', (message) => events.emit('message', message))
    // Electron always reports a number; Node has no exit code for a killed process.
    child.on('exit', (code) => events.emit('exit', code ?? 1))
    return asElectron<Electron.UtilityProcess>(
      Object.assign(events, {
        pid: child.pid,
        kill: () => child.kill(),
        // Messages to a process that is gone are dropped.
        postMessage: (message: object) => void (child.connected && child.send(message, () => undefined)),
      }),
    )
  },
} satisfies Pick<typeof Electron.utilityProcess, 'fork'>

// Electron's utility processes, over Node's own child processes: what is posted is cloned both ways, and is kept until somebody listens.

import { fork as forkNode } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type * as Electron from 'electron'
import { asElectron } from './as-electron.ts'

const portModule = pathToFileURL(join(import.meta.dirname, 'utility-port.ts')).href

export const utilityProcess = {
  fork(modulePath, parameters = [], { env, execArgv = [], cwd, stdio } = {}) {
    if (stdio !== 'ignore') throw new Error('The stand-in knows no other stdio than "ignore"')
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
    // A number always, as of waitpid: a process that was killed has none of its own.
    child.on('exit', (code) => events.emit('exit', code ?? 1))
    return asElectron<Electron.UtilityProcess>(
      Object.assign(events, {
        pid: child.pid,
        kill: () => child.kill(),
        // To a process that is gone nothing is said.
        postMessage: (message: object) => void (child.connected && child.send(message, () => undefined)),
      }),
    )
  },
} satisfies Pick<typeof Electron.utilityProcess, 'fork'>

// The single-instance lock of a data folder. It is an abstract Linux socket, which the system frees when the process ends.

import { createHash } from 'node:crypto'
import { createServer, connect } from 'node:net'

export interface SecondStart {
  readonly argv: readonly string[]
  readonly folder: string
}

export interface InstanceLock {
  readonly isAcquired: boolean
  /** In a second instance: resolves when the first one has been notified, or is gone. */
  readonly notified: Promise<void>
}

/** Synchronous, because binding is. A second instance sends its arguments and working folder to the first. */
export function acquireLock(folder: string, onSecondStart: (start: SecondStart) => void): InstanceLock {
  const path = `\0parley-stand-in-${createHash('sha256').update(folder).digest('hex')}`
  const server = createServer((socket) => {
    let text = ''
    socket.setEncoding('utf8').on('data', (chunk: string) => void (text += chunk))
    socket.on('end', () => {
      onSecondStart(JSON.parse(text))
      socket.end()
    })
    socket.on('error', () => undefined)
  })
  // An address in use is also reported as an event, later.
  server.on('error', () => undefined)
  server.listen(path)
  server.unref()
  if (server.listening) return { isAcquired: true, notified: Promise.resolve() }

  const start: SecondStart = { argv: process.argv, folder: process.cwd() }
  const notified = new Promise<void>((resolve) => {
    const socket = connect(path, () => socket.end(JSON.stringify(start)))
    socket.on('close', () => resolve()).on('error', () => resolve())
    socket.resume()
  })
  return { isAcquired: false, notified }
}

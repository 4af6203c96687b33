// One app for one data folder. The lock is an abstract socket of Linux: the system frees it with the process, however that ends.

import { createHash } from 'node:crypto'
import { createServer, connect } from 'node:net'

export interface SecondStart {
  readonly argv: readonly string[]
  readonly folder: string
}

export interface InstanceLock {
  readonly isAcquired: boolean
  /** For the second start: ends when the first has heard of it, or is gone. */
  readonly notified: Promise<void>
}

/** Binding is immediate, so the answer is too. A second start tells the first its arguments and working folder. */
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
  // A taken name is told as an event too, later.
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

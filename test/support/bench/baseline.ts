// Starts the baseline programs that Parley is measured against: a minimal app on the same host, and a minimal reader of a stream.

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { launch, type LaunchedApp } from '../launch.ts'

const folder = join(import.meta.dirname, 'baseline')

/** An empty window; with `--read`, one that shows the text of a stream when its page asks for it. */
export function launchBaseline(...args: readonly '--read'[]): Promise<LaunchedApp> {
  return launch({ entry: folder, arguments: args, browser: 'headless' })
}

export interface StreamRequest {
  readonly address: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface BareReading {
  readonly bytes: number
  /** Of the answer, in UTF-16 units. */
  readonly characters: number
  /** Milliseconds since 1970. */
  readonly endedAt: number
  /** CPU time. */
  readonly processorMs: number
}

export interface BareReader {
  readonly read: (request: StreamRequest) => Promise<BareReading>
  readonly [Symbol.dispose]: () => void
}

/** Starts a process that only reads streams, one at a time. */
export function startBareReader(): BareReader {
  const child = fork(join(folder, 'bare-reader.js'))
  const ended = once(child, 'exit').then((): never[] => {
    throw new Error('The bare reader ended before the stream did')
  })
  ended.catch(() => undefined)
  return {
    async read(request) {
      child.send(request)
      const [reading]: BareReading[] = await Promise.race([once(child, 'message'), ended])
      if (reading === undefined) throw new Error('The bare reader returned nothing')
      return reading
    },
    [Symbol.dispose]: () => void child.kill(),
  }
}

// Fake time for programs that use real connections: it replaces setTimeout and Date.now of the process, and jumps from one due timer to the
// next, so that minutes pass in moments and every event has an exact time. The mock timers of node:test ignore `refresh()`.

import { createServer, connect, type Socket } from 'node:net'
import { once } from 'node:events'

export interface FakeTime extends AsyncDisposable {
  /** Milliseconds since the start. */
  readonly elapsed: () => number
  /** Calls the timers that are due next, again and again, until the condition holds. Throws when there is no timer left. */
  readonly advanceUntil: (isDone: () => boolean) => Promise<void>
}

/** More than any reaction to a timer needs. A request and its reply are two transfers, and a new connection is a third. */
const roundTripsPerStep = 10

interface FakeTimer extends Disposable {
  readonly refresh: () => FakeTimer
  readonly ref: () => FakeTimer
  readonly unref: () => FakeTimer
  readonly hasRef: () => boolean
  readonly close: () => void
}

/** Replaces the timers of this process. Only for programs: a test runner needs real timers. */
export async function installFakeTime(): Promise<FakeTime> {
  // Not a whole second, so that the rounding of dates matters.
  const startedAt = 1_700_000_000_400
  let now = startedAt
  const dueTimes = new Map<FakeTimer, { readonly at: number; readonly run: () => void }>()

  function createTimer(callback: (...args: readonly unknown[]) => void, delayMs = 0, ...args: readonly unknown[]): FakeTimer {
    const run = (): void => callback(...args)
    const clear = (): void => void dueTimes.delete(timer)
    const timer: FakeTimer = {
      refresh() {
        dueTimes.set(timer, { at: now + Math.max(1, delayMs), run })
        return timer
      },
      ref: () => timer,
      unref: () => timer,
      hasRef: () => true,
      close: clear,
      [Symbol.dispose]: clear,
    }
    return timer.refresh()
  }

  const clearTimer = (timer?: FakeTimer): void => void (timer !== undefined && dueTimes.delete(timer))
  Object.assign(globalThis, { setTimeout: createTimer, clearTimeout: clearTimer })
  Date.now = () => now
  const pingConnection = await openPingConnection()

  async function settle(): Promise<void> {
    for (let roundTrip = 0; roundTrip < roundTripsPerStep; roundTrip += 1) await pingConnection.ping()
  }

  return {
    elapsed: () => now - startedAt,
    async advanceUntil(isDone) {
      for (;;) {
        await settle()
        if (isDone()) return
        if (dueTimes.size === 0) throw new Error('There is no timer left to wait for')
        now = Math.min(...[...dueTimes.values()].map(({ at }) => at))
        for (const [timer, { at, run }] of dueTimes) {
          if (at > now) continue
          dueTimes.delete(timer)
          run()
        }
      }
    },
    [Symbol.asyncDispose]: pingConnection.close,
  }
}

interface PingConnection {
  /** Resolves when a byte has been to the other end and back, and so after data that was sent earlier on any local connection. */
  readonly ping: () => Promise<void>
  readonly close: () => Promise<void>
}

async function openPingConnection(): Promise<PingConnection> {
  const server = createServer((peer: Socket) => void peer.on('error', () => {}).pipe(peer))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server does not listen on TCP')
  const socket = connect(address.port, '127.0.0.1')
  await once(socket, 'connect')
  return {
    async ping() {
      socket.write('.')
      await once(socket, 'data')
    },
    async close() {
      socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

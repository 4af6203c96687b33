// Runs prompts against real servers in fake time, and prints when each thing happened. Reads the cases as JSON from its first argument.

import type { ServerResponse } from 'node:http'
import { loadLibrary } from '../../../../electron/inference/client.ts'
import { installFakeTime } from '../../../support/fake-time.ts'
import { serve, type ReceivedRequest } from '../inference/test-server.ts'
import { createFakeRunHistory, createRunHarness, createRunRequest } from './run-harness.ts'

export interface TimedCase {
  readonly title: string
  /** The status and the headers of each reply; null for a server that accepts requests and sends nothing. */
  readonly head: { readonly status: number; readonly headers: Readonly<Record<string, string>> } | null
  /** Adds a Retry-After header with the date this much later. */
  readonly retryDateMs?: number
  /** What is written after the headers, and how long after the request. A reply without it is empty. */
  readonly writes?: readonly { readonly afterMs: number; readonly text: string }[]
  /** Determines the jitter of retries, from 0 to 1. */
  readonly random?: number
}

/** What happened, and at which millisecond: a request, a phase of the run, a save of a partial answer, or the end with its outcome. */
export type TimedEvent = readonly [what: string, ms: number]

// The library is loaded at the first run, which takes real time.
await loadLibrary()
const fakeTime = await installFakeTime()

async function runCase({ head, retryDateMs, writes, random = 0 }: TimedCase): Promise<readonly TimedEvent[]> {
  const timedEvents: TimedEvent[] = []
  const note = (what: string): void => void timedEvents.push([what, fakeTime.elapsed()])
  function respond({ method }: ReceivedRequest, response: ServerResponse): void {
    // The gateway's probe, which the host answers: otherwise the run would fail as unreachable after 15 s.
    if (method === 'HEAD') return void response.writeHead(200).end()
    note('request')
    if (head === null) return
    const retryDate = retryDateMs === undefined ? {} : { 'retry-after': new Date(Date.now() + retryDateMs).toUTCString() }
    response.writeHead(head.status, { ...head.headers, ...retryDate })
    if (writes === undefined) return void response.end()
    response.flushHeaders()
    for (const { afterMs, text } of writes) {
      if (afterMs === 0) response.write(text)
      else setTimeout(() => response.write(text), afterMs)
    }
  }
  await using server = await serve(respond)
  const fakeHistory = createFakeRunHistory()
  const history = {
    ...fakeHistory,
    savePartial(...partialArguments: Parameters<typeof fakeHistory.savePartial>) {
      note(`saved ${partialArguments[1]}`)
      return fakeHistory.savePartial(...partialArguments)
    },
  }
  const harness = createRunHarness(server, { history }, { random: () => random }, ({ phase }) => note(phase.kind))
  harness.runs.start(createRunRequest('a'))
  const { answer } = await harness.waitForEnd('a')
  note(answer.outcome.kind === 'failed' ? answer.outcome.failure.code : answer.outcome.kind)
  return timedEvents
}

const cases: readonly TimedCase[] = JSON.parse(process.argv[2] ?? '')
let isDone = false
const results = Promise.all(cases.map(runCase)).finally(() => (isDone = true))
await fakeTime.advanceUntil(() => isDone)
process.stdout.write(JSON.stringify(await results))
await fakeTime[Symbol.asyncDispose]()

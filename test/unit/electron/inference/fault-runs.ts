// Runs a prompt against each fault of the table, with a real server or a faulty origin, the real inference code and the real network
// gateway. Only the timeout that a fault tests is short.

import { canMakeCertificates } from '../../../support/data/certificates.ts'
import { faultNames, faults, isHubFaultName, type FaultName } from '../../../stand-ins/hub/faults/faults.ts'
import type { Fault } from '../../../stand-ins/hub/faults/fault.ts'
import { openFaultyOrigin } from '../../../stand-ins/hub/faults/faulty-origins.ts'
import { startHub } from '../../../stand-ins/hub/hub.ts'
import { assertNever } from '../../../../shared/failures.ts'
import type { StreamEnd } from '../../../../shared/types/streams.ts'
import type { Timeouts } from '../../../../electron/inference/connection.ts'
import { runStream, createKeyedFetch, testKey, createTestNetwork, type StreamOutput, type InferenceCode } from './test-server.ts'

const model = 'Qwen/Qwen3-4B-Instruct-2507'

/** Long enough to be recognized in part, and with characters that JSON escapes. */
export const prompt = 'What nobody else should ever read: "quoted",\na second line, and the number 471100815.'

/** For faults that do not test a timeout: a busy computer needs long for a million events. */
const longTimers: Partial<Timeouts> = { firstByteMs: 60_000, betweenLinesMs: 60_000, withoutTextMs: 120_000 }

const limits: Readonly<Record<Exclude<Fault['limit'], 'connect' | undefined>, Partial<Timeouts>>> = {
  'first-byte': { firstByteMs: 300 },
  idle: { betweenLinesMs: 300 },
  'without-text': { withoutTextMs: 600 },
}

export interface FaultResult extends StreamOutput {
  readonly name: FaultName
}

/** The faults that this machine can produce. */
export const testableFaults = faultNames.filter((name) => !name.startsWith('certificate-') || canMakeCertificates())

/** Runs one prompt against each of the faults. */
export async function runFaults(code: InferenceCode, names: readonly FaultName[] = testableFaults): Promise<readonly FaultResult[]> {
  await using hub = await startHub({ speed: 0 })
  const results: FaultResult[] = []
  for (const name of names) {
    const { limit }: Fault = faults[name]
    const timeouts = { ...longTimers, ...(limit === undefined || limit === 'connect' ? {} : limits[limit]) }
    const streamOptions = { code, timeouts, request: { model, messages: [{ role: 'user', content: prompt }] } } as const
    if (isHubFaultName(name)) {
      await hub.setFault(name)
      results.push({ name, ...(await runStream(hub, { ...streamOptions, key: { reveal: () => hub.keys.fineGrained } })) })
    } else {
      await using faultyOrigin = await openFaultyOrigin(name)
      results.push({
        name,
        ...(await runStream(faultyOrigin, {
          ...streamOptions,
          fetch: createKeyedFetch(code, createTestNetwork(faultyOrigin, { connectTimeoutMs: limit === 'connect' ? 400 : 60_000 }), testKey),
        })),
      })
      if (faultyOrigin.requestCount() > 0) throw new Error(`A request arrived at an origin that must not be contacted: ${name}`)
    }
  }
  return results
}

/** The end of a run as an outcome of the table of faults. */
export function toOutcome(end: StreamEnd): Fault['expected'] | { readonly kind: 'stopped' } {
  switch (end.kind) {
    case 'ended':
      return { kind: end.outcome }
    case 'failed':
      return { kind: 'failed', code: end.failure.code }
    case 'stopped':
      return { kind: 'stopped' }
    default:
      return assertNever(end)
  }
}

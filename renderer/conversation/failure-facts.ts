// The technical truth about a failed answer, as lines for a report. Pure. Holds nothing secret: neither what was asked nor a key.

import type { Failure } from '../../shared/failures.ts'
import type { Answer } from '../../shared/types/messages.ts'

export interface FailureFact {
  readonly name: 'code' | 'reply' | 'model' | 'provider' | 'time' | 'version'
  readonly value: string
}

/** What is known of it, each fact once; what is not known is left out. `version` is Parley's. */
export function listFailureFacts(failure: Failure, answer: Answer, version: string | null): readonly FailureFact[] {
  const facts: Readonly<Record<FailureFact['name'], string | null | undefined>> = {
    code: failure.code,
    // The status, the request's id and what the server wrote, as main put them together.
    reply: failure.detail,
    model: answer.model,
    provider: answer.provider,
    time: formatUtc(answer.startedAt + (answer.totalMs ?? 0)),
    version,
  }
  return factNames.flatMap((name) => {
    const value = facts[name]
    return value === null || value === undefined || value === '' ? [] : { name, value }
  })
}

const factNames = ['code', 'reply', 'model', 'provider', 'time', 'version'] as const

/** Such as "2026-11-25 22:26:10 UTC": whoever reads a report is in another place. */
function formatUtc(timestamp: number): string {
  return `${new Date(timestamp).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

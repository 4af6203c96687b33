// What a failure means when the run went to a server that was added by hand: there, nothing of it is about Hugging Face's key,
// credit or models.

import type { Failure, FailureCode } from '../../shared/failures.ts'

const codesAtServer: Readonly<Partial<Record<FailureCode, FailureCode>>> = {
  'key-rejected': 'server-refused-key',
  'key-expired': 'server-refused-key',
  'key-lacks-permission': 'server-refused-key',
  'model-gated': 'server-refused-key',
  'model-not-found': 'server-lacks-model',
  'model-not-served': 'server-lacks-model',
  'credits-used-up': 'provider-failed',
  'too-many-requests': 'provider-busy',
  'captive-portal': 'unexpected-reply',
}

export function failureFromServer(failure: Failure): Failure {
  const code = codesAtServer[failure.code] ?? failure.code
  if (code !== 'server-refused-key' || failure.detail === undefined) return { ...failure, code }
  // SECURITY: a server may say which key it refuses, and a key that somebody made up has no shape by which it could be taken out.
  return { ...failure, code, detail: /^\d{3}/.exec(failure.detail)?.[0] ?? 'refused' }
}

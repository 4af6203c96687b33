// What a failure means when the run went to a server that was added by hand: there, nothing of it is about Hugging Face's key,
// credit or models.

import { failureTraits, type Failure } from '../../shared/failures.ts'

export function failureFromServer(failure: Failure): Failure {
  const code = failureTraits[failure.code].atServer ?? failure.code
  if (code !== 'server-refused-key' || failure.detail === undefined) return { ...failure, code }
  // SECURITY: a server may say which key it refuses, and a key that somebody made up has no shape by which it could be taken out.
  return { ...failure, code, detail: /^\d{3}/.exec(failure.detail)?.[0] ?? 'refused' }
}

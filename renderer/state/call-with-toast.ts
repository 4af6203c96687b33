// Calls whose failure has no better place: it is told in a toast, so that nothing a person does fails in silence.

import type { Calls, CallInput, CallOutput } from '../../shared/contract.ts'
import type { Reply } from '../../shared/failures.ts'
import { callMain } from './bridge.ts'
import { describeFailure } from '../i18n/i18n.ts'
import { showToast } from './toast.ts'

/** Like `call`; a failure has been told when it answers. */
export async function callMainWithToast<Name extends keyof Calls>(
  name: Name,
  input: CallInput<Calls[Name]>,
): Promise<Reply<CallOutput<Calls[Name]>>> {
  const reply = await callMain(name, input)
  if (!reply.ok) showToast(describeFailure(reply.failure))
  return reply
}

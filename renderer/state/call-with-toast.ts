// Calls whose failure is shown in a toast, because it has no better place: nothing that a person does may fail silently.

import type { CallInput, CallOutput, Calls } from '../../shared/contract.ts'
import type { Reply } from '../../shared/failures.ts'
import { callMain } from './bridge.ts'
import { describeFailure } from '../i18n/i18n.ts'
import { showToast } from './toasts.ts'

/** Like `callMain`. When it resolves to a failure, the toast is already shown. */
export async function callMainWithToast<Name extends keyof Calls>(
  name: Name,
  input: CallInput<Calls[Name]>,
): Promise<Reply<CallOutput<Calls[Name]>>> {
  const reply = await callMain(name, input)
  if (!reply.ok) showToast(describeFailure(reply.failure))
  return reply
}

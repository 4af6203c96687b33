// Calls that report their failure in a toast, for actions that have no other way to show it.

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

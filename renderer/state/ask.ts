// Calls whose failure has no better place: it is told in a toast, so that nothing a person does fails in silence.

import type { Calls, InputOf, OutputOf } from '../../shared/contract.ts'
import type { Reply } from '../../shared/errors.ts'
import { call } from './bridge.ts'
import { sentenceOf } from '../i18n/i18n.ts'
import { showToast } from './toast.ts'

/** Like `call`; a failure has been told when it answers. */
export async function ask<Name extends keyof Calls>(name: Name, input: InputOf<Calls[Name]>): Promise<Reply<OutputOf<Calls[Name]>>> {
  const reply = await call(name, input)
  if (!reply.ok) showToast(sentenceOf(reply.failure))
  return reply
}

// The way to the main process: the only file that touches window.parley. Every call answers with a Reply, also when the bridge
// itself fails, so that nobody else needs try/catch.

import type { CallInput, CallOutput, Calls, EventPayload, Events } from '../../shared/contract.ts'
import { failed, type Reply } from '../../shared/failures.ts'

type CallName = keyof Calls
type EventName = keyof Events

/** For this file alone: elsewhere a window has nothing of the kind. */
declare const window: {
  readonly parley: {
    readonly calls: { readonly [Name in CallName]: (input: CallInput<Calls[Name]>) => Promise<Reply<CallOutput<Calls[Name]>>> }
    readonly events: { readonly [Name in EventName]: (listener: (payload: EventPayload<Events[Name]>) => void) => () => void }
  }
}

/** Calls main. Never rejects: a bridge that is gone or a window that is closing answers with `internal`. */
export async function callMain<Name extends CallName>(name: Name, input: CallInput<Calls[Name]>): Promise<Reply<CallOutput<Calls[Name]>>> {
  try {
    return await window.parley.calls[name](input)
  } catch (error) {
    return failed('internal', `${name}: ${error instanceof Error ? error.message : 'no answer'}`)
  }
}

/** Hears an event of main's until the returned function is called. */
export function onMainEvent<Name extends EventName>(name: Name, listener: (payload: EventPayload<Events[Name]>) => void): () => void {
  return window.parley.events[name](listener)
}

// Calls to the main process, and its events. The only file that uses window.parley. Hides that the bridge itself can fail.

import type { CallInput, CallOutput, Calls, EventPayload, Events } from '../../shared/contract.ts'
import { failed, type Reply } from '../../shared/failures.ts'

type CallName = keyof Calls
type EventName = keyof Events

/** Declared here only, so that no other file can use it. */
declare const window: {
  readonly parley: {
    readonly calls: { readonly [Name in CallName]: (input: CallInput<Calls[Name]>) => Promise<Reply<CallOutput<Calls[Name]>>> }
    readonly events: { readonly [Name in EventName]: (listener: (payload: EventPayload<Events[Name]>) => void) => () => void }
  }
}

/** Calls main. Never rejects: without a bridge, or in a window that is closing, the reply is the failure `internal`. */
export async function callMain<Name extends CallName>(name: Name, input: CallInput<Calls[Name]>): Promise<Reply<CallOutput<Calls[Name]>>> {
  try {
    return await window.parley.calls[name](input)
  } catch (error) {
    return failed('internal', `${name}: ${error instanceof Error ? error.message : 'no answer'}`)
  }
}

/** Calls the listener for each event of main, until the returned function is called. */
export function onMainEvent<Name extends EventName>(name: Name, listener: (payload: EventPayload<Events[Name]>) => void): () => void {
  return window.parley.events[name](listener)
}

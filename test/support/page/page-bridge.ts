// Main's side of window.parley, for specs in plain Node of what the window knows: a call is answered as the spec says, and events come
// in the order that it is about. Hides how the window reaches main.

import type { Calls, Events, CallInput, CallOutput, EventPayload } from '../../../shared/contract.ts'
import { failed, type Reply } from '../../../shared/failures.ts'
import { resetSlices } from '../../../renderer/state/slice.ts'

type Responses = { readonly [Name in keyof Calls]?: (input: CallInput<Calls[Name]>) => Promise<Reply<CallOutput<Calls[Name]>>> }

export interface PageBridge {
  /** What is called from now on is answered so; all else fails. */
  readonly respond: (responses: Responses) => void
  readonly emit: <Name extends keyof Events>(name: Name, payload: EventPayload<Events[Name]>) => void
  /** Puts the state back to that of a window that opens. What listens for events goes on listening. */
  readonly reset: () => void
  /** For the specs that come after it in the same process. */
  readonly remove: () => void
}

export function installPageBridge(): PageBridge {
  let responses: Responses = {}
  const eventTarget = new EventTarget()
  const createCall = (name: string) => (input: unknown) => {
    // Which name has which input is the contract's matter, and was checked where the answers were given.
    const respond: ((input: unknown) => Promise<unknown>) | undefined = Reflect.get(responses, name)
    return respond?.(input) ?? Promise.resolve(failed('internal', `${name} is not answered here`))
  }
  const createSubscribe = (name: string) => (listener: (payload: unknown) => void) => {
    const onEvent = (event: Event) => listener(event instanceof CustomEvent ? event.detail : undefined)
    eventTarget.addEventListener(name, onEvent)
    return () => eventTarget.removeEventListener(name, onEvent)
  }
  const parley = {
    calls: new Proxy({}, { get: (_, name) => createCall(String(name)) }),
    events: new Proxy({}, { get: (_, name) => createSubscribe(String(name)) }),
  }
  Reflect.set(globalThis, 'window', { parley, addEventListener: () => undefined })
  Reflect.set(globalThis, 'document', { documentElement: { dataset: {}, lang: 'en' } })
  return {
    respond(newResponses) {
      responses = newResponses
    },
    emit: (name, payload) => void eventTarget.dispatchEvent(new CustomEvent(name, { detail: payload })),
    reset: resetSlices,
    remove() {
      Reflect.deleteProperty(globalThis, 'window')
      Reflect.deleteProperty(globalThis, 'document')
    },
  }
}

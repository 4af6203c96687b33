// Main's side of window.parley, for specs in plain Node of what the window knows: a call is answered as the spec says, and events come
// in the order that it is about. Hides how the window reaches main.

import type { Calls, Events, InputOf, OutputOf, PayloadOf } from '../../../shared/contract.ts'
import { failed, type Reply } from '../../../shared/errors.ts'
import { useWindow } from '../../../renderer/state/store.ts'

type Answers = { readonly [Name in keyof Calls]?: (input: InputOf<Calls[Name]>) => Promise<Reply<OutputOf<Calls[Name]>>> }

export interface PageBridge {
  /** What is called from now on is answered so; all else fails. */
  readonly answer: (answers: Answers) => void
  readonly tell: <Name extends keyof Events>(name: Name, payload: PayloadOf<Events[Name]>) => void
  /** The window knows nothing again, as when it opens; it hears on. */
  readonly forget: () => void
  /** For the specs that come after it in the same process. */
  readonly remove: () => void
}

export function placePageBridge(): PageBridge {
  let answers: Answers = {}
  const page = new EventTarget()
  const called = (name: string) => (input: unknown) => {
    // Which name has which input is the contract's matter, and was checked where the answers were given.
    const answer: ((input: unknown) => Promise<unknown>) | undefined = Reflect.get(answers, name)
    return answer?.(input) ?? Promise.resolve(failed('internal', `${name} is not answered here`))
  }
  const heard = (name: string) => (listener: (payload: unknown) => void) => {
    const hear = (event: Event) => listener(event instanceof CustomEvent ? event.detail : undefined)
    page.addEventListener(name, hear)
    return () => page.removeEventListener(name, hear)
  }
  const parley = {
    calls: new Proxy({}, { get: (_, name) => called(String(name)) }),
    events: new Proxy({}, { get: (_, name) => heard(String(name)) }),
  }
  Reflect.set(globalThis, 'window', { parley, addEventListener: () => undefined })
  Reflect.set(globalThis, 'document', { documentElement: { dataset: {}, lang: 'en' } })
  return {
    answer(given) {
      answers = given
    },
    tell: (name, payload) => void page.dispatchEvent(new CustomEvent(name, { detail: payload })),
    forget: () => useWindow.setState(useWindow.getInitialState(), true),
    remove() {
      Reflect.deleteProperty(globalThis, 'window')
      Reflect.deleteProperty(globalThis, 'document')
    },
  }
}

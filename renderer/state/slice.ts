// Creates slices. A slice is one part of the window's state, such as its toasts. Hides the store library.

import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

/**
 * A slice's file defines its type, its initial value and every function that changes it. It exports `use` and `get` under names that fit,
 * and keeps `set` to itself (test/rules/state.spec.ts), so that every change has a function with a name.
 */
export interface Slice<State> {
  /** Reads a part of the state in a component, which renders again when that part changes. */
  readonly use: <Selected>(selector: (state: State) => Selected) => Selected
  /** Reads the state elsewhere. */
  readonly get: () => State
  /** Replaces the given fields. */
  readonly set: (changes: Partial<State>) => void
  /** Calls the listener after every change, until the returned function is called. */
  readonly subscribe: (listener: (current: State, previous: State) => void) => () => void
}

const resets: (() => void)[] = []

export function createSlice<State extends object>(initialState: State): Slice<State> {
  const store = createStore<State>()(() => initialState)
  resets.push(() => store.setState(initialState, true))
  function useSlice<Selected>(selector: (state: State) => Selected): Selected {
    return useStore(store, selector)
  }
  return { use: useSlice, get: store.getState, set: (changes) => store.setState(changes), subscribe: store.subscribe }
}

/** Resets every slice to its initial value. For specs, which share the modules of one process. */
export function resetSlices(): void {
  for (const reset of resets) reset()
}

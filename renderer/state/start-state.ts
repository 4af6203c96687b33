// Slice: whether the window has started, and what main reported at the start: its version and the state of the history file.

import type { Failure } from '../../shared/failures.ts'
import type { HistoryProblem } from '../../shared/types/backups.ts'
import { createSlice } from './slice.ts'

export type StartState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | {
      readonly kind: 'ready'
      readonly version: string
      /** The host of a stand-in for Hugging Face; null as a rule. */
      readonly connectedTo: string | null
      readonly historyProblem: HistoryProblem | null
    }

const slice = createSlice<{ readonly start: StartState }>({ start: { kind: 'starting' } })

export function useStartState<Selected>(selector: (start: StartState) => Selected): Selected {
  return slice.use(({ start }) => selector(start))
}

export function setStartState(start: StartState): void {
  slice.set({ start })
}

/** Null while the history works, and before the window has started. */
export function getHistoryProblem(): HistoryProblem | null {
  return selectHistoryProblem(slice.get().start)
}

export function selectHistoryProblem(start: StartState): HistoryProblem | null {
  return start.kind === 'ready' ? start.historyProblem : null
}

export function setHistoryProblem(historyProblem: HistoryProblem): void {
  const { start } = slice.get()
  if (start.kind === 'ready') slice.set({ start: { ...start, historyProblem } })
}

/** Handles `history.damaged`: from now on the notice bar says so. */
export function onHistoryDamaged(failure: Failure): void {
  setHistoryProblem({ failure, isOpen: true })
}

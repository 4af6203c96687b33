// How far a run is: each new phase is told to the window, and that nothing has come for so long that it is worth saying.

import type { RunPhase, RunProgress } from '../../shared/types/progress.ts'

export interface Progress {
  readonly now: () => RunProgress
  readonly setPhase: (phase: RunPhase) => void
  readonly setProvider: (provider: string | null) => void
  /** Something of the answer has come. */
  readonly onText: () => void
  /** Nothing is told after it. */
  readonly close: () => void
}

interface ProgressParts {
  readonly silentAfterMs: number
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly notify: (progress: RunProgress) => void
}

/** Begins in the phase `key`, which is not told until it is reached. */
export function createProgress(initial: Omit<RunProgress, 'phase'>, { silentAfterMs, now, notify }: ProgressParts): Progress {
  let progress: RunProgress = { ...initial, phase: { kind: 'key', since: now() } }
  let silenceTimer: NodeJS.Timeout | undefined

  function update(changes: Partial<RunProgress>): void {
    progress = { ...progress, ...changes }
    notify(progress)
  }

  function startSilenceTimer(): void {
    clearTimeout(silenceTimer)
    const since = now()
    silenceTimer = setTimeout(() => update({ phase: { kind: 'silent', since } }), silentAfterMs)
  }

  return {
    now: () => progress,
    setPhase(phase) {
      clearTimeout(silenceTimer)
      update({ phase })
      if (phase.kind === 'requesting') startSilenceTimer()
    },
    setProvider(provider) {
      if (provider !== null && provider !== progress.provider) update({ provider })
    },
    onText() {
      startSilenceTimer()
      if (progress.phase.kind !== 'answering') update({ phase: { kind: 'answering' } })
    },
    close: () => clearTimeout(silenceTimer),
  }
}

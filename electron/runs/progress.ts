// The progress of a run: reports each new phase to the window, and a silence that lasts long.

import type { RunPhase, RunProgress } from '../../shared/types/progress.ts'

export interface Progress {
  readonly now: () => RunProgress
  readonly setPhase: (phase: RunPhase) => void
  readonly setProvider: (provider: string | null) => void
  /** Call for each chunk of the answer. */
  readonly onText: () => void
  /** Nothing is reported afterwards. */
  readonly close: () => void
}

interface ProgressParts {
  readonly silentAfterMs: number
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly notify: (progress: RunProgress) => void
}

/** Starts in the phase `key`, which is not reported before `setPhase`. */
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

// How far a run is: each new phase is told to the window, and that nothing has come for so long that it is worth saying.

import type { RunPhase, RunProgress } from '../../shared/types/runs.ts'

export interface Progress {
  readonly now: () => RunProgress
  readonly reach: (phase: RunPhase) => void
  readonly servedBy: (provider: string | null) => void
  /** Something of the answer has come. */
  readonly hear: () => void
  /** Nothing is told after it. */
  readonly close: () => void
}

interface ProgressParts {
  readonly silentAfterMs: number
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly tell: (progress: RunProgress) => void
}

/** Begins in the phase `key`, which is not told until it is reached. */
export function createProgress(begin: Omit<RunProgress, 'phase'>, { silentAfterMs, now, tell }: ProgressParts): Progress {
  let progress: RunProgress = { ...begin, phase: { kind: 'key', since: now() } }
  let silence: NodeJS.Timeout | undefined

  function change(changed: Partial<RunProgress>): void {
    progress = { ...progress, ...changed }
    tell(progress)
  }

  function listen(): void {
    clearTimeout(silence)
    const since = now()
    silence = setTimeout(() => change({ phase: { kind: 'silent', since } }), silentAfterMs)
  }

  return {
    now: () => progress,
    reach(phase) {
      clearTimeout(silence)
      change({ phase })
      if (phase.kind === 'asking') listen()
    },
    servedBy(provider) {
      if (provider !== null && provider !== progress.provider) change({ provider })
    },
    hear() {
      listen()
      if (progress.phase.kind !== 'answering') change({ phase: { kind: 'answering' } })
    },
    close: () => clearTimeout(silence),
  }
}

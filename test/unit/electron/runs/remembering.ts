// A history in memory for the specs of runs, which can be told to fail, and the parts around a run: a real server, the real door,
// the real inference code.

import { stream } from '../../../../electron/inference/inference.ts'
import { createRuns, type Runs } from '../../../../electron/runs/runs.ts'
import { lifePace, type Pace } from '../../../../electron/runs/pace.ts'
import type { RunHistory, RunParts } from '../../../../electron/runs/parts.ts'
import type { RunResult, RunStart } from '../../../../shared/run-parts.ts'
import { failed, succeeded, type FailureCode } from '../../../../shared/errors.ts'
import { unlessUsual, usualStyle } from '../../../../shared/style.ts'
import type { Message } from '../../../../shared/types/conversations.ts'
import type { RunEnded, RunProgress, RunRequest, RunText } from '../../../../shared/types/runs.ts'
import { lentKey, wayTo, type Replying } from '../inference/replying.ts'

export interface Remembered extends RunHistory {
  readonly started: readonly RunStart[]
  readonly partials: readonly { readonly text: string; readonly reasoning: string }[]
  readonly results: ReadonlyMap<string, RunResult>
  /** From now on nothing can be written. */
  readonly breakWith: (code: FailureCode) => void
  /** From now on what was said before cannot be read. */
  readonly unreadableWith: (code: FailureCode) => void
}

const summary: RunHistory['summary'] = (conversationId) => ({
  id: conversationId,
  title: 'As it is saved',
  isPinned: true,
  model: 'maker/model',
  updatedAt: 1,
  excerpt: '',
})

export function createRemembered(before: readonly Message[] = []): Remembered {
  const started: RunStart[] = []
  const partials: { text: string; reasoning: string }[] = []
  const results = new Map<string, RunResult>()
  let broken: FailureCode | null = null
  let unreadable: FailureCode | null = null

  return {
    started,
    partials,
    results,
    unreadableWith(code) {
      unreadable = code
    },
    breakWith(code) {
      broken = code
    },
    beginRun(start) {
      if (broken !== null) return failed(broken)
      started.push(start)
      const { prompt } = start
      const earlier = before.find(({ id }) => id === prompt.id)
      if (prompt.kind !== 'continue' || earlier?.kind !== 'answer') return succeeded({ promptId: prompt.id, text: '', reasoning: '' })
      return succeeded({ promptId: earlier.parentId, text: earlier.text, reasoning: earlier.reasoning })
    },
    image: () => failed('bad-input'),
    branch(promptId) {
      if (unreadable !== null) return failed(unreadable)
      const start = started.find((one) => one.prompt.id === promptId)
      if (start?.prompt.kind !== 'new') return succeeded(before.slice(0, before.findIndex(({ id }) => id === promptId) + 1))
      return succeeded([...before, { ...start.prompt, kind: 'prompt', createdAt: start.startedAt }])
    },
    savePartial(_, text, reasoning) {
      if (broken !== null) return failed(broken)
      partials.push({ text, reasoning })
      return succeeded(undefined)
    },
    endRun(runId, result) {
      if (broken !== null) return failed(broken)
      results.set(runId, result)
      const start = started.find((one) => one.runId === runId)
      if (start === undefined) return failed('internal')
      const { model, task, startedAt, prompt, conversationId } = start
      const { key, ...shown } = result
      const answer = {
        kind: 'answer',
        id: runId,
        parentId: prompt.id,
        model,
        task,
        startedAt,
        keyName: key?.name ?? null,
        style: unlessUsual(start.setup.style),
        comparison: start.comparison,
        ...shown,
      } as const
      const conversation = summary(conversationId)
      return conversation === null ? failed('internal') : succeeded({ conversation, answer })
    },
    summary,
    setup: () => succeeded(null),
    thinkingModels: () => succeeded(['maker/thinking']),
  }
}

export interface Stage {
  readonly runs: Runs
  readonly history: Remembered
  readonly texts: readonly RunText[]
  /** What was told of how far runs are, in order. */
  readonly phases: readonly RunProgress[]
  readonly errors: readonly string[]
  readonly warnings: readonly (readonly [string, unknown])[]
  readonly told: ReadonlyMap<string, RunEnded>
  /** Resolves when the run's end has been told. */
  readonly ended: (runId: string) => Promise<RunEnded>
  /** Resolves at the first text told that fits. */
  readonly heard: (fits: (text: RunText) => boolean) => Promise<RunText>
  /** Resolves at the first phase told that fits. */
  readonly reached: (fits: (progress: RunProgress) => boolean) => Promise<RunProgress>
}

export function createStage(
  server: Pick<Replying, 'origin'>,
  replaced: Partial<RunParts> & { readonly history?: Remembered } = {},
  pace: Partial<Pace> = {},
  onPhase: (progress: RunProgress) => void = () => {},
): Stage {
  const history = replaced.history ?? createRemembered()
  const texts: RunText[] = []
  const phases: RunProgress[] = []
  const errors: string[] = []
  const warnings: (readonly [string, unknown])[] = []
  const told = new Map<string, RunEnded>()
  const watchers = new Set<() => void>()

  async function until<Found>(find: () => Found | undefined): Promise<Found> {
    for (;;) {
      const found = find()
      if (found !== undefined) return found
      await new Promise<void>((resolve) => watchers.add(resolve))
    }
  }

  const stageParts: RunParts = {
    history,
    keys: { forRun: async () => succeeded(lentKey) },
    serverKeys: { forRun: async () => succeeded({ key: null, name: null }) },
    models: { find: () => ({ task: 'chat', provider: null, place: { kind: 'hugging-face' } }) },
    stream,
    network: wayTo(server),
    publish(_, payload) {
      // What is published under either name is told apart by its shape.
      if ('answer' in payload) told.set(payload.answer.id, payload)
      else if ('phase' in payload) {
        phases.push(payload)
        onPhase(payload)
      } else texts.push(payload)
      for (const wake of watchers) wake()
      watchers.clear()
    },
    log: { warn: (text, about) => warnings.push([text, about]), error: (text) => errors.push(text) },
    now: () => 1_700_000_000_000,
    ...replaced,
  }
  const runs = createRuns(stageParts, { ...lifePace, ...pace })
  return {
    runs,
    history,
    texts,
    phases,
    errors,
    warnings,
    told,
    ended: (runId) => until(() => told.get(runId)),
    heard: (fits) => until(() => texts.find(fits)),
    reached: (fits) => until(() => phases.find(fits)),
  }
}

export function request(runId: string, text = 'Why?'): RunRequest {
  return {
    runId,
    conversationId: `conversation of ${runId}`,
    model: 'maker/model',
    setup: { style: usualStyle, instructions: '' },
    sendsSecretInstructions: false,
    comparison: null,
    prompt: { kind: 'new', id: `prompt of ${runId}`, parentId: null, text, attachments: [], sendsSecrets: false },
  }
}

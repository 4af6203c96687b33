// The parts around a run for specs: a history in memory that can fail on request, and the real network gateway and inference code with a real
// server.

import { stream } from '../../../../electron/inference/inference.ts'
import { createRuns, type Runs } from '../../../../electron/runs/runs.ts'
import { defaultTiming, type Timing } from '../../../../electron/runs/timing.ts'
import type { RunHistory, RunParts } from '../../../../electron/runs/dependencies.ts'
import type { RunResult, RunStart } from '../../../../shared/types/run-records.ts'
import { failed, succeeded, type FailureCode } from '../../../../shared/failures.ts'
import { omitDefaultStyle, defaultStyle } from '../../../../shared/style.ts'
import type { Message } from '../../../../shared/types/messages.ts'
import type { RunEnded, RunRequest, RunText } from '../../../../shared/types/runs.ts'
import type { RunProgress } from '../../../../shared/types/progress.ts'
import { testRunKey, createTestNetwork, type TestServer } from '../inference/test-server.ts'

export interface FakeRunHistory extends RunHistory {
  readonly started: readonly RunStart[]
  readonly partials: readonly { readonly text: string; readonly reasoning: string }[]
  readonly results: ReadonlyMap<string, RunResult>
  /** Makes every write fail from now on. */
  readonly failWritesWith: (code: FailureCode) => void
  /** Makes reading earlier messages fail from now on. */
  readonly failReadsWith: (code: FailureCode) => void
}

const getSummary: RunHistory['getSummary'] = (conversationId) => ({
  id: conversationId,
  title: 'As it is saved',
  isPinned: true,
  model: 'maker/model',
  updatedAt: 1,
  excerpt: '',
})

export function createFakeRunHistory(precedingMessages: readonly Message[] = []): FakeRunHistory {
  const started: RunStart[] = []
  const partials: { text: string; reasoning: string }[] = []
  const results = new Map<string, RunResult>()
  let writeFailure: FailureCode | null = null
  let readFailure: FailureCode | null = null

  return {
    started,
    partials,
    results,
    failReadsWith(code) {
      readFailure = code
    },
    failWritesWith(code) {
      writeFailure = code
    },
    beginRun(start) {
      if (writeFailure !== null) return failed(writeFailure)
      started.push(start)
      const { prompt } = start
      const continuedAnswer = precedingMessages.find(({ id }) => id === prompt.id)
      if (prompt.kind !== 'continue' || continuedAnswer?.kind !== 'answer')
        return succeeded({ promptId: prompt.id, text: '', reasoning: '' })
      return succeeded({ promptId: continuedAnswer.parentId, text: continuedAnswer.text, reasoning: continuedAnswer.reasoning })
    },
    getImage: () => failed('bad-input'),
    readBranch(promptId) {
      if (readFailure !== null) return failed(readFailure)
      const start = started.find((runStart) => runStart.prompt.id === promptId)
      if (start?.prompt.kind !== 'new')
        return succeeded(precedingMessages.slice(0, precedingMessages.findIndex(({ id }) => id === promptId) + 1))
      return succeeded([...precedingMessages, { ...start.prompt, kind: 'prompt', createdAt: start.startedAt }])
    },
    savePartial(_, text, reasoning) {
      if (writeFailure !== null) return failed(writeFailure)
      partials.push({ text, reasoning })
      return succeeded(undefined)
    },
    endRun(runId, result) {
      if (writeFailure !== null) return failed(writeFailure)
      results.set(runId, result)
      const start = started.find((runStart) => runStart.runId === runId)
      if (start === undefined) return failed('internal')
      const { model, task, startedAt, prompt, conversationId } = start
      const { key, ...shownResult } = result
      const answer = {
        kind: 'answer',
        id: runId,
        parentId: prompt.id,
        model,
        task,
        startedAt,
        keyName: key?.name ?? null,
        style: omitDefaultStyle(start.setup.style),
        comparisonId: start.comparisonId,
        ...shownResult,
      } as const
      const conversation = getSummary(conversationId)
      return conversation === null ? failed('internal') : succeeded({ conversation, answer })
    },
    getSummary,
    getSetup: () => succeeded(null),
    listThinkingModels: () => succeeded(['maker/thinking']),
  }
}

export interface RunHarness {
  readonly runs: Runs
  readonly history: FakeRunHistory
  readonly texts: readonly RunText[]
  /** All published progress, in order. */
  readonly phases: readonly RunProgress[]
  readonly errors: readonly string[]
  readonly warnings: readonly (readonly [string, unknown])[]
  readonly endedRuns: ReadonlyMap<string, RunEnded>
  /** Resolves when the run's end was published. */
  readonly waitForEnd: (runId: string) => Promise<RunEnded>
  /** Resolves at the first published text that matches. */
  readonly waitForText: (matches: (text: RunText) => boolean) => Promise<RunText>
  /** Resolves at the first published progress that matches. */
  readonly waitForPhase: (matches: (progress: RunProgress) => boolean) => Promise<RunProgress>
}

export function createRunHarness(
  server: Pick<TestServer, 'origin'>,
  overrides: Partial<RunParts> & { readonly history?: FakeRunHistory } = {},
  pace: Partial<Timing> = {},
  onPhase: (progress: RunProgress) => void = () => {},
): RunHarness {
  const history = overrides.history ?? createFakeRunHistory()
  const texts: RunText[] = []
  const phases: RunProgress[] = []
  const errors: string[] = []
  const warnings: (readonly [string, unknown])[] = []
  const endedRuns = new Map<string, RunEnded>()
  const watchers = new Set<() => void>()

  async function until<Found>(find: () => Found | undefined): Promise<Found> {
    for (;;) {
      const found = find()
      if (found !== undefined) return found
      await new Promise<void>((resolve) => watchers.add(resolve))
    }
  }

  const runParts: RunParts = {
    history,
    keys: { getKeyForRun: async () => succeeded(testRunKey) },
    serverKeys: { getKeyForRun: async () => succeeded({ key: null, name: null }) },
    models: { findRoute: () => ({ task: 'chat', provider: null, target: { kind: 'hugging-face' } }) },
    stream,
    network: createTestNetwork(server),
    publish(_, payload) {
      // The events are recognized by their shape.
      if ('answer' in payload) endedRuns.set(payload.answer.id, payload)
      else if ('phase' in payload) {
        phases.push(payload)
        onPhase(payload)
      } else texts.push(payload)
      for (const wake of watchers) wake()
      watchers.clear()
    },
    log: { warn: (text, about) => warnings.push([text, about]), error: (text) => errors.push(text) },
    now: () => 1_700_000_000_000,
    ...overrides,
  }
  const runs = createRuns(runParts, { ...defaultTiming, ...pace })
  return {
    runs,
    history,
    texts,
    phases,
    errors,
    warnings,
    endedRuns,
    waitForEnd: (runId) => until(() => endedRuns.get(runId)),
    waitForText: (matches) => until(() => texts.find(matches)),
    waitForPhase: (matches) => until(() => phases.find(matches)),
  }
}

export function createRunRequest(runId: string, text = 'Why?'): RunRequest {
  return {
    runId,
    conversationId: `conversation of ${runId}`,
    model: 'maker/model',
    setup: { style: defaultStyle, instructions: '' },
    allowSecretInstructions: false,
    comparisonId: null,
    prompt: { kind: 'new', id: `prompt of ${runId}`, parentId: null, text, attachments: [], allowSecrets: false },
  }
}

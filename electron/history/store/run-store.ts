// What the history saves of a run: the prompt before anything is sent, the answer as it arrives, and how it ended. Hides that a running
// answer is saved in chunks, and becomes one searchable text only when it ends.

import type { Database } from 'better-sqlite3'
import { failed, succeeded, type Reply } from '../../../shared/failures.ts'
import type { SavedRunStart, RunResult, RunStart } from '../../../shared/types/run-records.ts'
import { omitDefaultStyle } from '../../../shared/style.ts'
import type { ConversationSummary } from '../../../shared/types/conversations.ts'
import type { Message, Outcome } from '../../../shared/types/messages.ts'
import type { RunEnded } from '../../../shared/types/runs.ts'
import { excerptFrom, dropLoneSurrogate } from './excerpt.ts'
import { attempt } from '../failure.ts'
import { recordKeyUse } from './key-usage.ts'
import type { MessageReader } from './messages.ts'
import { createPromptResolver } from './prompt-resolver.ts'
import { writeSetup, recordThinkingModel } from './setups.ts'
import { createChunkReader, createMessageInserter } from './statements.ts'

export interface RunStore {
  /**
   * Saves the prompt and a running answer in one transaction; both are on the disk when it returns. Creates the conversation if it is
   * new, and removes the draft of the prompt. An answer that continues another one begins with its text. Fails with `bad-input` for
   * an id that is used already or unknown, for an answer that cannot be continued, and if the comparison is full.
   */
  readonly beginRun: (start: RunStart) => Reply<SavedRunStart>
  /** Reads from the conversation's first prompt to this one; empty if there is no such prompt. */
  readonly readBranch: (promptId: string) => Reply<readonly Message[]>
  /** Saves what is new since the last call. `text` and `reasoning` are complete so far, and only grow. */
  readonly savePartial: (runId: string, text: string, reasoning: string, firstTextMs: number | null) => Reply<void>
  /** Saves the end of a run. Fails with `bad-input` for a run that is not running. */
  readonly endRun: (runId: string, result: RunResult) => Reply<RunEnded>
}

/** The runs that this process carries out, by id: the answer's number, and the UTF-16 lengths that are saved. */
export type LiveRuns = Map<string, { readonly answer: number; readonly textLength: number; readonly reasoningLength: number }>

interface RunStoreOptions {
  readonly liveRuns: LiveRuns
  readonly messages: MessageReader
  readonly getSummaryByNumber: (conversation: number) => ConversationSummary | null
}

export function createRunStore(database: Database, { liveRuns, messages, getSummaryByNumber }: RunStoreOptions): RunStore {
  const statements = prepareStatements(database)
  const insertMessage = createMessageInserter(database)
  const resolvePrompt = createPromptResolver(database, messages)

  const begin = database.transaction((start: RunStart): Reply<SavedRunStart & { readonly answer: number }> => {
    const resolved = resolvePrompt(start)
    if (!resolved.ok) return resolved
    const { prompt, conversation, ...begun } = resolved.value
    const answer = insertMessage({ id: start.runId, conversation, parent: prompt, kind: 'answer', createdAt: start.startedAt })
    statements.insertRun.run(answer, start.model, start.task, serializeStyle(start), start.comparisonId)
    writeSetup(database, conversation, start.setup)
    statements.setLeaf.run(answer, start.comparisonId, start.model, start.startedAt, conversation)
    if (begun.text !== '') statements.insertChunk.run(answer, begun.text, begun.reasoning)
    return succeeded({ answer, ...begun })
  })

  const saveChunk = database.transaction((answer: number, text: string, reasoning: string, firstTextMs: number | null) => {
    statements.insertChunk.run(answer, text, reasoning)
    statements.setFirstTextMs.run(roundOrNull(firstTextMs), answer)
  })

  const end = database.transaction((runId: string, result: RunResult): Reply<RunEnded> => {
    const run = statements.runningRun.get(runId)
    if (run === undefined || result.outcome.kind === 'running') return failed('bad-input', 'Not the end of a running run')
    const failure = result.outcome.kind === 'failed' ? result.outcome.failure : null
    statements.endRun.run({
      ...run,
      provider: result.provider,
      reasoning: result.reasoning,
      outcome: result.outcome.kind,
      failureCode: failure?.code ?? null,
      failureDetail: failure?.detail ?? null,
      retryAfterSeconds: failure?.retryAfterSeconds ?? null,
      inputTokens: roundOrNull(result.usage?.inputTokens ?? null),
      outputTokens: roundOrNull(result.usage?.outputTokens ?? null),
      firstTextMs: roundOrNull(result.firstTextMs),
      totalMs: roundOrNull(result.totalMs),
      keyName: result.key?.name ?? null,
    })
    if (result.key !== null) recordKeyUse(database, result.key.id, run.startedAt, result.usage)
    if (result.reasoning !== '') recordThinkingModel(database, run.answer)
    saveAnswerText(database, run, result.text)
    statements.touch.run(run.startedAt + Math.round(result.totalMs), run.conversation)
    const answer = messages.readAnswer(run.answer)
    if (answer === null) throw new Error(`The answer ${runId} is gone`)
    return succeeded({ conversation: getSummaryByNumber(run.conversation), answer })
  })

  return {
    beginRun: (start) =>
      attempt(() => {
        const begun = begin.immediate(start)
        if (!begun.ok) return begun
        const { answer, ...value } = begun.value
        liveRuns.set(start.runId, { answer, textLength: value.text.length, reasoningLength: value.reasoning.length })
        return succeeded(value)
      }),
    readBranch: (promptId) =>
      attempt(() => {
        const prompt = statements.prompt.get(promptId)
        return succeeded(prompt === undefined ? [] : messages.readBranch(prompt))
      }),
    savePartial: (runId, text, reasoning, firstTextMs) =>
      attempt(() => {
        const run = liveRuns.get(runId)
        if (run === undefined) return failed('bad-input', 'Not a running run')
        const newText = dropLoneSurrogate(text.slice(run.textLength))
        const newReasoning = dropLoneSurrogate(reasoning.slice(run.reasoningLength))
        if (newText === '' && newReasoning === '') return succeeded(undefined)
        saveChunk.immediate(run.answer, newText, newReasoning, firstTextMs)
        const { answer, textLength, reasoningLength } = run
        liveRuns.set(runId, { answer, textLength: textLength + newText.length, reasoningLength: reasoningLength + newReasoning.length })
        return succeeded(undefined)
      }),
    endRun: (runId, result) =>
      attempt(() => {
        try {
          return end.immediate(runId, result)
        } finally {
          // Even if the end could not be saved, the run is over: it reads as interrupted, with the chunks that were saved.
          liveRuns.delete(runId)
        }
      }),
  }
}

function serializeStyle({ setup }: RunStart): string | null {
  const style = omitDefaultStyle(setup.style)
  return style === null ? null : JSON.stringify(style)
}

interface RunningRun {
  readonly answer: number
  readonly conversation: number
  readonly startedAt: number
}

/** The runs that have not ended, as `RunningRun`. */
const runningRuns = `
  select answer, conversation, created_at as startedAt from runs join messages on number = answer where outcome = 'running'`

/** Ends the runs that a crash left running: as interrupted, with the chunks that were saved. */
export function interruptOrphanedRuns(database: Database): Reply<void> {
  const orphanedRuns = database.prepare<[], RunningRun>(runningRuns)
  const readChunks = createChunkReader(database)
  const interrupt = database.prepare<[string, number]>(`update runs set outcome = 'interrupted', reasoning = ? where answer = ?`)
  return attempt(() => {
    database.transaction(() => {
      for (const run of orphanedRuns.all()) {
        const { text, reasoning } = readChunks(run.answer)
        interrupt.run(reasoning, run.answer)
        saveAnswerText(database, run, text)
      }
    })()
    return succeeded(undefined)
  })
}

/** Replaces the chunks of an answer by its whole text. */
function saveAnswerText(database: Database, { answer, conversation }: RunningRun, text: string): void {
  database.prepare('delete from chunks where run = ?').run(answer)
  if (text === '') return
  database.prepare(`insert into texts (conversation, message, kind, text) values (?, ?, 'answer', ?)`).run(conversation, answer, text)
  database
    // The list must show nothing of an answer that was deleted meanwhile, or that is not shown because another one was picked.
    .prepare(
      `update conversations set excerpt = ? where number = ? and (select deleted_at from messages where number = ?) is null
         and (leaf = ? or shown_comparison_id = (select comparison_id from runs where answer = ?))`,
    )
    .run(excerptFrom(text), conversation, answer, answer, answer)
}

/** Integer columns of strict tables take no fractions, and clocks and usage may have some. */
function roundOrNull(value: number | null): number | null {
  return value === null ? null : Math.round(value)
}

interface RunEndParameters extends RunningRun {
  readonly provider: string | null
  readonly reasoning: string
  readonly outcome: Outcome['kind']
  readonly failureCode: string | null
  readonly failureDetail: string | null
  readonly retryAfterSeconds: number | null
  readonly inputTokens: number | null
  readonly outputTokens: number | null
  readonly firstTextMs: number | null
  readonly totalMs: number | null
  readonly keyName: string | null
}

function prepareStatements(database: Database) {
  return {
    prompt: database.prepare<[string], number>('select number from messages where id = ? and deleted_at is null').pluck(),
    runningRun: database.prepare<[string], RunningRun>(`${runningRuns} and id = ?`),
    insertRun: database.prepare<[number, string, string, string | null, string | null]>(
      `insert into runs (answer, model, task, style, comparison_id, outcome) values (?, ?, ?, ?, ?, 'running')`,
    ),
    insertChunk: database.prepare<[number, string, string]>('insert into chunks (run, text, reasoning) values (?, ?, ?)'),
    setFirstTextMs: database.prepare<[number | null, number]>(
      'update runs set first_text_ms = ? where answer = ? and first_text_ms is null',
    ),
    setLeaf: database.prepare<[number, string | null, string, number, number]>(
      'update conversations set leaf = ?, shown_comparison_id = ?, model = ?, updated_at = max(updated_at, ?) where number = ?',
    ),
    touch: database.prepare<[number, number]>('update conversations set updated_at = max(updated_at, ?) where number = ?'),
    endRun: database.prepare<[RunEndParameters]>(
      `update runs set provider = :provider, key_name = :keyName, outcome = :outcome, failure_code = :failureCode,
         failure_detail = :failureDetail, retry_after_seconds = :retryAfterSeconds, input_tokens = :inputTokens,
         output_tokens = :outputTokens, first_text_ms = :firstTextMs, total_ms = :totalMs, reasoning = :reasoning
       where answer = :answer`,
    ),
  }
}

// What a run leaves in the history: the prompt before anything is sent, the answer while it comes, and how it ended.
// Hides that a growing answer is kept in pieces until its end, and is put among the words to search by only then.

import type { Database } from 'better-sqlite3'
import { failed, succeeded, type Reply } from '../../../shared/failures.ts'
import type { SavedRunStart, RunResult, RunStart } from '../../../shared/types/run-records.ts'
import { omitDefaultStyle } from '../../../shared/style.ts'
import type { ConversationSummary } from '../../../shared/types/conversations.ts'
import type { Message, Outcome } from '../../../shared/types/messages.ts'
import type { RunEnded } from '../../../shared/types/runs.ts'
import { excerptFrom, dropLoneSurrogate } from './excerpt.ts'
import { attempt } from '../failure.ts'
import { recordKeyUse } from './key-uses.ts'
import { joinChunks, type MessageReader } from './messages.ts'
import { createPromptResolver } from './prompt-resolver.ts'
import { writeSetup, recordThinkingModel } from './setups.ts'

export interface RunStore {
  /**
   * Saves the prompt and a running answer in one transaction that is on the disk when this returns; makes the conversation when it
   * is new, and takes back the draft the prompt was written in. An answer that continues one has all of it from the beginning. Fails
   * with `bad-input` for an id that is used or not there, for an answer that cannot be gone on with, and for one too many in a comparison.
   */
  readonly beginRun: (start: RunStart) => Reply<SavedRunStart>
  /** From the conversation's first prompt to this one, in order; empty when there is no such prompt. */
  readonly readBranch: (promptId: string) => Reply<readonly Message[]>
  /** Saves what is new since the last time. Text and reasoning are all there is so far, and only ever grow. */
  readonly savePartial: (runId: string, text: string, reasoning: string, firstTextMs: number | null) => Reply<void>
  /** Saves the end, once. Fails with `bad-input` for a run that is not running. */
  readonly endRun: (runId: string, result: RunResult) => Reply<RunEnded>
}

/** The ids of the runs this program carries out, with how much of each is saved: its answer's number and UTF-16 lengths. */
export type LiveRuns = Map<string, { readonly answer: number; readonly textLength: number; readonly reasoningLength: number }>

interface RunStoreOptions {
  readonly liveRuns: LiveRuns
  readonly messages: MessageReader
  readonly getSummaryByNumber: (conversation: number) => ConversationSummary | null
}

export function createRunStore(database: Database, { liveRuns, messages, getSummaryByNumber }: RunStoreOptions): RunStore {
  const statements = prepareStatements(database)
  const resolvePrompt = createPromptResolver(database, messages)

  const begin = database.transaction((start: RunStart): Reply<SavedRunStart & { readonly answer: number }> => {
    const resolved = resolvePrompt(start)
    if (!resolved.ok) return resolved
    const { prompt, conversation, ...begun } = resolved.value
    const answer = Number(statements.insertMessage.run(start.runId, conversation, prompt, 'answer', start.startedAt).lastInsertRowid)
    statements.insertRun.run(answer, start.model, start.task, serializeStyle(start), start.comparison)
    writeSetup(database, conversation, start.setup)
    statements.setLeaf.run(answer, start.comparison, start.model, start.startedAt, conversation)
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
    saveAnswer(database, run, result.text)
    statements.touch.run(run.startedAt + Math.round(result.totalMs), run.conversation)
    const answer = messages.answer(run.answer)
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
        return succeeded(prompt === undefined ? [] : messages.readBranch(prompt.number))
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
          // Also when its end could not be saved: it goes on no more, and reads as interrupted with what was saved of it.
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

/** Ends what a crash left running as interrupted, with what was saved of it. */
export function interruptOrphanedRuns(database: Database): Reply<void> {
  const orphanedRuns = database.prepare<[], RunningRun>(
    `select answer, conversation, created_at as startedAt from runs join messages on number = answer where outcome = 'running'`,
  )
  const chunks = database.prepare<[number], { readonly text: string; readonly reasoning: string }>(
    'select text, reasoning from pieces where run = ? order by number',
  )
  const interrupt = database.prepare<[string, number]>(`update runs set outcome = 'interrupted', reasoning = ? where answer = ?`)
  return attempt(() => {
    database.transaction(() => {
      for (const run of orphanedRuns.all()) {
        const { text, reasoning } = joinChunks(chunks.all(run.answer))
        interrupt.run(reasoning, run.answer)
        saveAnswer(database, run, text)
      }
    })()
    return succeeded(undefined)
  })
}

/** The whole answer takes the place of its pieces. */
function saveAnswer(database: Database, { answer, conversation }: RunningRun, text: string): void {
  database.prepare('delete from pieces where run = ?').run(answer)
  if (text === '') return
  database.prepare(`insert into texts (conversation, message, place, text) values (?, ?, 'answer', ?)`).run(conversation, answer, text)
  database
    // Of one that was deleted meanwhile nothing may stay behind, and one that was not chosen is not what was said last.
    .prepare(
      `update conversations set excerpt = ? where number = ? and (select deleted_at from messages where number = ?) is null
         and (leaf = ? or comparing = (select comparison from runs where answer = ?))`,
    )
    .run(excerptFrom(text), conversation, answer, answer, answer)
}

/** Columns of whole numbers take no fractions, and a clock may give them. */
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
    prompt: database.prepare<[string], { readonly number: number }>('select number from messages where id = ? and deleted_at is null'),
    runningRun: database.prepare<[string], RunningRun>(
      `select answer, conversation, created_at as startedAt
       from messages join runs on answer = number where id = ? and outcome = 'running'`,
    ),
    insertMessage: database.prepare<[string, number, number | null, Message['kind'], number]>(
      'insert into messages (id, conversation, parent, kind, created_at) values (?, ?, ?, ?, ?)',
    ),
    insertRun: database.prepare<[number, string, string, string | null, string | null]>(
      `insert into runs (answer, model, task, style, comparison, outcome) values (?, ?, ?, ?, ?, 'running')`,
    ),
    insertChunk: database.prepare<[number, string, string]>('insert into pieces (run, text, reasoning) values (?, ?, ?)'),
    setFirstTextMs: database.prepare<[number | null, number]>(
      'update runs set first_text_ms = ? where answer = ? and first_text_ms is null',
    ),
    setLeaf: database.prepare<[number, string | null, string, number, number]>(
      'update conversations set leaf = ?, comparing = ?, model = ?, updated_at = max(updated_at, ?) where number = ?',
    ),
    touch: database.prepare<[number, number]>('update conversations set updated_at = max(updated_at, ?) where number = ?'),
    endRun: database.prepare<[RunEndParameters]>(
      `update runs set provider = :provider, reasoning = :reasoning, outcome = :outcome, failure_code = :failureCode,
         failure_detail = :failureDetail, retry_after_seconds = :retryAfterSeconds, input_tokens = :inputTokens,
         output_tokens = :outputTokens, first_text_ms = :firstTextMs, total_ms = :totalMs,
         key_name = :keyName
       where answer = :answer`,
    ),
  }
}

// How much each key was used in each month: runs, and tokens where the provider reports them. Counted as runs end, so that reading it
// does not depend on how many runs there are.

import type { Database } from 'better-sqlite3'
import { succeeded, type Reply } from '../../../shared/failures.ts'
import type { Usage } from '../../../shared/types/messages.ts'
import type { MonthlyKeyUsage } from '../../../shared/types/keys.ts'
import { attempt } from '../failure.ts'

/** Counts a run that has ended. Call it in the transaction that saves the end. */
export function recordKeyUse(database: Database, keyId: string, startedAt: number, usage: Usage | null): void {
  const upsert = database.prepare<[string, string, number, number]>(
    `insert into key_usage (key_id, month, runs, input_tokens, output_tokens) values (?, ?, 1, ?, ?)
     on conflict do update set runs = runs + 1, input_tokens = input_tokens + excluded.input_tokens,
       output_tokens = output_tokens + excluded.output_tokens`,
  )
  upsert.run(keyId, formatMonth(startedAt), Math.round(usage?.inputTokens ?? 0), Math.round(usage?.outputTokens ?? 0))
}

export function createKeyUsageReader(database: Database): () => Reply<readonly MonthlyKeyUsage[]> {
  const select = database.prepare<[], MonthlyKeyUsage>(
    `select key_id as keyId, month, runs, input_tokens as inputTokens, output_tokens as outputTokens
     from key_usage order by month desc, key_id`,
  )
  return () => attempt(() => succeeded(select.all()))
}

/** Formats a time as a month in this computer's time zone, such as "2026-11". */
function formatMonth(time: number): string {
  const date = new Date(time)
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}`
}

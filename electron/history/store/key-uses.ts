// What each key did in each month: runs, and tokens where the provider counted them. Hides that it is counted as runs end.

import type { Database } from 'better-sqlite3'
import { succeeded, type Reply } from '../../../shared/failures.ts'
import type { Usage } from '../../../shared/types/messages.ts'
import type { MonthlyKeyUsage } from '../../../shared/types/keys.ts'
import { attempt } from '../failure.ts'

/** Adds a run that has ended. Call it inside the transaction that saves the end. */
export function recordKeyUse(database: Database, keyId: string, startedAt: number, usage: Usage | null): void {
  const upsert = database.prepare<[string, string, number, number]>(
    `insert into key_uses (key_id, month, runs, input_tokens, output_tokens) values (?, ?, 1, ?, ?)
     on conflict do update set runs = runs + 1, input_tokens = input_tokens + excluded.input_tokens,
       output_tokens = output_tokens + excluded.output_tokens`,
  )
  upsert.run(keyId, formatMonth(startedAt), Math.round(usage?.inputTokens ?? 0), Math.round(usage?.outputTokens ?? 0))
}

export function createKeyUsesReader(database: Database): () => Reply<readonly MonthlyKeyUsage[]> {
  const select = database.prepare<[], MonthlyKeyUsage>(
    `select key_id as keyId, month, runs, input_tokens as inputTokens, output_tokens as outputTokens
     from key_uses order by month desc, key_id`,
  )
  return () => attempt(() => succeeded(select.all()))
}

/** Such as "2026-11", in the time of this computer. */
function formatMonth(time: number): string {
  const date = new Date(time)
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}`
}

// Loaded into an app's main process before its own code (`--import`): every transaction of the history takes SLOW_DISK_MS longer, and main
// waits for it, as it does for a slow disk.

import Database from 'better-sqlite3'

const delayMs = Number(process.env['SLOW_DISK_MS'])
const clock = new Int32Array(new SharedArrayBuffer(4))
const createTransaction: unknown = Reflect.get(Database.prototype, 'transaction')

function transaction(this: unknown, work: (...input: readonly unknown[]) => unknown): unknown {
  if (typeof createTransaction !== 'function') throw new Error('better-sqlite3 has no transactions')
  const slowWork = (...input: readonly unknown[]): unknown => {
    Atomics.wait(clock, 0, 0, delayMs)
    return work(...input)
  }
  return Reflect.apply(createTransaction, this, [slowWork])
}

Reflect.set(Database.prototype, 'transaction', transaction)

// Writes a file where a person chose, for them alone to read.

import { failed, succeeded, type Failure, type Reply } from '../../shared/errors.ts'
import { replaceFile } from '../files/atomic.ts'

type Texts = AsyncIterable<Reply<string>> | Iterable<Reply<string>>

/**
 * Writes these texts one behind the other; what was there is replaced once all of them are written. Fails as the first text that cannot be
 * had does, with `history-full-disk` where there is no room, and otherwise with `file-not-saved`.
 */
export async function saveFile(path: string, texts: Texts): Promise<Reply<void>> {
  let missing: Failure | null = null
  async function* had(): AsyncGenerator<string> {
    for await (const text of texts) {
      if (text.ok) yield text.value
      else {
        missing = text.failure
        throw new Error('A part of the file cannot be had')
      }
    }
  }
  try {
    await replaceFile(path, had())
    return succeeded(undefined)
  } catch (error) {
    if (missing !== null) return { ok: false, failure: missing }
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    return failed(code === 'ENOSPC' || code === 'EDQUOT' ? 'history-full-disk' : 'file-not-saved', code)
  }
}

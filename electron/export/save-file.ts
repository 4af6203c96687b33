// Writes a file where a person chose, for them alone to read.

import { failed, succeeded, type Failure, type Reply } from '../../shared/failures.ts'
import { writeFileDurably } from '../files/durable-files.ts'

type TextSource = AsyncIterable<Reply<string>> | Iterable<Reply<string>>

/**
 * Writes these texts one behind the other; what was there is replaced once all of them are written. Fails as the first text that cannot be
 * had does, with `history-full-disk` where there is no room, and otherwise with `file-not-saved`.
 */
export async function saveFile(path: string, texts: TextSource): Promise<Reply<void>> {
  let sourceFailure: Failure | null = null
  async function* chunks(): AsyncGenerator<string> {
    for await (const text of texts) {
      if (text.ok) yield text.value
      else {
        sourceFailure = text.failure
        throw new Error('A part of the file cannot be had')
      }
    }
  }
  try {
    await writeFileDurably(path, chunks())
    return succeeded(undefined)
  } catch (error) {
    if (sourceFailure !== null) return { ok: false, failure: sourceFailure }
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    return failed(code === 'ENOSPC' || code === 'EDQUOT' ? 'history-full-disk' : 'file-not-saved', code)
  }
}

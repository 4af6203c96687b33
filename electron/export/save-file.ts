// Saves a file at the location that a person chose, readable by them only.

import { failed, succeeded, type Failure, type Reply } from '../../shared/failures.ts'
import { getErrorCode, isDiskFull, writeFileDurably } from '../files/durable-files.ts'

type TextSource = AsyncIterable<Reply<string>> | Iterable<Reply<string>>

/**
 * Writes the texts one after the other, and replaces an existing file once all of them are written. If a text is a failure, fails with
 * that; otherwise with `history-full-disk` or `file-not-saved`.
 */
export async function saveFile(path: string, texts: TextSource): Promise<Reply<void>> {
  let sourceFailure: Failure | null = null
  async function* chunks(): AsyncGenerator<string> {
    for await (const text of texts) {
      if (text.ok) yield text.value
      else {
        sourceFailure = text.failure
        throw new Error('A part of the file is missing')
      }
    }
  }
  try {
    await writeFileDurably(path, chunks())
    return succeeded(undefined)
  } catch (error) {
    if (sourceFailure !== null) return { ok: false, failure: sourceFailure }
    return failed(isDiskFull(error) ? 'history-full-disk' : 'file-not-saved', getErrorCode(error))
  }
}

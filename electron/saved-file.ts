// Writes a file where a person chose, for them alone to read.

import { failed, succeeded, type Reply } from './shared/errors.ts'
import { replaceFile } from './whole-file.ts'

/** What was there is replaced. Fails with `history-full-disk` where there is no room, and otherwise with `file-not-saved`. */
export async function saveFile(path: string, text: string): Promise<Reply<void>> {
  try {
    await replaceFile(path, text)
    return succeeded(undefined)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    return failed(code === 'ENOSPC' || code === 'EDQUOT' ? 'history-full-disk' : 'file-not-saved', code)
  }
}

// What SQLite's and the file system's errors mean to a person. Whatever is not listed here is a fault of ours and stays thrown.

import { failed, type FailureCode, type Reply } from '../../shared/failures.ts'

const codePatterns: readonly (readonly [RegExp, FailureCode])[] = [
  // The shared memory file is the first thing that finds no room; SQLite gives that a code of its own.
  [/^(SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT)$/, 'history-full-disk'],
  [/^SQLITE_(CORRUPT|NOTADB)/, 'history-damaged'],
  [/^SQLITE_CONSTRAINT/, 'bad-input'],
  [/^SQLITE_(READONLY|CANTOPEN|PERM|AUTH|IOERR|BUSY|LOCKED)/, 'history-cannot-write'],
  [/^(EACCES|EPERM|EROFS|ENOENT|ENOTDIR|EISDIR|EEXIST|ELOOP|EIO|EMFILE|ENFILE|EBUSY)$/, 'history-cannot-write'],
]

/** Does the work; an error of the disk or the database becomes its failure. SQLite's messages name columns, never contents. */
export function attempt<Value>(work: () => Reply<Value>): Reply<Value> {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') throw error
    const name = error.code
    const matched = codePatterns.find(([pattern]) => pattern.test(name))
    if (matched === undefined) throw error
    // The message of a file system's error holds the path, and with it the user's name.
    return failed(matched[1], name.startsWith('SQLITE') ? `${name}: ${error.message}` : name)
  }
}

// Maps errors of SQLite and the file system to failures a person can understand. Other errors are bugs, and stay thrown.

import { failed, type FailureCode, type Reply } from '../../shared/failures.ts'

const codePatterns: readonly (readonly [RegExp, FailureCode])[] = [
  // On a full disk SQLite first fails to create its shared memory file, and has a code for that.
  [/^(SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT)$/, 'history-full-disk'],
  [/^SQLITE_(CORRUPT|NOTADB)/, 'history-damaged'],
  [/^SQLITE_CONSTRAINT/, 'bad-input'],
  [/^SQLITE_(READONLY|CANTOPEN|PERM|AUTH|IOERR|BUSY|LOCKED)/, 'history-cannot-write'],
  [/^(EACCES|EPERM|EROFS|ENOENT|ENOTDIR|EISDIR|EEXIST|ELOOP|EIO|EMFILE|ENFILE|EBUSY)$/, 'history-cannot-write'],
]

/** Does the work, and returns an error of the disk or the database as a failure. */
export function attempt<Value>(work: () => Reply<Value>): Reply<Value> {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') throw error
    const name = error.code
    const matched = codePatterns.find(([pattern]) => pattern.test(name))
    if (matched === undefined) throw error
    // SECURITY: SQLite's messages name columns, never contents. Those of the file system hold the path, and with it the user's name.
    return failed(matched[1], name.startsWith('SQLITE') ? `${name}: ${error.message}` : name)
  }
}

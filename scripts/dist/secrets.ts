// Says where in the shipped files and in the tree something looks like somebody's key; never the key itself. The shapes of keys are
// those that Parley looks for in a prompt.

import { findSecrets } from '../../shared/secrets.ts'
import { en } from '../../shared/words/en/en.ts'

/** What was found in a file, in words that name the file and the start of the key, four characters long. */
export function describeSecrets(path: string, text: string): readonly string[] {
  return findSecrets(text).map(({ kind, masked }) => `${path} holds what looks like ${en.secret.kinds[kind]}: ${masked}`)
}

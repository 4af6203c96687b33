// Reads the project's own source files and what each one imports, for the rules. Hides the walk and the reading of imports.

import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'

export const root = join(import.meta.dirname, '../..')

export interface SourceFile {
  /** From the repository's root, with forward slashes. */
  readonly path: string
  readonly text: string
}

/** Every file that git tracks or would track and whose path passes. */
export function readSources(isWanted: (path: string) => boolean): readonly SourceFile[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  return listed
    .split('\n')
    .filter((path) => path !== '' && isWanted(path) && existsSync(join(root, path)))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

/** `… from 'x'`, `import 'x'` and `import('x')`; a string of any other kind is not an import. */
const importPattern =
  /(?:^|\n)\s*(?:import|export)\s[^'"`;=]*?\bfrom\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g

/** What a file imports, re-exports or loads later, types included: own files as paths from the root, packages by name. */
export function listImports(source: SourceFile): readonly string[] {
  return [...source.text.matchAll(importPattern)]
    .map((match) => match[1] ?? match[2] ?? match[3] ?? '')
    .map((name) => resolveImport(source.path, name))
}

function resolveImport(from: string, name: string): string {
  return name.startsWith('.') ? posix.normalize(posix.join(dirname(from), name)) : name
}

/** "@scope/name/deep" and "name/deep" are their package. */
export function getPackageName(name: string): string {
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/')
}

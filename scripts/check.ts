// `npm run check`: types, lint, format, then the rules of the house. Runs them all and names those that failed.

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './build.ts'
import { runPlaywright } from './run-playwright.ts'

const tools: readonly (readonly [string, string, ...string[]])[] = [
  ['types of main', 'typescript/bin/tsc', '-p', '.'],
  ['types of the window', 'typescript/bin/tsc', '-p', 'renderer'],
  ['types of the tests', 'typescript/bin/tsc', '-p', 'test'],
  ['lint', 'oxlint/bin/oxlint', '--type-aware', '--deny-warnings'],
  ['format', 'oxfmt/bin/oxfmt', '--check'],
]

const unhappy: string[] = []
for (const [what, tool, ...words] of tools) {
  const done = spawnSync(process.execPath, [join(root, 'node_modules', tool), ...words], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (done.status !== 0) unhappy.push(what)
}
if ((await runPlaywright(['--project=rules'])) !== 0) unhappy.push('rules')

process.stdout.write(unhappy.length === 0 ? 'All checks passed.\n' : `Not passed: ${unhappy.join(', ')}.\n`)
process.exitCode = unhappy.length === 0 ? 0 : 1

// `npm run check`: types, lint, format and the rule specs. Runs all of them and names those that failed.

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

const failed: string[] = []
for (const [label, tool, ...args] of tools) {
  const result = spawnSync(process.execPath, [join(root, 'node_modules', tool), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (result.status !== 0) failed.push(label)
}
if ((await runPlaywright(['--project=rules'])) !== 0) failed.push('rules')

process.stdout.write(failed.length === 0 ? 'All checks passed.\n' : `Failed: ${failed.join(', ')}.\n`)
process.exitCode = failed.length === 0 ? 0 : 1

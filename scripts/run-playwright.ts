// Runs the one test runner on the Node that runs this. Hides where its command line lies.

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { compileCacheEnvironment } from '../test/support/compile-cache.ts'
import { root } from './build.ts'

/** Runs `playwright test` with these words; gives its exit status. Its output goes where this process's own goes, unless told otherwise. */
export async function runPlaywright(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  output: 'to the output' | 'to the error stream' = 'to the output',
): Promise<number> {
  const command = join(root, 'node_modules', '@playwright', 'test', 'cli.js')
  const child = spawn(process.execPath, [command, 'test', ...args], {
    cwd: root,
    stdio: ['ignore', output === 'to the output' ? 1 : 2, 2],
    env: { ...process.env, ...compileCacheEnvironment, ...environment },
  })
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)))
}

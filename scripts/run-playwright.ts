// Runs Playwright on the current Node. Hides where its command line is installed.

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { compileCacheEnvironment } from '../test/support/compile-cache.ts'
import { root } from './build.ts'

/** Runs `playwright test` with these arguments and returns its exit status. */
export async function runPlaywright(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  output: 'stdout' | 'stderr' = 'stdout',
): Promise<number> {
  const command = join(root, 'node_modules', '@playwright', 'test', 'cli.js')
  const child = spawn(process.execPath, [command, 'test', ...args], {
    cwd: root,
    stdio: ['ignore', output === 'stdout' ? 1 : 2, 2],
    env: { ...process.env, ...compileCacheEnvironment, ...environment },
  })
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)))
}

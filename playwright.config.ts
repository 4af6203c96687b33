// The one test runner: unit (plain Node), rules (the shape of the code), app (the built app through its window).
// Benches are no specs: they assert nothing (scripts/bench.ts).
// What each project may use is decided by its folder, not here.

import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: 'test',
  outputDir: 'test-results',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  fullyParallel: false,
  forbidOnly: process.env['CI'] === 'true',
  // A machine that does other things at the same time may miss a limit once; a spec that needed a second try is named.
  retries: process.env['CI'] === 'true' ? 1 : 0,
  // What runs in plain Node often waits, for a keyring or a limit; an app is more than one process.
  workers: 3,
  reporter: [['./test/support/reporter.ts']],
  projects: [
    { name: 'unit', testMatch: ['unit/**/*.spec.ts', 'stand-ins/**/*.spec.ts'] },
    { name: 'rules', testMatch: 'rules/**/*.spec.ts' },
    { name: 'app', testMatch: 'app/**/*.spec.ts', workers: 2 },
  ],
})

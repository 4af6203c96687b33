// `npm test`: builds the app and runs the unit, rules and app projects. Arguments after `--` go to Playwright, to select specs.

import { build } from './build.ts'
import { runPlaywright } from './run-playwright.ts'

await build()
process.exitCode = await runPlaywright(['--project=unit', '--project=rules', '--project=app', ...process.argv.slice(2)])

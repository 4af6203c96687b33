// `npm run demo`: runs the built app with a temporary profile, keyring and stand-in for Hugging Face. With a display the person uses it;
// without one the demo uses the window itself and reports what it saw. Options: demo/options.ts. Steps: demo/walkthrough.ts.

import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, root } from './build.ts'
import { createDemoEnvironment, type DemoEnvironment } from './demo/environment.ts'
import { parseOptions, usage, type DemoOptions } from './demo/options.ts'
import { toDemoResult, type DemoResult } from './demo/result.ts'
import { createScreenshotRecorder } from './demo/screenshots.ts'
import { question } from './demo/sample-text.ts'
import { formatTranscript } from './demo/transcript.ts'
import { runWalkthrough } from './demo/walkthrough.ts'
import { ensureElectron, hasDisplay } from './electron.ts'

/** Generous, because a real model may answer slowly. */
const maxDurationMs = 10 * 60_000
const slowTokensPerSecond = 8
const emptyResult: DemoResult = toDemoResult({ isOk: false, model: null, saved: null, failure: null, screenshots: [] })

const folder = mkdtempSync(join(tmpdir(), 'parley-demo-'))
// All temporary files go into this folder, so that one removal cleans up however the demo ends.
process.env[process.platform === 'win32' ? 'TEMP' : 'TMPDIR'] = folder
// Chromium needs access: under root it runs as another user.
chmodSync(folder, 0o711)
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))

const abortController = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // Arrives more than once: sent to the whole process group, and forwarded by the parent.
  process.on(signal, () => abortController.abort(`The demo was ended (${signal}).`))
}

const args = process.argv.slice(2)
const options = parseOptions(args, hasDisplay())
if (!options.ok) {
  console.error(`${options.error}\n\n${usage}`)
  if (args.includes('--json')) console.log(JSON.stringify(emptyResult))
  process.exitCode = 2
} else {
  process.exitCode = (await demo(options.value).catch(fail)) ? 0 : 1
}

function fail(error: unknown): false {
  console.error(`The demo could not start: ${error instanceof Error ? error.message : String(error)}`)
  if (args.includes('--json')) console.log(JSON.stringify(emptyResult))
  return false
}

async function demo(demoOptions: DemoOptions): Promise<boolean> {
  if (process.platform !== 'linux' && (await ensureElectron()) === null) throw new Error('Electron could not be fetched.')
  await build()
  const environment = await createDemoEnvironment(demoOptions, folder)
  try {
    return demoOptions.isAutomated ? await runAutomated(demoOptions, environment) : await runInteractive(demoOptions, environment)
  } finally {
    await environment.end()
  }
}

/** Opens the window for the person; ends when they close it. */
async function runInteractive({ server }: DemoOptions, environment: DemoEnvironment): Promise<boolean> {
  const app = await environment.start('visible')
  for (const line of environment.notes) console.log(line)
  const key = server.kind === 'stand-in' ? `paste this test key: ${environment.key}` : 'paste your key.'
  console.log(`
Parley is open. Try this:
  1. Press “I have a key…” and ${key}
  2. Type “${question}”, press Enter, and paste any text when it asks for one.
  3. Press Stop during an answer. Choose another model below the prompt box.
  4. Search your conversations at the top left.
Close the window to end the demo.`)
  const end = new Promise<void>((resolve) => abortController.signal.addEventListener('abort', () => resolve(), { once: true }))
  await Promise.race([app.exited, end])
  await app.close()
  return true
}

async function runAutomated(demoOptions: DemoOptions, environment: DemoEnvironment): Promise<boolean> {
  const { hub, keyring, key, start } = environment
  if (key === null) throw new Error('There is no key to use.')
  // SECURITY: the message of a step may quote what was typed.
  const maskKey = (text: string): string => (demoOptions.keyFile === null ? text : text.replaceAll(key, '[key]'))
  const log = (line: string): void => console.log(maskKey(line))
  const timeout = setTimeout(() => abortController.abort(`The demo took longer than ${maxDurationMs / 60_000} minutes.`), maxDurationMs)
  const screenshotRecorder = createScreenshotRecorder(join(root, 'demo-out'))

  environment.notes.forEach(log)
  const walkResult = await runWalkthrough({
    start: () => start('headless-shell'),
    key,
    model: demoOptions.model,
    prompt: demoOptions.prompt,
    expectsServerNotice: demoOptions.server.kind !== 'live',
    expectsSavedKey: keyring !== null,
    screenshots: screenshotRecorder,
    slowDown: hub === null ? null : () => hub.setSpeed(slowTokensPerSecond),
    log,
    signal: abortController.signal,
  })
  clearTimeout(timeout)

  const { failed, saved, model, failure } = walkResult
  if (saved !== null) log(`\n${formatTranscript(demoOptions.prompt ?? `${question} (with a text of five paragraphs)`, saved)}\n`)
  log(`${screenshotRecorder.files().length} screenshots are in demo-out/.`)
  log(failed === null ? 'Every step was seen on screen.' : `This step was not seen on screen: ${failed.step}.`)
  const result = toDemoResult({ isOk: failed === null, model, saved, failure, screenshots: screenshotRecorder.files() })
  if (demoOptions.isJson) log(JSON.stringify(result))
  return result.ok
}

// `npm run demo`: the built app with a throw-away profile, keyring and stand-in for Hugging Face. On a screen it is the person's to use;
// without one it uses itself and tells what it saw. What it takes is in demo/options.ts, what it does in demo/walk.ts.

import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, root } from './build.ts'
import { makeGround, type Ground } from './demo/ground.ts'
import { readOptions, usage, type DemoOptions } from './demo/options.ts'
import { resultOf, type DemoResult } from './demo/result.ts'
import { createShots } from './demo/shots.ts'
import { question } from './demo/text.ts'
import { transcript } from './demo/transcript.ts'
import { walk } from './demo/walk.ts'
import { bringElectron } from './electron.ts'
import { hasScreen } from './screen.ts'

/** A model may answer slowly; nothing else takes long. */
const longestMs = 10 * 60_000
const slowPiecesPerSecond = 8
const nothing: DemoResult = resultOf({ isOk: false, model: null, saved: null, failure: null, screenshots: [] })

const folder = mkdtempSync(join(tmpdir(), 'parley-demo-'))
// Whatever is made on the way lies in this one folder, so that one removal is enough, however the demo ends.
process.env[process.platform === 'win32' ? 'TEMP' : 'TMPDIR'] = folder
// Where root runs this, Chromium runs as another user.
chmodSync(folder, 0o711)
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))

const ending = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // It comes more than once: to the whole group, and handed on by what has started this.
  process.on(signal, () => ending.abort(`The demo was ended (${signal}).`))
}

const words = process.argv.slice(2)
const options = readOptions(words, hasScreen())
if (!options.ok) {
  console.error(`${options.complaint}\n\n${usage}`)
  if (words.includes('--json')) console.log(JSON.stringify(nothing))
  process.exitCode = 2
} else {
  process.exitCode = (await demo(options.value).catch(fail)) ? 0 : 1
}

function fail(error: unknown): false {
  console.error(`The demo could not begin: ${error instanceof Error ? error.message : String(error)}`)
  if (words.includes('--json')) console.log(JSON.stringify(nothing))
  return false
}

async function demo(chosen: DemoOptions): Promise<boolean> {
  if (process.platform !== 'linux' && (await bringElectron()) === null) throw new Error('Electron could not be fetched.')
  await build()
  const ground = await makeGround(chosen, folder)
  try {
    return chosen.isDriven ? await drive(chosen, ground) : await show(chosen, ground)
  } finally {
    await ground.end()
  }
}

/** Leaves the window to the person; ends when they close it. */
async function show({ server }: DemoOptions, ground: Ground): Promise<boolean> {
  const app = await ground.start('shown')
  for (const line of ground.says) console.log(line)
  const key = server.kind === 'stand-in' ? `paste this made-up key: ${ground.key}` : 'paste your key.'
  console.log(`
Parley is open. Try this:
  1. Press “Set your key…” and ${key}
  2. Type “${question}”, press Enter, and paste any text where it asks for one.
  3. Press Stop while an answer comes. Choose another model below the prompt box.
  4. Search your conversations at the top left.
Close the window to end the demo.`)
  const end = new Promise<void>((resolve) => ending.signal.addEventListener('abort', () => resolve(), { once: true }))
  await Promise.race([app.exited, end])
  await app.close()
  return true
}

async function drive(chosen: DemoOptions, ground: Ground): Promise<boolean> {
  const { hub, keyring, key, start } = ground
  if (key === null) throw new Error('There is no key to use.')
  // SECURITY: what a step says of itself may quote what was typed.
  const withoutKey = (text: string): string => (chosen.keyFile === null ? text : text.replaceAll(key, '[key]'))
  const say = (line: string): void => console.log(withoutKey(line))
  const limit = setTimeout(() => ending.abort(`The demo took longer than ${longestMs / 60_000} minutes.`), longestMs)
  const shots = createShots(join(root, 'demo-out'))

  ground.says.forEach(say)
  const walked = await walk({
    start: () => start('light'),
    key,
    model: chosen.model,
    prompt: chosen.prompt,
    isServerNamed: chosen.server.kind !== 'live',
    isKeyKept: keyring !== null,
    shots,
    slowDown: hub === null ? null : () => hub.setSpeed(slowPiecesPerSecond),
    say,
    end: ending.signal,
  })
  clearTimeout(limit)

  const { failed, saved, model, failure } = walked
  if (saved !== null) say(`\n${transcript(chosen.prompt ?? `${question} (with a text of five paragraphs)`, saved)}\n`)
  say(`${shots.taken().length} screenshots are in demo-out/.`)
  say(failed === null ? 'Every step was seen on screen.' : `Not every step was seen on screen. This one was not: ${failed.step}.`)
  const result = resultOf({ isOk: failed === null, model, saved, failure, screenshots: shots.taken() })
  if (chosen.isJson) say(JSON.stringify(result))
  return result.ok
}

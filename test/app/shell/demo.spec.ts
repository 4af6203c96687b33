// `npm run demo` as a program runs it: every step through the window, and a last line that says what was seen.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import type { DemoResult } from '../../../scripts/demo/result.ts'
import { compileCacheEnvironment } from '../../support/compile-cache.ts'
import { root } from '../../support/sources.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'

interface DemoRun {
  readonly status: number | null
  readonly output: string
  readonly result: DemoResult
}

let hub: Hub
let folder: string

test.describe.configure({ timeout: 120_000 })

test.beforeEach(async () => {
  hub = await startHub({ speed: 0 })
  folder = mkdtempSync(join(tmpdir(), 'demo-'))
  // Chromium runs as another user than root.
  chmodSync(folder, 0o711)
})
test.afterEach(async () => {
  await hub.close()
  rmSync(folder, { recursive: true, force: true })
})

/** @param onOutput hears all that has been printed so far, and how to press Ctrl-C */
async function runDemo(
  demoArguments: readonly string[],
  onOutput: (output: string, interrupt: () => void) => void = () => undefined,
): Promise<DemoRun> {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, [join(root, 'scripts', 'demo.ts'), '--json', ...demoArguments], {
    cwd: root,
    env: { PATH, HOME, TMPDIR: folder, ...compileCacheEnvironment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Ctrl-C reaches every process of a group, and this one must not be in it.
    detached: true,
  })
  let output = ''
  let printedOutput = ''
  const onData = (text: string): void => {
    output += text
    onOutput(output, () => process.kill(-(child.pid ?? 0), 'SIGINT'))
  }
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (printedOutput += text))
  child.stdout.on('data', onData)
  child.stderr.setEncoding('utf8').on('data', onData)
  const [status] = await once(child, 'close')
  const result: DemoResult = JSON.parse(printedOutput.trimEnd().split('\n').at(-1) ?? '')
  return { status: typeof status === 'number' ? status : null, output, result }
}

/** A part of an answer as it comes over the network. */
function toStreamEvent(delta: Readonly<Record<string, string>>, finishReason: string | null): string {
  return `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finishReason }] })}\n\n`
}

/** One prompt to the spec's own stand-in. */
function runDemoOnHub(key: string, ...demoArguments: readonly string[]): Promise<DemoRun> {
  const file = join(folder, 'key')
  writeFileSync(file, `${key}\n`)
  return runDemo(['--hub', hub.origin, '--key-file', file, ...demoArguments]).finally(() => rmSync(file))
}

test('sees every step on screen, from the first start to an answer found again', async () => {
  const { status, output, result } = await runDemo(['--check'])
  expect(output).not.toContain('NOT SEEN')
  expect([status, result.ok, result.outcome, result.failure]).toEqual([0, true, 'finished', null])
  expect(result.answer).toContain('The moon is the main cause.')
  expect(Object.keys(result)).toEqual([
    'ok',
    'model',
    'answer',
    'reasoning',
    'outcome',
    'failure',
    'provider',
    'usage',
    'firstTextMs',
    'totalMs',
    'screenshots',
  ])
  const screenNames = new Set(result.screenshots.map((path) => /^demo-out\/\d\d-(.+?)-(?:light|dark)/.exec(path)?.[1]))
  expect([...screenNames]).toEqual([
    'empty-without-key',
    'key-window',
    'empty-with-key',
    'picker',
    'answer',
    'streaming',
    'stopped',
    'search',
    'settings',
  ])
  expect(result.screenshots.filter((path) => !existsSync(join(root, path)))).toEqual([])
  expect(readdirSync(folder)).toEqual([])
})

test('asks any server one prompt with the key from a file, gives what the history holds, and does not print the key that comes back', async () => {
  const key = hub.keys.fineGrained
  const body = `${toStreamEvent({ reasoning_content: `Whose is ${key}?` }, null)}${toStreamEvent({ content: `You sent ${key}.` }, 'stop')}data: [DONE]\n\n`
  const headers = { 'content-type': 'text/event-stream' }
  hub.setRecording({ name: 'the key', method: 'POST', url: '/v1/chat/completions', model: null, status: 200, headers, body })
  const model = 'deepseek-ai/DeepSeek-R1'
  const { status, output, result } = await runDemoOnHub(key, '--model', model, '--prompt', 'Hello')
  expect([status, result.ok, result.model]).toEqual([0, true, model])
  expect([result.reasoning, result.answer]).toEqual(['Whose is [key]?', 'You sent [key].'])
  const postRequests = hub.requests.filter((request) => request.method === 'POST')
  expect(postRequests.map(({ headers: sent }) => sent['authorization'])).toEqual([`Bearer ${key}`])
  expect(output).not.toContain(key)
})

test('does not send a prompt that holds a key, and says why', async () => {
  const key = hub.keys.fineGrained
  const { status, output, result } = await runDemoOnHub(key, '--prompt', `/say ${key}`)
  expect([status, result.ok, result.failure]).toEqual([1, false, 'secret-in-prompt'])
  expect(output).toContain(en.failures['secret-in-prompt'])
  expect(output).not.toContain(key)
  expect(hub.requests.filter(({ method }) => method === 'POST')).toEqual([])
})

test('names the step that was not seen and what the window said, for a key that is refused', async () => {
  const { status, output, result } = await runDemoOnHub(hub.keys.rejected, '--prompt', 'Hello')
  expect([status, result.ok, result.outcome, result.failure]).toEqual([1, false, 'failed', 'key-rejected'])
  expect(output).toContain('NOT SEEN: The key is checked and saved')
  expect(output).toContain('Hugging Face did not accept the key.')
  expect(output).not.toContain(hub.keys.rejected)
})

test('says of a model that nobody runs that it is so', async () => {
  const notServedRun = await runDemoOnHub(hub.keys.fineGrained, '--model', 'distilgpt2', '--prompt', 'Hello')
  expect([notServedRun.status, notServedRun.result.failure, notServedRun.result.model]).toEqual([1, 'model-not-served', 'distilgpt2'])
})

test('gives the part of an answer that came before the connection was lost', async () => {
  await hub.setFault('cut-by-reset')
  const { status, result } = await runDemoOnHub(hub.keys.fineGrained, '--prompt', '/length 2000')
  expect([status, result.ok, result.outcome, result.failure]).toEqual([1, false, 'failed', 'cut-off'])
  expect(result.answer).toMatch(/^This is sentence 1/)
})

test('tells of a server that is not there', async () => {
  await hub.close()
  const { status, result } = await runDemoOnHub(hub.keys.fineGrained, '--prompt', 'Hello')
  expect([status, result.ok, result.outcome, result.failure]).toEqual([1, false, 'failed', 'offline'])
})

test('ends on Ctrl-C with its last line, and leaves nothing running or lying about', async () => {
  let wasInterrupted = false
  const { status, output, result } = await runDemo(['--check'], (printedSoFar, interrupt) => {
    if (wasInterrupted || !printedSoFar.includes('The key window opens')) return
    wasInterrupted = true
    interrupt()
  })
  expect([status, result.ok]).toEqual([1, false])
  expect(output).toContain('The demo was ended (SIGINT).')
  expect(readdirSync(folder)).toEqual([])
})

test('answers options that mean nothing with how it is used', async () => {
  const { status, output, result } = await runDemo(['--hub', 'live', '--prompt', 'Hello'])
  expect([status, result.ok]).toEqual([2, false])
  expect(output).toContain('--key-file FILE')
})

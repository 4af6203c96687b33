// `npm run demo` as a program runs it: every step in the windows, and a last line with the result.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DemoResult } from '../../../scripts/demo/result.ts'
import { en } from '../../../shared/words/en/en.ts'
import { expect, test as base } from '../../fixtures.ts'
import { compileCacheEnvironment } from '../../support/compile-cache.ts'
import { root } from '../../support/sources.ts'

interface DemoRun {
  readonly status: number | null
  readonly output: string
  readonly result: DemoResult
}

/** Called with all output so far, and a function that presses Ctrl-C. */
type OutputListener = (output: string, interrupt: () => void) => void

interface DemoFixtures {
  /** The demo's folder for temporary files. */
  readonly tempFolder: string
  readonly runDemo: (demoArguments: readonly string[], onOutput?: OutputListener) => Promise<DemoRun>
  /** Sends one prompt to the stand-in, with the key in a file. */
  readonly runDemoOnHub: (key: string, ...demoArguments: readonly string[]) => Promise<DemoRun>
}

const test = base.extend<DemoFixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads from this pattern which fixtures a fixture uses
  tempFolder: async ({}, provide) => {
    const folder = mkdtempSync(join(tmpdir(), 'demo-'))
    // Chromium runs as another user than root.
    chmodSync(folder, 0o711)
    await provide(folder)
    rmSync(folder, { recursive: true, force: true })
  },
  runDemo: async ({ tempFolder }, provide) => {
    await provide((demoArguments, onOutput) => runDemo(tempFolder, demoArguments, onOutput))
  },
  runDemoOnHub: async ({ hub, runDemo: run, tempFolder }, provide) => {
    await provide((key, ...demoArguments) => {
      const file = join(tempFolder, 'key')
      writeFileSync(file, `${key}\n`)
      return run(['--hub', hub.origin, '--key-file', file, ...demoArguments]).finally(() => rmSync(file))
    })
  },
})

async function runDemo(tempFolder: string, demoArguments: readonly string[], onOutput: OutputListener = () => undefined): Promise<DemoRun> {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, [join(root, 'scripts', 'demo.ts'), '--json', ...demoArguments], {
    cwd: root,
    env: { PATH, HOME, TMPDIR: tempFolder, ...compileCacheEnvironment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Ctrl-C reaches every process of a group. The spec's own process must not be one of them.
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

/** A part of an answer as the server sends it. */
function toStreamEvent(delta: Readonly<Record<string, string>>, finishReason: string | null): string {
  return `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finishReason }] })}\n\n`
}

test.describe('demo', () => {
  test.describe.configure({ timeout: 120_000 })
  test.use({ setup: { scope: 'test' } })

  test('shows every step, from the first start to an answer that is found again', async ({ runDemo: run, tempFolder }) => {
    const { status, output, result } = await run(['--check'])
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
    expect(readdirSync(tempFolder)).toEqual([])
  })

  test('sends one prompt with the key of a file, and prints the answer without the key in it', async ({ hub, runDemoOnHub }) => {
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

  test('refuses to send a prompt that contains a key', async ({ hub, runDemoOnHub }) => {
    const key = hub.keys.fineGrained
    const { status, output, result } = await runDemoOnHub(key, '--prompt', `/say ${key}`)
    expect([status, result.ok, result.failure]).toEqual([1, false, 'secret-in-prompt'])
    expect(output).toContain(en.failures['secret-in-prompt'])
    expect(output).not.toContain(key)
    expect(hub.requests.filter(({ method }) => method === 'POST')).toEqual([])
  })

  test('names the step that failed and its message when the key is rejected', async ({ hub, runDemoOnHub }) => {
    const { status, output, result } = await runDemoOnHub(hub.keys.rejected, '--prompt', 'Hello')
    expect([status, result.ok, result.outcome, result.failure]).toEqual([1, false, 'failed', 'key-rejected'])
    expect(output).toContain('NOT SEEN: The key is checked and saved')
    expect(output).toContain('Hugging Face did not accept the key.')
    expect(output).not.toContain(hub.keys.rejected)
  })

  test('reports a model that no provider serves', async ({ hub, runDemoOnHub }) => {
    const notServedRun = await runDemoOnHub(hub.keys.fineGrained, '--model', 'distilgpt2', '--prompt', 'Hello')
    expect([notServedRun.status, notServedRun.result.failure, notServedRun.result.model]).toEqual([1, 'model-not-served', 'distilgpt2'])
  })

  test('prints the part of an answer that arrived before the connection was lost', async ({ hub, runDemoOnHub }) => {
    await hub.setFault('cut-by-reset')
    const { status, result } = await runDemoOnHub(hub.keys.fineGrained, '--prompt', '/length 2000')
    expect([status, result.ok, result.outcome, result.failure]).toEqual([1, false, 'failed', 'cut-off'])
    expect(result.answer).toMatch(/^This is sentence 1/)
  })

  test('reports a server that cannot be reached', async ({ hub, runDemoOnHub }) => {
    await hub.close()
    const { status, result } = await runDemoOnHub(hub.keys.fineGrained, '--prompt', 'Hello')
    expect([status, result.ok, result.outcome, result.failure]).toEqual([1, false, 'failed', 'offline'])
  })

  test('prints its result on Ctrl-C, and leaves no files behind', async ({ runDemo: run, tempFolder }) => {
    let wasInterrupted = false
    const { status, output, result } = await run(['--check'], (printedSoFar, interrupt) => {
      if (wasInterrupted || !printedSoFar.includes('The key window opens')) return
      wasInterrupted = true
      interrupt()
    })
    expect([status, result.ok]).toEqual([1, false])
    expect(output).toContain('The demo was ended (SIGINT).')
    expect(readdirSync(tempFolder)).toEqual([])
  })

  test('prints its usage for options that do not go together', async ({ runDemo: run }) => {
    const { status, output, result } = await run(['--hub', 'live', '--prompt', 'Hello'])
    expect([status, result.ok]).toEqual([2, false])
    expect(output).toContain('--key-file FILE')
  })
})

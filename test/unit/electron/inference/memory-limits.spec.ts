// The memory that huge replies to real runs take until the answer is saved. Each run has a separate process.

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { createHistoryFolder } from '../../../support/history/history-fixture.ts'
import { startHub } from '../../../stand-ins/hub/hub.ts'
import { recordProof } from '../../../support/proof.ts'
import type { MemoryGrowth } from './memory-program.ts'
import { events, eventStream, contentChunk, serve, type RequestHandler } from './test-server.ts'

const run = promisify(execFile)

/**
 * The size of the young generation is the engine's choice, not Parley's. By default Node doubles it again and again, up to 128 MB, however
 * little is in use: with a million events everything else stays at 30 MB. In megabytes.
 */
const youngGenerationFlag = '--max-semi-space-size=8'

async function measureGrowth(origin: string, key: string, normalPrompt: string, hugePrompt: string): Promise<MemoryGrowth> {
  const program = join(import.meta.dirname, 'memory-program.ts')
  const folder = createHistoryFolder()
  const programArguments = ['--folder', folder.path, '--origin', origin, '--key', key, '--usual', normalPrompt, '--huge', hugePrompt]
  const { stdout } = await run(process.execPath, [youngGenerationFlag, program, ...programArguments]).finally(folder.remove)
  return JSON.parse(stdout)
}

/** Writes the part repeatedly, as fast as it is read: `times` times, or until the client disconnects. */
async function writeRepeatedly(stream: Writable, part: string, times = Infinity): Promise<void> {
  for (let time = 0; time < times && !stream.destroyed; time += 1) {
    if (stream.write(part)) continue
    const { promise, resolve } = Promise.withResolvers<unknown>()
    stream.once('drain', resolve).once('close', resolve)
    await promise
    stream.off('drain', resolve).off('close', resolve)
  }
}

const toThousandEvents = (chunk: unknown): string => events(...Array.from({ length: 1_000 }, () => chunk))
const endEvents = events(contentChunk('', 'stop'), '[DONE]')

/** Replies that are not in the table of faults because they are not about one kind of failure. */
const hugeReplies: Readonly<Record<string, { readonly answer: RequestHandler; readonly outcome: string }>> = {
  'a line that grows byte by byte': {
    outcome: 'answer-too-large',
    async answer(_, response) {
      response.writeHead(200, eventStream).write('data: ')
      // Each byte is a separate chunk for the client, although thousands of them are sent together.
      if (response.socket !== null) await writeRepeatedly(response.socket, '1\r\nx\r\n'.repeat(10_000))
    },
  },
  'a million events of text': {
    outcome: 'finished 2000000',
    async answer(_, response) {
      await writeRepeatedly(response.writeHead(200, eventStream), toThousandEvents(contentChunk('ab')), 1_000)
      response.end(endEvents)
    },
  },
  'endless reasoning': {
    outcome: 'answer-too-large',
    async answer(_, response) {
      const reasoningChunk = { choices: [{ index: 0, delta: { reasoning_content: 'hm '.repeat(300) }, finish_reason: null }] }
      await writeRepeatedly(response.writeHead(200, eventStream), toThousandEvents(reasoningChunk))
    },
  },
  'endless keep-alive lines': {
    outcome: 'answer-too-large',
    answer: (_, response) => writeRepeatedly(response.writeHead(200, eventStream), ': still here\n\n'.repeat(10_000)),
  },
  'an endless error': {
    outcome: 'provider-failed',
    answer: (_, response) => writeRepeatedly(response.writeHead(500, { 'content-type': 'application/json' }), 'x'.repeat(65_536)),
  },
  'an endless page': {
    outcome: 'captive-portal',
    answer: (_, response) => writeRepeatedly(response.writeHead(200, { 'content-type': 'text/html' }), `<html>${'x'.repeat(65_536)}`),
  },
}

const maxBytes = 100 * 1024 * 1024

test.describe('runs', () => {
  test('[row 44] stays within its memory limit for any reply', async () => {
    test.skip(process.platform !== 'linux', 'Only Linux reports the peak memory of a process.')
    test.setTimeout(300_000)
    const growthResults: { readonly what: string; readonly bytes: number; readonly outcome: string }[] = []
    await using hub = await startHub({ speed: 0 })
    for (const fault of ['gzip-bomb', 'endless-line', 'million-events'] as const) {
      growthResults.push({
        what: fault,
        ...(await measureGrowth(hub.origin, hub.keys.fineGrained, '/say Hello', `/fault ${fault}\nHello`)),
      })
    }
    for (const [what, { answer }] of Object.entries(hugeReplies)) {
      await using server = await serve(async (programArguments, response) => {
        if (programArguments.body.includes('usual')) response.writeHead(200, eventStream).end(events(contentChunk('Hello')) + endEvents)
        else await answer(programArguments, response)
      })
      growthResults.push({ what, ...(await measureGrowth(server.origin, 'hf_onlyUsedInThisTest', 'usual', 'huge')) })
    }
    expect(growthResults.map(({ what, outcome }) => [what, outcome])).toEqual([
      ['gzip-bomb', 'answer-too-large'],
      ['endless-line', 'answer-too-large'],
      ['million-events', expect.stringMatching(/^finished /)],
      ...Object.entries(hugeReplies).map(([what, { outcome }]) => [what, outcome]),
    ])
    const worstResult = growthResults.toSorted((one, other) => other.bytes - one.bytes)[0]
    expect(growthResults.filter(({ bytes }) => bytes > maxBytes)).toEqual([])
    recordProof({
      figure: `grew by ${Math.round((worstResult?.bytes ?? 0) / 1024 / 1024)} MB at most (${worstResult?.what})`,
      cases: growthResults.length,
      where: ['Node', 'artifact'],
      notProven: ['the size of the young generation in Electron'],
    })
  })
})

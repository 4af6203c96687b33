// Replies without measure, to runs as main carries them out, in a process of its own: what each does to its memory until it is saved.

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
 * How much garbage may pile up before it is looked at is a setting of the engine and not ours. By itself Node doubles the room for it
 * time and again, up to 128 MB, however little is held: with a million events all else stays at 30 MB. In megabytes.
 */
const youngGenerationFlag = '--max-semi-space-size=8'

async function measureGrowth(origin: string, key: string, normalPrompt: string, hugePrompt: string): Promise<MemoryGrowth> {
  const program = join(import.meta.dirname, 'memory-program.ts')
  const folder = createHistoryFolder()
  const programArguments = ['--folder', folder.path, '--origin', origin, '--key', key, '--usual', normalPrompt, '--huge', hugePrompt]
  const { stdout } = await run(process.execPath, [youngGenerationFlag, program, ...programArguments]).finally(folder.remove)
  return JSON.parse(stdout)
}

/** Writes the part again and again, as fast as it is read: so many times, or until the client leaves. */
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

/** What the table of faults does not hold, as it is not about one kind of failure. */
const hugeReplies: Readonly<Record<string, { readonly answer: RequestHandler; readonly came: string }>> = {
  'a line that grows by single bytes': {
    came: 'answer-too-large',
    async answer(_, response) {
      response.writeHead(200, eventStream).write('data: ')
      // Each byte is a chunk of its own to the client, though thousands of them travel together.
      if (response.socket !== null) await writeRepeatedly(response.socket, '1\r\nx\r\n'.repeat(10_000))
    },
  },
  'a million events of text': {
    came: 'finished 2000000',
    async answer(_, response) {
      await writeRepeatedly(response.writeHead(200, eventStream), toThousandEvents(contentChunk('ab')), 1_000)
      response.end(endEvents)
    },
  },
  'reasoning without end': {
    came: 'answer-too-large',
    async answer(_, response) {
      const reasoningChunk = { choices: [{ index: 0, delta: { reasoning_content: 'hm '.repeat(300) }, finish_reason: null }] }
      await writeRepeatedly(response.writeHead(200, eventStream), toThousandEvents(reasoningChunk))
    },
  },
  'signs of life without end': {
    came: 'answer-too-large',
    answer: (_, response) => writeRepeatedly(response.writeHead(200, eventStream), ': still here\n\n'.repeat(10_000)),
  },
  'an error without end': {
    came: 'provider-failed',
    answer: (_, response) => writeRepeatedly(response.writeHead(500, { 'content-type': 'application/json' }), 'x'.repeat(65_536)),
  },
  'a page without end': {
    came: 'captive-portal',
    answer: (_, response) => writeRepeatedly(response.writeHead(200, { 'content-type': 'text/html' }), `<html>${'x'.repeat(65_536)}`),
  },
}

const maxBytes = 100 * 1024 * 1024

test('[row 44] a reply without measure is bounded', async () => {
  test.skip(process.platform !== 'linux', 'Only Linux tells how much memory a process had at most.')
  test.setTimeout(300_000)
  const growthResults: { readonly what: string; readonly bytes: number; readonly outcome: string }[] = []
  await using hub = await startHub({ speed: 0 })
  for (const fault of ['gzip-bomb', 'endless-line', 'million-events'] as const) {
    growthResults.push({ what: fault, ...(await measureGrowth(hub.origin, hub.keys.fineGrained, '/say Hello', `/fault ${fault}\nHello`)) })
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
    ...Object.entries(hugeReplies).map(([what, { came }]) => [what, came]),
  ])
  const worstResult = growthResults.toSorted((one, other) => other.bytes - one.bytes)[0]
  expect(growthResults.filter(({ bytes }) => bytes > maxBytes)).toEqual([])
  recordProof({
    figure: `grew by ${Math.round((worstResult?.bytes ?? 0) / 1024 / 1024)} MB at most (${worstResult?.what})`,
    cases: growthResults.length,
    where: ['Node', 'artifact'],
    notProven: ['how much garbage Electron’s own engine lets pile up'],
  })
})

// Faults of an answer that began well, and streams that look broken and are whole.

import { createChunkLine, expectFailure, expectFinished, type Fault } from './fault.ts'

/** The first byte of "é", which has two. */
const splitCharacter = Buffer.concat([Buffer.from('data: {"choices":[{"index":0,"delta":{"content":"caf'), Buffer.from([0xc3])])

export const streamFaults = {
  'error-text-in-stream': {
    description: 'a good start, then an error as a string',
    expected: expectFailure('prompt-too-long'),
    act: {
      kind: 'stream',
      events: 4,
      end: {
        kind: 'write',
        lines: [
          'data: {"error":"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 4000 `inputs` tokens and 1000 `max_new_tokens`","error_type":"validation"}',
        ],
      },
    },
  },
  'error-object-in-stream': {
    description: 'a good start, then an error as an object',
    expected: expectFailure('provider-failed'),
    act: {
      kind: 'stream',
      events: 4,
      end: { kind: 'write', lines: ['data: {"error":{"message":"Internal server error","type":"server_error","param":null,"code":null}}'] },
    },
  },
  'error-event-in-stream': {
    description: 'a good start, then an event that is named an error',
    expected: expectFailure('provider-busy'),
    act: {
      kind: 'stream',
      events: 4,
      end: { kind: 'write', lines: ['event: error\ndata: {"message":"The model is overloaded, please try again later","code":503}'] },
    },
  },
  'malformed-line': {
    description: 'a good start, then a line that is not JSON',
    expected: expectFailure('unexpected-reply'),
    act: { kind: 'stream', events: 4, end: { kind: 'write', lines: ['data: {"id":"broken","choices":[{"index":0,"del', 'data: [DONE]'] } },
  },
  'cut-by-close': {
    description: 'the connection is closed in the middle, which looks like the end of the body',
    expected: expectFailure('cut-off'),
    act: { kind: 'stream', events: 6, end: { kind: 'close' }, body: 'until-close' },
  },
  'cut-by-reset': {
    description: 'the connection is reset in the middle',
    expected: expectFailure('cut-off'),
    act: { kind: 'stream', events: 6, end: { kind: 'reset' } },
  },
  'cut-in-chunks': {
    description: 'the connection is closed before the last chunk of the body',
    expected: expectFailure('cut-off'),
    act: { kind: 'stream', events: 6, end: { kind: 'close' } },
  },
  'cut-short-of-length': {
    description: 'the connection is closed before the length that was announced',
    expected: expectFailure('cut-off'),
    act: { kind: 'stream', events: 6, end: { kind: 'close' }, body: 'length' },
  },
  'cut-gzip': {
    description: 'the connection is closed in the middle of a packed body',
    expected: expectFailure('cut-off'),
    act: { kind: 'stream', events: 6, end: { kind: 'close' }, body: 'gzip' },
  },
  'cut-mid-event': {
    description: 'the body ends in the middle of an event',
    expected: expectFailure('cut-off'),
    act: { kind: 'stream', events: 6, end: { kind: 'bytes', bytes: 'data: {"id":"cut","choices":[{"index":0,"del' } },
  },
  'cut-mid-character': {
    description: 'the body ends in the middle of a character',
    expected: expectFailure('cut-off'),
    act: { kind: 'stream', events: 6, end: { kind: 'bytes', bytes: splitCharacter } },
  },
  'no-end': {
    description: 'the body ends properly, but with no [DONE] and no reason',
    expected: expectFailure('cut-off'),
    act: { kind: 'stream', events: 6, end: { kind: 'stop' } },
  },
  'no-final-blank-line': {
    description: 'the last event says why the model ended, and no blank line follows it',
    expected: expectFinished,
    act: { kind: 'stream', events: 6, end: { kind: 'bytes', bytes: createChunkLine({ content: '.' }, 'stop') } },
  },
  'done-without-reason': {
    description: 'the answer ends with [DONE] and no reason, and no blank line follows it',
    expected: expectFinished,
    act: { kind: 'stream', events: 6, end: { kind: 'bytes', bytes: 'data: [DONE]' } },
  },
  'error-null': {
    description: 'every chunk says that there is no error',
    expected: expectFinished,
    act: {
      kind: 'stream',
      events: 2,
      end: {
        kind: 'write',
        lines: [
          'data: {"error":null,"choices":[{"index":0,"delta":{"content":"No error."},"finish_reason":null}]}',
          'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"error": null}',
          'data: [DONE]',
        ],
      },
    },
  },
  'silent-stall': {
    description: 'a good start, then silence on an open connection',
    expected: expectFailure('stalled'),
    act: { kind: 'stream', events: 6, end: { kind: 'hang' } },
    limit: 'between',
  },
  'slow-drip': {
    description: 'a good start, then a byte now and then of a line that never ends',
    expected: expectFailure('stalled'),
    act: { kind: 'stream', events: 6, end: { kind: 'drip' } },
    limit: 'between',
  },
  'only-signs-of-life': {
    description: 'a good start, then signs of life without a word for ever',
    expected: expectFailure('stalled'),
    act: { kind: 'stream', events: 6, end: { kind: 'keep-alive' } },
    limit: 'without-text',
  },
  'endless-line': {
    description: 'a good start, then a line that grows without end',
    expected: expectFailure('answer-too-large'),
    act: { kind: 'stream', events: 6, end: { kind: 'endless-line' } },
  },
  'million-events': {
    description: 'a million events without a word before the answer ends',
    expected: expectFinished,
    act: {
      kind: 'stream',
      events: 6,
      end: { kind: 'many-events', count: 1_000_000, lines: [createChunkLine({}, 'stop'), 'data: [DONE]'] },
    },
  },
  'empty-answer': {
    description: 'a stream of nothing but its end',
    expected: expectFailure('answer-empty'),
    act: { kind: 'stream', events: 0, end: { kind: 'write', lines: ['data: [DONE]'] } },
  },
  'all-reasoning': {
    description: 'an answer that is all reasoning',
    expected: expectFinished,
    act: {
      kind: 'stream',
      events: 0,
      end: {
        kind: 'write',
        lines: [
          createChunkLine({ reasoning_content: 'Hm. ' }),
          createChunkLine({ reasoning_content: 'Yes.' }),
          createChunkLine({}, 'stop'),
          'data: [DONE]',
        ],
      },
    },
  },
} as const satisfies Readonly<Record<string, Fault>>

// Faults of an answer that started normally, and streams that look broken but are complete.

import { createChunkLine, expectFailure, expectFinished, type Fault } from './fault.ts'

/** Ends with the first of the two bytes of "é". */
const splitCharacter = Buffer.concat([Buffer.from('data: {"choices":[{"index":0,"delta":{"content":"caf'), Buffer.from([0xc3])])

export const streamFaults = {
  'error-text-in-stream': {
    description: 'some text, then an error as a string',
    expected: expectFailure('prompt-too-long'),
    behavior: {
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
    description: 'some text, then an error as an object',
    expected: expectFailure('provider-failed'),
    behavior: {
      kind: 'stream',
      events: 4,
      end: { kind: 'write', lines: ['data: {"error":{"message":"Internal server error","type":"server_error","param":null,"code":null}}'] },
    },
  },
  'error-event-in-stream': {
    description: 'some text, then an event of type error',
    expected: expectFailure('provider-busy'),
    behavior: {
      kind: 'stream',
      events: 4,
      end: { kind: 'write', lines: ['event: error\ndata: {"message":"The model is overloaded, please try again later","code":503}'] },
    },
  },
  'malformed-line': {
    description: 'some text, then a line that is not JSON',
    expected: expectFailure('unexpected-reply'),
    behavior: {
      kind: 'stream',
      events: 4,
      end: { kind: 'write', lines: ['data: {"id":"broken","choices":[{"index":0,"del', 'data: [DONE]'] },
    },
  },
  'cut-by-close': {
    description: 'the connection closes early, which looks like the end of the body',
    expected: expectFailure('cut-off'),
    behavior: { kind: 'stream', events: 6, end: { kind: 'close' }, body: 'until-close' },
  },
  'cut-by-reset': {
    description: 'the connection is reset midway',
    expected: expectFailure('cut-off'),
    behavior: { kind: 'stream', events: 6, end: { kind: 'reset' } },
  },
  'cut-in-chunks': {
    description: 'the connection closes before the last chunk of the body',
    expected: expectFailure('cut-off'),
    behavior: { kind: 'stream', events: 6, end: { kind: 'close' } },
  },
  'cut-short-of-length': {
    description: 'the connection closes before the declared length',
    expected: expectFailure('cut-off'),
    behavior: { kind: 'stream', events: 6, end: { kind: 'close' }, body: 'length' },
  },
  'cut-gzip': {
    description: 'the connection closes in the middle of a gzip body',
    expected: expectFailure('cut-off'),
    behavior: { kind: 'stream', events: 6, end: { kind: 'close' }, body: 'gzip' },
  },
  'cut-mid-event': {
    description: 'the body ends in the middle of an event',
    expected: expectFailure('cut-off'),
    behavior: { kind: 'stream', events: 6, end: { kind: 'bytes', bytes: 'data: {"id":"cut","choices":[{"index":0,"del' } },
  },
  'cut-mid-character': {
    description: 'the body ends in the middle of a character',
    expected: expectFailure('cut-off'),
    behavior: { kind: 'stream', events: 6, end: { kind: 'bytes', bytes: splitCharacter } },
  },
  'no-end': {
    description: 'the body ends without [DONE] and without a finish reason',
    expected: expectFailure('cut-off'),
    behavior: { kind: 'stream', events: 6, end: { kind: 'end-body' } },
  },
  'no-final-blank-line': {
    description: 'the last event has a finish reason but no blank line after it',
    expected: expectFinished,
    behavior: { kind: 'stream', events: 6, end: { kind: 'bytes', bytes: createChunkLine({ content: '.' }, 'stop') } },
  },
  'done-without-reason': {
    description: 'the answer ends with [DONE], no finish reason and no blank line',
    expected: expectFinished,
    behavior: { kind: 'stream', events: 6, end: { kind: 'bytes', bytes: 'data: [DONE]' } },
  },
  'error-null': {
    description: 'every chunk has an error of null',
    expected: expectFinished,
    behavior: {
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
    description: 'some text, then silence on an open connection',
    expected: expectFailure('stalled'),
    behavior: { kind: 'stream', events: 6, end: { kind: 'hang' } },
    limit: 'idle',
  },
  'slow-drip': {
    description: 'some text, then an endless line, one byte at a time',
    expected: expectFailure('stalled'),
    behavior: { kind: 'stream', events: 6, end: { kind: 'drip' } },
    limit: 'idle',
  },
  'only-keep-alives': {
    description: 'some text, then only keep-alive comments',
    expected: expectFailure('stalled'),
    behavior: { kind: 'stream', events: 6, end: { kind: 'keep-alive' } },
    limit: 'without-text',
  },
  'endless-line': {
    description: 'some text, then an endless line',
    expected: expectFailure('answer-too-large'),
    behavior: { kind: 'stream', events: 6, end: { kind: 'endless-line' } },
  },
  'million-events': {
    description: 'a million events without text before the end',
    expected: expectFinished,
    behavior: {
      kind: 'stream',
      events: 6,
      end: { kind: 'many-events', count: 1_000_000, lines: [createChunkLine({}, 'stop'), 'data: [DONE]'] },
    },
  },
  'empty-answer': {
    description: 'a stream that contains only its end',
    expected: expectFailure('answer-empty'),
    behavior: { kind: 'stream', events: 0, end: { kind: 'write', lines: ['data: [DONE]'] } },
  },
  'all-reasoning': {
    description: 'an answer that contains only reasoning',
    expected: expectFinished,
    behavior: {
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

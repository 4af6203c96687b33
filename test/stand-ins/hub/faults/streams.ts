// Faults of an answer that began well, and streams that look broken and are whole.

import { chunkLine, failedWith, finished, type Fault } from './fault.ts'

/** The first byte of "é", which has two. */
const halfCharacter = Buffer.concat([Buffer.from('data: {"choices":[{"index":0,"delta":{"content":"caf'), Buffer.from([0xc3])])

export const faultsInStreams = {
  'error-text-in-stream': {
    does: 'a good start, then an error as a string',
    expected: failedWith('prompt-too-long'),
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
    does: 'a good start, then an error as an object',
    expected: failedWith('provider-failed'),
    act: {
      kind: 'stream',
      events: 4,
      end: { kind: 'write', lines: ['data: {"error":{"message":"Internal server error","type":"server_error","param":null,"code":null}}'] },
    },
  },
  'error-event-in-stream': {
    does: 'a good start, then an event that is named an error',
    expected: failedWith('provider-busy'),
    act: {
      kind: 'stream',
      events: 4,
      end: { kind: 'write', lines: ['event: error\ndata: {"message":"The model is overloaded, please try again later","code":503}'] },
    },
  },
  'malformed-line': {
    does: 'a good start, then a line that is not JSON',
    expected: failedWith('unexpected-reply'),
    act: { kind: 'stream', events: 4, end: { kind: 'write', lines: ['data: {"id":"broken","choices":[{"index":0,"del', 'data: [DONE]'] } },
  },
  'cut-by-close': {
    does: 'the connection is closed in the middle, which looks like the end of the body',
    expected: failedWith('cut-off'),
    act: { kind: 'stream', events: 6, end: { kind: 'close' }, body: 'until-close' },
  },
  'cut-by-reset': {
    does: 'the connection is reset in the middle',
    expected: failedWith('cut-off'),
    act: { kind: 'stream', events: 6, end: { kind: 'reset' } },
  },
  'cut-in-chunks': {
    does: 'the connection is closed before the last chunk of the body',
    expected: failedWith('cut-off'),
    act: { kind: 'stream', events: 6, end: { kind: 'close' } },
  },
  'cut-short-of-length': {
    does: 'the connection is closed before the length that was announced',
    expected: failedWith('cut-off'),
    act: { kind: 'stream', events: 6, end: { kind: 'close' }, body: 'length' },
  },
  'cut-gzip': {
    does: 'the connection is closed in the middle of a packed body',
    expected: failedWith('cut-off'),
    act: { kind: 'stream', events: 6, end: { kind: 'close' }, body: 'gzip' },
  },
  'cut-mid-event': {
    does: 'the body ends in the middle of an event',
    expected: failedWith('cut-off'),
    act: { kind: 'stream', events: 6, end: { kind: 'bytes', bytes: 'data: {"id":"cut","choices":[{"index":0,"del' } },
  },
  'cut-mid-character': {
    does: 'the body ends in the middle of a character',
    expected: failedWith('cut-off'),
    act: { kind: 'stream', events: 6, end: { kind: 'bytes', bytes: halfCharacter } },
  },
  'no-end': {
    does: 'the body ends properly, but with no [DONE] and no reason',
    expected: failedWith('cut-off'),
    act: { kind: 'stream', events: 6, end: { kind: 'stop' } },
  },
  'no-final-blank-line': {
    does: 'the last event says why the model ended, and no blank line follows it',
    expected: finished,
    act: { kind: 'stream', events: 6, end: { kind: 'bytes', bytes: chunkLine({ content: '.' }, 'stop') } },
  },
  'done-without-reason': {
    does: 'the answer ends with [DONE] and no reason, and no blank line follows it',
    expected: finished,
    act: { kind: 'stream', events: 6, end: { kind: 'bytes', bytes: 'data: [DONE]' } },
  },
  'error-null': {
    does: 'every chunk says that there is no error',
    expected: finished,
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
    does: 'a good start, then silence on an open connection',
    expected: failedWith('stalled'),
    act: { kind: 'stream', events: 6, end: { kind: 'hang' } },
    limit: 'between',
  },
  'slow-drip': {
    does: 'a good start, then a byte now and then of a line that never ends',
    expected: failedWith('stalled'),
    act: { kind: 'stream', events: 6, end: { kind: 'drip' } },
    limit: 'between',
  },
  'only-signs-of-life': {
    does: 'a good start, then signs of life without a word for ever',
    expected: failedWith('stalled'),
    act: { kind: 'stream', events: 6, end: { kind: 'keep-alive' } },
    limit: 'without-text',
  },
  'endless-line': {
    does: 'a good start, then a line that grows without end',
    expected: failedWith('answer-too-large'),
    act: { kind: 'stream', events: 6, end: { kind: 'endless-line' } },
  },
  'million-events': {
    does: 'a million events without a word before the answer ends',
    expected: finished,
    act: { kind: 'stream', events: 6, end: { kind: 'many-events', count: 1_000_000, lines: [chunkLine({}, 'stop'), 'data: [DONE]'] } },
  },
  'empty-answer': {
    does: 'a stream of nothing but its end',
    expected: failedWith('answer-empty'),
    act: { kind: 'stream', events: 0, end: { kind: 'write', lines: ['data: [DONE]'] } },
  },
  'all-reasoning': {
    does: 'an answer that is all reasoning',
    expected: finished,
    act: {
      kind: 'stream',
      events: 0,
      end: {
        kind: 'write',
        lines: [chunkLine({ reasoning_content: 'Hm. ' }), chunkLine({ reasoning_content: 'Yes.' }), chunkLine({}, 'stop'), 'data: [DONE]'],
      },
    },
  },
} as const satisfies Readonly<Record<string, Fault>>

// Parsing the model list of an added server.

import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { parseServerList } from '../../../../electron/models/server-models.ts'

test.describe('server model list', () => {
  test('reads each valid model name once', () => {
    const malformedModels = [
      { id: 7 },
      { name: 'x' },
      'x',
      null,
      { id: '' },
      { id: '  ' },
      { id: 'a\nb' },
      { id: 'a\u202eb' },
      { id: 'a'.repeat(201) },
    ]
    const data = [{ id: 'llama3.2:3b' }, ...malformedModels, { id: '/models/small.gguf', object: 'model' }, { id: 'llama3.2:3b' }]
    expect(parseServerList({ object: 'list', data })).toEqual(['llama3.2:3b', '/models/small.gguf'])
  })

  test('is empty for a server without models, also for null', () => {
    expect([parseServerList({ data: [] }), parseServerList({ object: 'list', data: null })]).toEqual([[], []])
  })

  test('is limited to a thousand names', () => {
    expect(parseServerList({ data: Array.from({ length: 5_000 }, (_, number) => ({ id: `model-${number}` })) })).toHaveLength(1_000)
  })

  test('is null for any other reply, and never throws', () => {
    for (const reply of [null, '<html>', 7, [], {}, { data: 'all' }, { models: [{ id: 'a' }] }]) expect(parseServerList(reply)).toBeNull()
    fc.assert(
      fc.property(fc.anything(), (reply) => {
        parseServerList(reply)
      }),
    )
  })
})

import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { parseServerList } from '../../../../electron/models/server-models.ts'

test('reads the names of the models, each once, and leaves out what is none', () => {
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

test('a server without any models has an empty list, also where it writes null', () => {
  expect([parseServerList({ data: [] }), parseServerList({ object: 'list', data: null })]).toEqual([[], []])
})

test('no more than a thousand names are read', () => {
  expect(parseServerList({ data: Array.from({ length: 5_000 }, (_, number) => ({ id: `model-${number}` })) })).toHaveLength(1_000)
})

test('whatever else comes is no list, and nothing that comes makes the reading throw', () => {
  for (const reply of [null, '<html>', 7, [], {}, { data: 'all' }, { models: [{ id: 'a' }] }]) expect(parseServerList(reply)).toBeNull()
  fc.assert(
    fc.property(fc.anything(), (reply) => {
      parseServerList(reply)
    }),
  )
})

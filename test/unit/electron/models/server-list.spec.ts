import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { readServerList } from '../../../../electron/models/server-list.ts'

test('reads the names of the models, each once, and leaves out what is none', () => {
  const odd = [{ id: 7 }, { name: 'x' }, 'x', null, { id: '' }, { id: '  ' }, { id: 'a\nb' }, { id: 'a\u202eb' }, { id: 'a'.repeat(201) }]
  const data = [{ id: 'llama3.2:3b' }, ...odd, { id: '/models/small.gguf', object: 'model' }, { id: 'llama3.2:3b' }]
  expect(readServerList({ object: 'list', data })).toEqual(['llama3.2:3b', '/models/small.gguf'])
})

test('a server without any models has an empty list, also where it writes null', () => {
  expect([readServerList({ data: [] }), readServerList({ object: 'list', data: null })]).toEqual([[], []])
})

test('no more than a thousand names are read', () => {
  expect(readServerList({ data: Array.from({ length: 5_000 }, (_, number) => ({ id: `model-${number}` })) })).toHaveLength(1_000)
})

test('whatever else comes is no list, and nothing that comes makes the reading throw', () => {
  for (const reply of [null, '<html>', 7, [], {}, { data: 'all' }, { models: [{ id: 'a' }] }]) expect(readServerList(reply)).toBeNull()
  fc.assert(
    fc.property(fc.anything(), (reply) => {
      readServerList(reply)
    }),
  )
})

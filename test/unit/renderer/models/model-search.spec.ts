// What stands in the picker's list for what was typed.

import { expect, test } from '@playwright/test'
import { searchModels, buildRows, type PickerRow } from '../../../../renderer/models/model-search.ts'
import type { Model, ModelList } from '../../../../shared/types/models.ts'
import type { ServerView } from '../../../../shared/types/servers.ts'

const createModel = (id: string): Model => ({ id, task: 'chat', canSee: false, routes: [], server: null })
const models = ['maker/big-chat', 'other/chat-small', 'other/mini', 'chatters/mini-two', 'old-name'].map(createModel)
const list: ModelList = {
  models,
  servers: [],
  fetchedAt: 1,
  failure: null,
  favourites: ['other/mini'],
  recent: ['other/mini', 'old-name', 'gone/model'],
  chosen: null,
}
const getIds = (found: readonly Model[]): readonly string[] => found.map(({ id }) => id)
const describeRows = (rows: readonly PickerRow[]): readonly string[] =>
  rows.map((row) => {
    if (row.kind === 'model') return row.model.id
    if (row.kind === 'look-up') return `look up ${row.id}`
    return `[${row.kind === 'title' ? row.title : row.server.name}]`
  })

const server = (id: string, name: string): ServerView => ({
  id,
  name,
  address: 'http://127.0.0.1:8080/v1',
  keyKind: 'none',
  hasSessionKey: false,
  fetchedAt: 1,
  failure: null,
})
const withServers: ModelList = {
  ...list,
  models: [...models, { ...createModel('llama3.2:3b@home'), server: 'home' }, { ...createModel('/models/mini.gguf@box'), server: 'box' }],
  servers: [server('home', 'Küche'), server('empty', 'Empty'), server('box', 'Box')],
}

test('finds by maker and by name, in any order and case', () => {
  expect(getIds(searchModels(models, 'SMALL other'))).toEqual(['other/chat-small'])
})

test('puts names that start with what was typed first, then those with a part that does', () => {
  expect(getIds(searchModels(models, 'chat'))).toEqual(['other/chat-small', 'chatters/mini-two', 'maker/big-chat'])
})

test('shows favourites, recent ones that are none, and all, when nothing was typed', () => {
  const all = getIds(models)
  expect(describeRows(buildRows(list, ' '))).toEqual(['[favourites]', 'other/mini', '[recent]', 'old-name', '[all]', ...all])
})

test('shows a plain list while there are no favourites and no recent ones', () => {
  expect(describeRows(buildRows({ ...list, favourites: [], recent: [] }, ''))).toEqual(getIds(models))
})

test('offers to look up a name that is not in the list', () => {
  expect(describeRows(buildRows(list, 'distilgpt2'))).toEqual(['look up distilgpt2'])
})

test('offers to look up a name that is also a part of others', () => {
  expect(describeRows(buildRows(list, 'mini'))).toEqual(['other/mini', 'chatters/mini-two', 'look up mini'])
})

test('offers no looking up for a name that is in the list, or for what cannot be a name', () => {
  expect(describeRows(buildRows(list, 'OLD-name'))).toEqual(['old-name'])
  expect(describeRows(buildRows(list, 'what is this?'))).toEqual([])
})

test('gives every row a key of its own, also for a model that stands in two sections', () => {
  const keys = buildRows(list, '').map((row) => (row.kind === 'model' ? row.key : row.kind))
  expect(new Set(keys.filter((key) => key !== 'title')).size).toBe(keys.filter((key) => key !== 'title').length)
})

test('puts the models of each server under its name, before those of Hugging Face, and servers without any nowhere', () => {
  expect(describeRows(buildRows({ ...withServers, favourites: ['llama3.2:3b@home'], recent: [] }, ''))).toEqual([
    '[favourites]',
    'llama3.2:3b@home',
    '[Küche]',
    'llama3.2:3b@home',
    '[Box]',
    '/models/mini.gguf@box',
    '[onHub]',
    ...getIds(models),
  ])
})

test('finds the models of a server by its name too', () => {
  expect(describeRows(buildRows(withServers, 'küche'))).toEqual(['llama3.2:3b@home'])
  expect(describeRows(buildRows(withServers, 'llama home'))).toEqual(['llama3.2:3b@home'])
})

test('puts a model of a server whose name starts with what was typed first', () => {
  expect(getIds(searchModels(withServers.models, 'mini', withServers.servers))).toEqual([
    'other/mini',
    'chatters/mini-two',
    '/models/mini.gguf@box',
  ])
})

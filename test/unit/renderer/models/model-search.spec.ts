// The rows of the model picker for a query.

import { expect, test } from '@playwright/test'
import { searchModels, buildRows, type PickerRow } from '../../../../renderer/models/model-search.ts'
import type { Model, ModelList } from '../../../../shared/types/models.ts'
import type { ServerView } from '../../../../shared/types/servers.ts'

const createModel = (id: string): Model => ({ id, task: 'chat', supportsVision: false, routes: [], server: null })
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

test.describe('model search', () => {
  test('finds by author and name, in any order and case', () => {
    expect(getIds(searchModels(models, 'SMALL other'))).toEqual(['other/chat-small'])
  })

  test('ranks names that start with the query first, then parts that do', () => {
    expect(getIds(searchModels(models, 'chat'))).toEqual(['other/chat-small', 'chatters/mini-two', 'maker/big-chat'])
  })

  test('shows favourites, other recent models and all models for an empty query', () => {
    const all = getIds(models)
    expect(describeRows(buildRows(list, ' '))).toEqual(['[favourites]', 'other/mini', '[recent]', 'old-name', '[all]', ...all])
  })

  test('shows a plain list without favourites and recent models', () => {
    expect(describeRows(buildRows({ ...list, favourites: [], recent: [] }, ''))).toEqual(getIds(models))
  })

  test('offers to look up a name that is not listed', () => {
    expect(describeRows(buildRows(list, 'distilgpt2'))).toEqual(['look up distilgpt2'])
  })

  test('offers to look up a name that is part of other names', () => {
    expect(describeRows(buildRows(list, 'mini'))).toEqual(['other/mini', 'chatters/mini-two', 'look up mini'])
  })

  test('offers no look-up for a listed name or an invalid one', () => {
    expect(describeRows(buildRows(list, 'OLD-name'))).toEqual(['old-name'])
    expect(describeRows(buildRows(list, 'what is this?'))).toEqual([])
  })

  test('gives every row a unique key, even for a model in two sections', () => {
    const keys = buildRows(list, '').map((row) => (row.kind === 'model' ? row.key : row.kind))
    expect(new Set(keys.filter((key) => key !== 'title')).size).toBe(keys.filter((key) => key !== 'title').length)
  })

  test('lists models by server before those of Hugging Face, without empty servers', () => {
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

  test('finds the models of a server by its name', () => {
    expect(describeRows(buildRows(withServers, 'küche'))).toEqual(['llama3.2:3b@home'])
    expect(describeRows(buildRows(withServers, 'llama home'))).toEqual(['llama3.2:3b@home'])
  })

  test('ranks a server model whose name starts with the query', () => {
    expect(getIds(searchModels(withServers.models, 'mini', withServers.servers))).toEqual([
      'other/mini',
      'chatters/mini-two',
      '/models/mini.gguf@box',
    ])
  })
})

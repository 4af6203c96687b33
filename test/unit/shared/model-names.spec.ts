// How model ids are shown: name, author and server.

import { expect, test } from '@playwright/test'
import { getMaker, getServerName, shortName } from '../../../shared/model-name.ts'

test.describe('model names', () => {
  for (const [id, name, maker] of [
    ['meta-llama/Llama-3.1-8B', 'Llama-3.1-8B', 'meta-llama'],
    ['distilgpt2', 'distilgpt2', null],
    ['llama3.2:3b@home', 'llama3.2:3b', null],
    ['qwen/qwen3-4b@lm', 'qwen3-4b', null],
    ['/models/small.gguf@box', 'small.gguf', null],
    ['odd/@box', 'odd/', null],
    ['a@b@home', 'a@b', null],
  ] as const) {
    test(`shows ${id} as ${name}`, () => {
      expect([shortName(id), getMaker(id)]).toEqual([name, maker])
    })
  }

  test('shows the current name of a server, and the id of a removed one', () => {
    const servers = [
      {
        id: 'home',
        name: 'My desk',
        address: 'http://127.0.0.1:8080/v1',
        keyKind: 'none',
        fetchedAt: null,
        failure: null,
        hasSessionKey: false,
      },
    ] as const
    const ids = ['llama3.2:3b@home', 'llama3.2:3b@gone', 'maker/name']
    expect(ids.map((id) => getServerName(id, servers))).toEqual(['My desk', 'gone', null])
  })
})

// Suggesting a first model, and alternatives to a model.

import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { findAlternatives, suggestModel } from '../../../../electron/models/suggestions.ts'
import type { Model, Route } from '../../../../shared/types/models.ts'

function createRoute(price: number | null, overrides: Partial<Route> = {}): Route {
  return {
    provider: 'one',
    isLive: true,
    contextLength: 32_768,
    price: price === null ? null : { input: price, output: price },
    isFree: false,
    firstTextMs: null,
    tokensPerSecond: null,
    ...overrides,
  }
}

function createModel(id: string, ...routes: readonly Route[]): Model {
  return { id, task: 'chat', supportsVision: false, routes, server: null }
}

test.describe('suggested model', () => {
  test('is null for an empty list', () => {
    expect(suggestModel([])).toBeNull()
  })

  test('is the most served chat model of the cheaper half', () => {
    const models = [
      createModel('maker/dear-Instruct', createRoute(9), createRoute(9), createRoute(9)),
      createModel('maker/base', createRoute(0.1), createRoute(0.1), createRoute(0.1)),
      createModel(
        'maker/dead-Instruct',
        createRoute(0.1, { isLive: false }),
        createRoute(0.1, { isLive: false }),
        createRoute(0.1, { isLive: false }),
      ),
      createModel('maker/lonely-Instruct', createRoute(0.1)),
      createModel('maker/short-Instruct', createRoute(0.1, { contextLength: 2_048 }), createRoute(0.1, { contextLength: 2_048 })),
      createModel('maker/right-Instruct', createRoute(0.1), createRoute(0.1)),
      createModel('maker/other-dear', createRoute(8)),
    ]
    expect(suggestModel(models)).toBe('maker/right-Instruct')
  })

  test('has an unknown price only when there is no other', () => {
    expect(
      suggestModel([
        createModel('maker/a-Instruct', createRoute(null), createRoute(null)),
        createModel('maker/b-Instruct', createRoute(1)),
      ]),
    ).toBe('maker/b-Instruct')
    expect(suggestModel([createModel('maker/a-Instruct', createRoute(null))])).toBe('maker/a-Instruct')
  })

  test('is never a model that only continues text', () => {
    expect(suggestModel([{ ...createModel('maker/a-Instruct', createRoute(1)), task: 'continue' }])).toBeNull()
  })

  test('does not depend on the order of the list', () => {
    const models = ['a', 'b', 'c', 'd'].map((name) => createModel(`maker/${name}-Instruct`, createRoute(1)))
    fc.assert(
      fc.property(fc.shuffledSubarray(models, { minLength: models.length }), (shuffled) => {
        expect(suggestModel(shuffled)).toBe('maker/a-Instruct')
      }),
    )
  })
})

test.describe('alternatives', () => {
  test('are first of the same family, then generally suitable', () => {
    const models = [
      createModel('maker/popular-Instruct', createRoute(1), createRoute(1), createRoute(1)),
      createModel('maker/liked-Instruct', createRoute(1), createRoute(1)),
      createModel('mistralai/Mistral-Small-24B-Instruct', createRoute(1)),
      createModel('elsewhere/rare', createRoute(1)),
    ]
    expect(listAlternativeIds('mistralai/Mistral-7B-v0.1', models)).toEqual([
      'mistralai/Mistral-Small-24B-Instruct',
      'maker/popular-Instruct',
      'maker/liked-Instruct',
    ])
  })

  test('are ordered by similar size within the family', () => {
    const models = ['meta/Llama-3.2-1B', 'meta/Llama-3.1-8B-Instruct', 'meta/Llama-3.1-405B', 'meta/Llama-4-Scout'].map((id) =>
      createModel(id, createRoute(1)),
    )
    expect(listAlternativeIds('meta/Llama-3.3-70B-Instruct', models)).toEqual([
      'meta/Llama-3.1-405B',
      'meta/Llama-3.1-8B-Instruct',
      'meta/Llama-3.2-1B',
    ])
  })

  test('are live, different, of the same task, with vision if needed', () => {
    const models: readonly Model[] = [
      createModel('maker/wanted-Instruct', createRoute(1)),
      createModel('maker/wanted-dead', createRoute(1, { isLive: false })),
      { ...createModel('maker/wanted-base', createRoute(1)), task: 'continue' },
      { ...createModel('maker/wanted-vision', createRoute(1)), supportsVision: true },
      createModel('maker/wanted-other', createRoute(1)),
    ]
    expect(listAlternativeIds('maker/wanted-Instruct', models)).toEqual(['maker/wanted-other', 'maker/wanted-vision'])
    expect(findAlternatives({ id: 'maker/wanted-Instruct', task: 'chat', needsVision: true }, models, 3)).toEqual([models[3]])
    expect(findAlternatives({ id: 'gone', task: 'continue', needsVision: false }, models, 3)).toEqual([models[2]])
  })
})

function listAlternativeIds(id: string, models: readonly Model[]): readonly string[] {
  return findAlternatives({ id, task: 'chat', needsVision: false }, models, 3).map((one) => one.id)
}

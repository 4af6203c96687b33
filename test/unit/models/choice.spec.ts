import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { alternativesTo, firstChoice } from '../../../electron/models/choice.ts'
import type { Model, Route } from '../../../electron/shared/types.ts'

function route(price: number | null, more: Partial<Route> = {}): Route {
  return {
    provider: 'one',
    isLive: true,
    contextLength: 32_768,
    price: price === null ? null : { input: price, output: price },
    isFree: false,
    firstTextMs: null,
    tokensPerSecond: null,
    ...more,
  }
}

function model(id: string, ...routes: readonly Route[]): Model {
  return { id, task: 'chat', canSee: false, routes, server: null }
}

test('of an empty list nothing is chosen', () => {
  expect(firstChoice([])).toBeNull()
})

test('what most providers run of the cheaper half that is made to talk comes first', () => {
  const models = [
    model('maker/dear-Instruct', route(9), route(9), route(9)),
    model('maker/base', route(0.1), route(0.1), route(0.1)),
    model('maker/dead-Instruct', route(0.1, { isLive: false }), route(0.1, { isLive: false }), route(0.1, { isLive: false })),
    model('maker/lonely-Instruct', route(0.1)),
    model('maker/short-Instruct', route(0.1, { contextLength: 2_048 }), route(0.1, { contextLength: 2_048 })),
    model('maker/right-Instruct', route(0.1), route(0.1)),
    model('maker/other-dear', route(8)),
  ]
  expect(firstChoice(models)).toBe('maker/right-Instruct')
})

test('a model of unknown price is chosen only when there is no other', () => {
  expect(firstChoice([model('maker/a-Instruct', route(null), route(null)), model('maker/b-Instruct', route(1))])).toBe('maker/b-Instruct')
  expect(firstChoice([model('maker/a-Instruct', route(null))])).toBe('maker/a-Instruct')
})

test('a model that only continues text is never the first', () => {
  expect(firstChoice([{ ...model('maker/a-Instruct', route(1)), task: 'continue' }])).toBeNull()
})

test('the choice does not depend on the order of the list', () => {
  const models = ['a', 'b', 'c', 'd'].map((name) => model(`maker/${name}-Instruct`, route(1)))
  fc.assert(
    fc.property(fc.shuffledSubarray(models, { minLength: models.length }), (shuffled) => {
      expect(firstChoice(shuffled)).toBe('maker/a-Instruct')
    }),
  )
})

test('instead of a model its own family is offered first, then what suits anybody', () => {
  const models = [
    model('maker/popular-Instruct', route(1), route(1), route(1)),
    model('maker/liked-Instruct', route(1), route(1)),
    model('mistralai/Mistral-Small-24B-Instruct', route(1)),
    model('elsewhere/rare', route(1)),
  ]
  expect(alternativesTo('mistralai/Mistral-7B-v0.1', models, 3).map(({ id }) => id)).toEqual([
    'mistralai/Mistral-Small-24B-Instruct',
    'maker/popular-Instruct',
    'maker/liked-Instruct',
  ])
})

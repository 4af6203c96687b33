import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { alternativesTo, firstChoice } from '../../../../electron/models/choice.ts'
import type { Model, Route } from '../../../../shared/types/models.ts'

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
  expect(namesInstead('mistralai/Mistral-7B-v0.1', models)).toEqual([
    'mistralai/Mistral-Small-24B-Instruct',
    'maker/popular-Instruct',
    'maker/liked-Instruct',
  ])
})

test('among its own family the one of about its size comes first', () => {
  const models = ['meta/Llama-3.2-1B', 'meta/Llama-3.1-8B-Instruct', 'meta/Llama-3.1-405B', 'meta/Llama-4-Scout'].map((id) =>
    model(id, route(1)),
  )
  expect(namesInstead('meta/Llama-3.3-70B-Instruct', models)).toEqual([
    'meta/Llama-3.1-405B',
    'meta/Llama-3.1-8B-Instruct',
    'meta/Llama-3.2-1B',
  ])
})

test('what is offered instead runs now, is another model, does the same task and sees where it must', () => {
  const models: readonly Model[] = [
    model('maker/wanted-Instruct', route(1)),
    model('maker/wanted-dead', route(1, { isLive: false })),
    { ...model('maker/wanted-base', route(1)), task: 'continue' },
    { ...model('maker/wanted-vision', route(1)), canSee: true },
    model('maker/wanted-other', route(1)),
  ]
  expect(namesInstead('maker/wanted-Instruct', models)).toEqual(['maker/wanted-other', 'maker/wanted-vision'])
  expect(alternativesTo({ id: 'maker/wanted-Instruct', task: 'chat', mustSee: true }, models, 3)).toEqual([models[3]])
  expect(alternativesTo({ id: 'gone', task: 'continue', mustSee: false }, models, 3)).toEqual([models[2]])
})

function namesInstead(id: string, models: readonly Model[]): readonly string[] {
  return alternativesTo({ id, task: 'chat', mustSee: false }, models, 3).map((one) => one.id)
}

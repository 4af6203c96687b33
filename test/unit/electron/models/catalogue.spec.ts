import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { parseChatModels, parseModelPage } from '../../../../electron/models/catalogue.ts'

const emptyRoute = { contextLength: null, price: null, isFree: false, firstTextMs: null, tokensPerSecond: null }

test('reads all that the router says of a model', () => {
  const reply = {
    object: 'list',
    data: [
      {
        id: 'maker/name',
        architecture: { input_modalities: ['text', 'image'], output_modalities: ['text'] },
        providers: [
          {
            provider: 'one',
            status: 'live',
            context_length: 131072,
            pricing: { input: 0.1, output: 0.4 },
            is_free: false,
            first_token_latency_ms: 320,
            throughput: 88.5,
          },
        ],
      },
    ],
  }
  expect(parseChatModels(reply)).toEqual([
    {
      id: 'maker/name',
      task: 'chat',
      canSee: true,
      server: null,
      routes: [
        {
          provider: 'one',
          isLive: true,
          contextLength: 131072,
          price: { input: 0.1, output: 0.4 },
          isFree: false,
          firstTextMs: 320,
          tokensPerSecond: 88.5,
        },
      ],
    },
  ])
})

test('a provider needs a name and a status and nothing else', () => {
  const reply = {
    data: [
      { id: 'maker/name', providers: [{ provider: 'one', status: 'live' }, { provider: 'two', status: 'error' }, { status: 'live' }] },
    ],
  }
  expect(parseChatModels(reply)).toEqual([
    {
      id: 'maker/name',
      task: 'chat',
      canSee: false,
      server: null,
      routes: [
        { provider: 'one', isLive: true, ...emptyRoute },
        { provider: 'two', isLive: false, ...emptyRoute },
      ],
    },
  ])
})

test('a field that makes no sense costs that field, not the model', () => {
  const malformedEntries = {
    provider: 'one',
    status: 'live',
    context_length: 'long',
    pricing: 'cheap',
    is_free: 1,
    throughput: -3,
    first_token_latency_ms: null,
  }
  const reply = { data: [{ id: 'maker/name', architecture: 'big', providers: [malformedEntries] }] }
  expect(parseChatModels(reply)).toEqual([
    { id: 'maker/name', task: 'chat', canSee: false, server: null, routes: [{ provider: 'one', isLive: true, ...emptyRoute }] },
  ])
})

test('models that nobody runs, that do not write text or that cannot be read are left out', () => {
  const liveProviders = [{ provider: 'one', status: 'live' }]
  const reply = {
    data: [
      { id: 'maker/dead', providers: [{ provider: 'one', status: 'error' }] },
      { id: 'maker/nobody', providers: [] },
      { id: 'maker/painter', architecture: { output_modalities: ['image'] }, providers: liveProviders },
      { id: '', providers: liveProviders },
      { providers: liveProviders },
      null,
      'maker/text',
      { id: 'maker/good', providers: liveProviders },
    ],
  }
  expect(parseChatModels(reply)?.map(({ id }) => id)).toEqual(['maker/good'])
})

for (const reply of [null, [], {}, { data: {} }, { data: [] }, { error: 'no' }, '<!DOCTYPE html>']) {
  test(`${JSON.stringify(reply)} is no list of models`, () => {
    expect(parseChatModels(reply)).toBeNull()
  })
}

test('a page counts live providers only, and prefers conversation', () => {
  const inferenceProviderMapping = {
    dead: { status: 'error', providerId: 'x', task: 'conversational' },
    plain: { status: 'live', providerId: 'x', task: 'text-generation' },
    talks: { status: 'live', providerId: 'x', task: 'conversational' },
  }
  expect(parseModelPage({ id: 'maker/name', pipeline_tag: 'image-text-to-text', inferenceProviderMapping })).toEqual({
    id: 'maker/name',
    model: { id: 'maker/name', task: 'chat', canSee: true, server: null, routes: [{ provider: 'talks', isLive: true, ...emptyRoute }] },
  })
})

for (const inferenceProviderMapping of [undefined, null, [], {}, [null], { one: 'live' }, [{ status: 'live', task: 'conversational' }]]) {
  test(`a page whose providers are ${JSON.stringify(inferenceProviderMapping)} has no model to run`, () => {
    expect(parseModelPage({ id: 'maker/name', inferenceProviderMapping })).toEqual({ id: 'maker/name', model: null })
  })
}

test('no reply whatever makes either reader throw', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (reply) => {
      parseChatModels({ data: [reply, { id: 'maker/name', providers: [reply] }] })
      parseModelPage({ id: 'maker/name', inferenceProviderMapping: reply })
    }),
  )
})

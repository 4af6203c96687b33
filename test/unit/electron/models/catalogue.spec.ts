// Parsing the model lists of Hugging Face, tolerant of missing and malformed fields.

import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { parseChatModels, parseModelPage } from '../../../../electron/models/catalogue.ts'

const emptyRoute = { contextLength: null, price: null, isFree: false, firstTextMs: null, tokensPerSecond: null }

test.describe('router model list', () => {
  test('reads all fields of a model', () => {
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
        supportsVision: true,
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

  test('requires only a name and a status of a provider', () => {
    const reply = {
      data: [
        { id: 'maker/name', providers: [{ provider: 'one', status: 'live' }, { provider: 'two', status: 'error' }, { status: 'live' }] },
      ],
    }
    expect(parseChatModels(reply)).toEqual([
      {
        id: 'maker/name',
        task: 'chat',
        supportsVision: false,
        server: null,
        routes: [
          { provider: 'one', isLive: true, ...emptyRoute },
          { provider: 'two', isLive: false, ...emptyRoute },
        ],
      },
    ])
  })

  test('drops malformed fields, not the model', () => {
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
      { id: 'maker/name', task: 'chat', supportsVision: false, server: null, routes: [{ provider: 'one', isLive: true, ...emptyRoute }] },
    ])
  })

  test('omits models without live providers, without text output or malformed', () => {
    const liveProviders = [{ provider: 'one', status: 'live' }]
    const reply = {
      data: [
        { id: 'maker/dead', providers: [{ provider: 'one', status: 'error' }] },
        { id: 'maker/unserved', providers: [] },
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
    test(`returns null for ${JSON.stringify(reply)}`, () => {
      expect(parseChatModels(reply)).toBeNull()
    })
  }
})

test.describe('model page', () => {
  test('uses live providers only, preferring conversational ones', () => {
    const inferenceProviderMapping = {
      dead: { status: 'error', providerId: 'x', task: 'conversational' },
      plain: { status: 'live', providerId: 'x', task: 'text-generation' },
      talks: { status: 'live', providerId: 'x', task: 'conversational' },
    }
    expect(parseModelPage({ id: 'maker/name', pipeline_tag: 'image-text-to-text', inferenceProviderMapping })).toEqual({
      id: 'maker/name',
      model: {
        id: 'maker/name',
        task: 'chat',
        supportsVision: true,
        server: null,
        routes: [{ provider: 'talks', isLive: true, ...emptyRoute }],
      },
    })
  })

  for (const inferenceProviderMapping of [undefined, null, [], {}, [null], { one: 'live' }, [{ status: 'live', task: 'conversational' }]]) {
    test(`has no model to run for providers ${JSON.stringify(inferenceProviderMapping)}`, () => {
      expect(parseModelPage({ id: 'maker/name', inferenceProviderMapping })).toEqual({ id: 'maker/name', model: null })
    })
  }
})

test.describe('model parsers', () => {
  test('never throws, whatever the reply', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (reply) => {
        parseChatModels({ data: [reply, { id: 'maker/name', providers: [reply] }] })
        parseModelPage({ id: 'maker/name', inferenceProviderMapping: reply })
      }),
    )
  })
})

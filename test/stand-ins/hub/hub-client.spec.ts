// The real client library against the hub: the hub must accept its requests and send replies it can read.

import { expect, test } from '@playwright/test'
import {
  chatCompletion,
  chatCompletionStream,
  summarization,
  textGeneration,
  textGenerationStream,
  translation,
} from '@huggingface/inference'
import { startHub, type Hub } from './hub.ts'
import { asList, asObject, asText } from './json.ts'

let hub: Hub
test.beforeAll(async () => {
  // The library caches the mapping of a model for as long as it is loaded, so all specs here share one hub.
  hub = await startHub({ speed: 0, served: ['distilgpt2'] })
})
test.afterAll(() => hub.close())

/** Sends requests for Hugging Face's two hosts to the hub. */
const fetchFromHub: typeof fetch = (address, init) => {
  const url = new URL(address instanceof Request ? address.url : address)
  expect(['huggingface.co', 'router.huggingface.co']).toContain(url.host)
  return fetch(`${hub.origin}${url.pathname}${url.search}`, init)
}
const options = { fetch: fetchFromHub, retry_on_error: false }
const messages = [{ role: 'user', content: 'What is a cat?' }]

/** The path of the latest request. */
const getLastPath = (): string | undefined => hub.requests.at(-1)?.path

test.describe('client library: chat', () => {
  test('streams a chat answer', async () => {
    let text = ''
    const reasons: (string | undefined)[] = []
    const request = { accessToken: hub.keys.fineGrained, model: 'meta-llama/Llama-3.1-8B-Instruct:fastest', messages }
    for await (const chunk of chatCompletionStream(request, options)) {
      text += chunk.choices[0]?.delta.content ?? ''
      reasons.push(chunk.choices[0]?.finish_reason)
    }
    expect(text).toContain('> What is a cat?')
    expect(reasons.at(-1)).toBe('stop')
  })

  test('returns a whole chat answer', async () => {
    const request = { accessToken: hub.keys.fineGrained, model: 'Qwen/Qwen3-8B', messages }
    const { choices, usage } = await chatCompletion(request, options)
    expect(choices[0]?.message.content).toContain('> What is a cat?')
    expect(usage.completion_tokens).toBeGreaterThan(10)
  })

  const providerArguments = {
    novita: 'zai-org/GLM-4.5',
    groq: 'openai/gpt-oss-20b',
    deepinfra: 'google/gemma-3-4b-it',
    'fireworks-ai': 'moonshotai/Kimi-K2.5',
    cerebras: 'openai/gpt-oss-120b',
    cohere: 'CohereLabs/aya-expanse-32b',
    together: 'zai-org/GLM-4.5-Air-FP8',
    'featherless-ai': 'Qwen/Qwen2.5-1.5B-Instruct',
    'zai-org': 'zai-org/GLM-4.7',
    'hf-inference': 'HuggingFaceTB/SmolLM3-3B',
  } as const

  const providers = Object.keys(providerArguments).filter((name): name is keyof typeof providerArguments => name in providerArguments)
  for (const provider of providers) {
    test(`uses the route of ${provider}`, async () => {
      const { choices } = await chatCompletion(
        { accessToken: hub.keys.fineGrained, model: providerArguments[provider], messages, provider },
        options,
      )
      expect(choices[0]?.message.content).toContain(`at ${provider}:`)
      expect(getLastPath()).toMatch(new RegExp(`^/${provider}/.*chat/completions$`))
    })
  }
})

const inputs = 'Once upon a time'
const continued = 'It began with “Once upon a time”'

test.describe('client library: text tasks', () => {
  test('continues a text with a model that hf-inference serves', async () => {
    const model = 'distilbert/distilgpt2'
    const request = {
      accessToken: hub.keys.fineGrained,
      provider: 'hf-inference',
      model,
      inputs,
      parameters: { max_new_tokens: 200 },
    } as const
    expect((await textGeneration(request, options)).generated_text).toContain(continued)
    expect(getLastPath()).toBe(`/hf-inference/models/${model}/v1/completions`)
  })

  test('follows the redirect of a short model name', async () => {
    const request = { accessToken: hub.keys.fineGrained, provider: 'hf-inference', model: 'gpt2', inputs } as const
    expect((await textGeneration(request, options)).generated_text).toContain(continued)
  })

  test('continues a text with another provider', async () => {
    const request = { accessToken: hub.keys.fineGrained, provider: 'featherless-ai', model: 'meta-llama/Llama-3.1-8B', inputs } as const
    expect((await textGeneration(request, options)).generated_text).toContain(continued)
    expect(getLastPath()).toBe('/featherless-ai/v1/completions')
  })

  test('streams a continuation', async () => {
    const request = { accessToken: hub.keys.fineGrained, provider: 'hf-inference', model: 'openai-community/gpt2', inputs } as const
    let text = ''
    // The library's type describes an older server; the stream has the format of completions.
    for await (const chunk of textGenerationStream(request, options)) text += getCompletionText(chunk)
    expect(text).toContain(continued)
  })

  test('finds no provider for a model that is not served', async () => {
    const request = { accessToken: hub.keys.fineGrained, provider: 'hf-inference', model: 'EleutherAI/pythia-1b', inputs } as const
    await expect(textGeneration(request, options)).rejects.toThrow(/inference provider information/)
  })

  test('summarizes and translates', async () => {
    const parts = { accessToken: hub.keys.fineGrained, provider: 'hf-inference' } as const
    const summary = await summarization(
      { ...parts, model: 'facebook/bart-large-cnn', inputs: 'The tower is tall. It stands in Paris.' },
      options,
    )
    const translationReply = await translation({ ...parts, model: 'google-t5/t5-base', inputs: 'My name is Wolfgang' }, options)
    expect([summary.summary_text, translationReply]).toEqual([
      expect.stringContaining('- The tower is tall.'),
      expect.objectContaining({ translation_text: '[translated] My name is Wolfgang' }),
    ])
  })
})

function getCompletionText(chunk: unknown): string {
  return asText(asObject(asList(asObject(chunk)['choices'])[0])['text']) ?? ''
}

// The stand-in's model catalogue: chat models with their routes, and models for other tasks. Hides the compact table, and how
// prices, speeds and missing fields of a route are derived from it, the same at every start.

import { createHash } from 'node:crypto'
import { chatModelTable } from './catalogue-table.ts'

export type ReasoningForm = 'reasoning_content' | 'reasoning' | 'reasoning_text' | 'think-tags'

export interface HubRoute {
  readonly provider: string
  readonly status: 'live' | 'error'
  /** The model's name at the provider. */
  readonly providerId: string
  readonly task: string
  /** The fields of a route in `/v1/models` besides provider and status. */
  readonly details: Readonly<Record<string, unknown>>
}

export interface HubModel {
  readonly id: string
  readonly pipelineTag: string
  readonly hasVision: boolean
  /** The form in which it reasons by default; null when it does not. */
  readonly reasoning: ReasoningForm | null
  /** In tokens. */
  readonly contextLength: number
  readonly createdAt: string
  readonly routes: readonly HubRoute[]
}

const providers: Readonly<Record<string, string>> = {
  ba: 'baseten',
  ce: 'cerebras',
  co: 'cohere',
  de: 'deepinfra',
  fe: 'featherless-ai',
  fi: 'fireworks-ai',
  gr: 'groq',
  hf: 'hf-inference',
  hy: 'hyperbolic',
  no: 'novita',
  ns: 'nscale',
  ov: 'ovhcloud',
  pu: 'publicai',
  sc: 'scaleway',
  to: 'together',
  za: 'zai-org',
}

const reasoningForms: Readonly<Record<string, ReasoningForm>> = {
  c: 'reasoning_content',
  r: 'reasoning',
  t: 'reasoning_text',
  k: 'think-tags',
}

/** Renamed models: the old short name redirects to the current id. */
export const renamedModels: Readonly<Record<string, string>> = {
  distilgpt2: 'distilbert/distilgpt2',
  gpt2: 'openai-community/gpt2',
  'gpt2-medium': 'openai-community/gpt2-medium',
  'bert-base-uncased': 'google-bert/bert-base-uncased',
  't5-base': 'google-t5/t5-base',
}

/** id | pipeline tag | routes as provider:task */
const otherModelTable = `
distilbert/distilgpt2 | text-generation |
openai-community/gpt2 | text-generation | hf-inference:text-generation
openai-community/gpt2-medium | text-generation |
meta-llama/Llama-3.1-8B | text-generation | featherless-ai:text-generation
meta-llama/Llama-3.2-3B | text-generation | featherless-ai:text-generation
EleutherAI/pythia-1b | text-generation |
facebook/bart-large-cnn | summarization | hf-inference:summarization
google/pegasus-xsum | summarization | hf-inference:summarization
google-t5/t5-base | translation | hf-inference:translation
Helsinki-NLP/opus-mt-en-de | translation | hf-inference:translation
google-bert/bert-base-uncased | fill-mask | hf-inference:fill-mask
deepset/roberta-base-squad2 | question-answering | hf-inference:question-answering
facebook/bart-large-mnli | zero-shot-classification | hf-inference:zero-shot-classification
black-forest-labs/FLUX.1-dev | text-to-image | fal-ai:text-to-image replicate:text-to-image
openai/whisper-large-v3 | automatic-speech-recognition | hf-inference:automatic-speech-recognition fal-ai:automatic-speech-recognition
`

export interface Catalogue {
  /** The models of `/v1/models`. */
  readonly chatModels: readonly HubModel[]
  /** All models. */
  readonly models: readonly HubModel[]
  readonly find: (id: string) => HubModel | null
}

/**
 * Builds the catalogue. hf-inference also serves each of `servedNames` as a model that continues text; `onlyIds` limits the chat
 * models. Throws for an unknown name.
 */
export function createCatalogue(servedNames: readonly string[], onlyIds?: readonly string[]): Catalogue {
  const servedIds = new Set(servedNames.map((name) => renamedModels[name] ?? name))
  const chatModels = parseRows(chatModelTable)
    .map(readChatModel)
    .filter(({ id }) => onlyIds?.includes(id) ?? true)
  const models = [...chatModels, ...parseRows(otherModelTable).map((row) => readOtherModel(row, servedIds))]
  const byId = new Map(models.map((model) => [model.id, model]))
  const unknown = [...servedIds].filter((id) => !byId.has(id))
  if (unknown.length > 0) throw new Error(`The stand-in has no model ${unknown.join(', ')}`)
  return { chatModels, models, find: (id) => byId.get(id) ?? null }
}

/** The routes of a model that can run the task now. */
export function liveRoutes(model: HubModel, task: string): readonly HubRoute[] {
  return model.routes.filter((route) => route.status === 'live' && route.task === task)
}

function parseRows(table: string): readonly (readonly string[])[] {
  return table
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
}

function splitWords(cell: string | undefined): readonly string[] {
  return (cell ?? '').split(' ').filter((word) => word !== '')
}

function readChatModel([id = '', context = '', price = '', flags, routes]: readonly string[]): HubModel {
  const hasVision = splitWords(flags).includes('vision')
  const form = splitWords(flags).find((flag) => flag in reasoningForms)
  const contextLength = Number(context) * 1024
  const [input = 0, output = 0] = price.split('/').map(Number)
  return {
    id,
    pipelineTag: hasVision ? 'image-text-to-text' : 'text-generation',
    hasVision,
    reasoning: form === undefined ? null : (reasoningForms[form] ?? null),
    contextLength,
    createdAt: getCreationDate(id),
    routes: splitWords(routes).map((word) => readRoute(id, word, contextLength, { input, output })),
  }
}

function readRoute(id: string, word: string, contextLength: number, price: { readonly input: number; readonly output: number }): HubRoute {
  const provider = providers[word.slice(0, 2)] ?? word
  const flag = word.slice(2)
  const random = createSeededRandom(`${id}:${provider}`)
  // Providers charge 80 to 140 % of the table's price.
  const providerPrice = (dollars: number): number => Number((dollars * (0.8 + 0.6 * random(0))).toPrecision(2))
  const hasMeasurements = random(1) > 0.15
  return {
    provider,
    status: flag === '!' ? 'error' : 'live',
    providerId: provider === 'novita' || provider === 'fireworks-ai' ? id.toLowerCase() : id,
    task: 'conversational',
    details:
      flag === '?'
        ? {}
        : {
            context_length: provider === 'cerebras' ? Math.min(contextLength, 131_072) : contextLength,
            ...(flag === '0' ? { pricing: { input: 0, output: 0 }, is_free: true } : {}),
            ...(flag === '' ? { pricing: { input: providerPrice(price.input), output: providerPrice(price.output) }, is_free: false } : {}),
            supports_tools: random(2) > 0.3,
            supports_structured_output: random(3) > 0.5,
            ...(flag === '!' || !hasMeasurements
              ? {}
              : { first_token_latency_ms: Math.round(150 + 1800 * random(4)), throughput: Number((15 + 220 * random(5)).toFixed(2)) }),
            is_model_author: id.startsWith(`${provider}/`) || (provider === 'cohere' && id.startsWith('CohereLabs/')),
          },
  }
}

function readOtherModel([id = '', pipelineTag = '', routes]: readonly string[], servedNames: ReadonlySet<string>): HubModel {
  const entries = servedNames.has(id) ? ['hf-inference:text-generation'] : splitWords(routes)
  return {
    id,
    pipelineTag,
    hasVision: false,
    reasoning: null,
    contextLength: 1024,
    createdAt: '2022-03-02T23:29:04.000Z',
    routes: entries.map((entry) => {
      const [provider = '', task = ''] = entry.split(':')
      return { provider, status: 'live', providerId: id, task, details: {} }
    }),
  }
}

/** Pseudo-random numbers from 0 to 1 by index, always the same for a name. */
function createSeededRandom(name: string): (index: number) => number {
  const digest = createHash('sha256').update(name).digest()
  return (index) => digest.readUInt16BE(index * 2) / 65_535
}

function getCreationDate(id: string): string {
  const day = Math.floor(createSeededRandom(id)(6) * 800)
  return new Date(Date.UTC(2024, 0, 1 + day)).toISOString()
}

// The worker that highlights code, so that long or hostile code cannot block the window. Its output is segments of text with their tones,
// never HTML.

import { createLowlight } from 'lowlight'
import { grammars } from './grammars.ts'
import type { Language } from './languages.ts'
import type { HighlightedSegment, Tone, WorkerRequest, WorkerResponse } from './worker-messages.ts'

type SyntaxNode = ReturnType<typeof lowlight.highlight>['children'][number]

const lowlight = createLowlight()

/** Keys are classes of highlight.js without their prefix. */
const tonesByClass: ReadonlyMap<string, Tone> = new Map(
  Object.entries({
    keyword: 'keyword',
    'selector-tag': 'keyword',
    'template-tag': 'keyword',
    tag: 'keyword',
    doctag: 'keyword',
    section: 'keyword',
    string: 'string',
    regexp: 'string',
    code: 'string',
    link: 'string',
    char: 'string',
    comment: 'comment',
    quote: 'comment',
    meta: 'comment',
    number: 'number',
    literal: 'number',
    symbol: 'number',
    bullet: 'number',
    title: 'name',
    name: 'name',
    attr: 'name',
    attribute: 'name',
    'selector-class': 'name',
    'selector-id': 'name',
    type: 'type',
    built_in: 'type',
    variable: 'type',
    'template-variable': 'type',
    addition: 'added',
    deletion: 'removed',
  } as const),
)

addEventListener('message', ({ data }: MessageEvent<WorkerRequest>) => {
  void highlightCode(data).then(postResponse)
})

async function highlightCode({ code, language }: WorkerRequest): Promise<WorkerResponse> {
  try {
    await loadGrammar(language)
    postResponse({ kind: 'started' })
    const segments: HighlightedSegment[] = []
    for (const node of lowlight.highlight(language, code).children) collectSegments(node, null, segments)
    return { kind: 'done', segments }
  } catch {
    // A grammar may have bugs. The code is shown without highlighting.
    return { kind: 'failed' }
  }
}

async function loadGrammar(language: Language): Promise<void> {
  if (lowlight.registered(language)) return
  lowlight.register(language, (await grammars[language]()).default)
}

function collectSegments(node: SyntaxNode, tone: HighlightedSegment['tone'], segments: HighlightedSegment[]): void {
  if (node.type === 'text') {
    const last = segments.at(-1)
    if (last?.tone === tone) segments[segments.length - 1] = { text: last.text + node.value, tone }
    else segments.push({ text: node.value, tone })
  }
  if (node.type !== 'element') return
  const { className } = node.properties
  const ownTone = Array.isArray(className) ? getTone(String(className[0])) : null
  for (const child of node.children) collectSegments(child, ownTone ?? tone, segments)
}

function getTone(className: string): Tone | null {
  return tonesByClass.get(className.replace(/^hljs-/, '')) ?? null
}

function postResponse(message: WorkerResponse): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- in a worker it goes to the page that started it
  postMessage(message)
}

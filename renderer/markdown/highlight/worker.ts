// Colours code, in a thread of its own: a long or awkward text must not hold the window up. Gives pieces of text with their tone, no
// HTML.

import { createLowlight } from 'lowlight'
import { grammars } from './grammars.ts'
import type { Language } from './languages.ts'
import { getTone, type HighlightedSegment, type WorkerRequest, type WorkerResponse } from './worker-messages.ts'

type SyntaxNode = ReturnType<typeof lowlight.highlight>['children'][number]

const lowlight = createLowlight()

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
    // Grammars are large and have their faults. The code is shown without colours.
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

function postResponse(message: WorkerResponse): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- in a thread it goes to who started it
  postMessage(message)
}

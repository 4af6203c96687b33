// Colours code, in a thread of its own: a long or awkward text must not hold the window up. Gives pieces of text with their tone, no
// HTML.

import { createLowlight } from 'lowlight'
import { grammars } from './grammars.ts'
import type { Language } from './languages.ts'
import { toneOf, type Piece, type ToWorker, type FromWorker } from './pieces.ts'

type Node = ReturnType<typeof lowlight.highlight>['children'][number]

const lowlight = createLowlight()

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  void coloured(data).then(tell)
})

async function coloured({ code, language }: ToWorker): Promise<FromWorker> {
  try {
    await load(language)
    tell({ kind: 'begins' })
    const pieces: Piece[] = []
    for (const node of lowlight.highlight(language, code).children) collect(node, null, pieces)
    return { kind: 'done', pieces }
  } catch {
    // Grammars are large and have their faults. The code is shown without colours.
    return { kind: 'failed' }
  }
}

async function load(language: Language): Promise<void> {
  if (lowlight.registered(language)) return
  lowlight.register(language, (await grammars[language]()).default)
}

function collect(node: Node, tone: Piece['tone'], pieces: Piece[]): void {
  if (node.type === 'text') {
    const last = pieces.at(-1)
    if (last?.tone === tone) pieces[pieces.length - 1] = { text: last.text + node.value, tone }
    else pieces.push({ text: node.value, tone })
  }
  if (node.type !== 'element') return
  const { className } = node.properties
  const own = Array.isArray(className) ? toneOf(String(className[0])) : null
  for (const child of node.children) collect(child, own ?? tone, pieces)
}

function tell(message: FromWorker): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- in a thread it goes to who started it
  postMessage(message)
}

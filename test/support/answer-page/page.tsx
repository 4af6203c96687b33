// A page with nothing but the component that shows an answer, as the window has it. Specs tell it which text to show.

import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { Markdown } from '../../../renderer/markdown/Markdown.tsx'
import { liveRange, partsOf, piecesOf, rangesIn } from '../../../renderer/find/pieces.ts'
import { startWords } from '../../../renderer/i18n/i18n.ts'
import './contract.ts'

void startWords()
const place = document.querySelector('#answer')
if (place === null) throw new Error('The page has no place for an answer')
const root = createRoot(place)
let shown = 0

window.answerPage = {
  show(text, lengths) {
    // Another key, so that nothing is left of the answer before.
    shown += 1
    for (const length of [...lengths, text.length]) {
      flushSync(() => root.render(<Markdown key={shown} text={text.slice(0, length)} />))
    }
    return place.innerHTML
  },
  pieces: () => partsOf(document.body).flatMap((part) => piecesOf(part).map((piece) => piece.text)),
  found: (query) => partsOf(document.body).flatMap((part) => rangesIn(part, query).map((range) => String(liveRange(range)))),
  growTo(text) {
    flushSync(() => root.render(<Markdown key={shown} text={text} />))
  },
}

// A page with nothing but the component that shows an answer in the window. Specs choose the text.

import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { Markdown } from '../../../renderer/markdown/Markdown.tsx'
import { toLiveRange, getMessageParts, extractSegments, findRanges } from '../../../renderer/find/text-segments.ts'
import { initTranslations } from '../../../renderer/i18n/i18n.ts'
import './contract.ts'

void initTranslations()
const container = document.querySelector('#answer')
if (container === null) throw new Error('The page has no #answer')
const root = createRoot(container)
let renderKey = 0

window.answerPage = {
  show(text, lengths) {
    // A new key removes everything of the answer before.
    renderKey += 1
    for (const length of [...lengths, text.length]) {
      flushSync(() => root.render(<Markdown key={renderKey} text={text.slice(0, length)} />))
    }
    return container.innerHTML
  },
  textSegments: () => getMessageParts(document.body).flatMap((part) => extractSegments(part).map((segment) => segment.text)),
  findText: (query) => getMessageParts(document.body).flatMap((part) => findRanges(part, query).map((range) => String(toLiveRange(range)))),
  growTo(text) {
    flushSync(() => root.render(<Markdown key={renderKey} text={text} />))
  },
}

// The window's first script: asks main for the first screen, then renders over the skeleton of index.html.

import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { loadMarkdown } from '../markdown/FormattedText.tsx'
import { initTranslations } from '../i18n/i18n.ts'
import { start } from './start.ts'

void start()
suppressTransitionEvents()
void initTranslations().then(() => {
  const root = document.getElementById('root')
  if (root !== null) createRoot(root).render(<App />)
})

// Loads the Markdown renderer ahead of the first answer.
requestIdleCallback(() => void loadMarkdown())

/**
 * Works around a leak in React Aria, which keeps every element with a running CSS transition in a map, by property. For an element that is
 * removed meanwhile it deletes only one property, so an element with two or more transitions is never released. React Aria uses these events
 * only to wait for moving elements before it focuses them, which this window does not have.
 */
function suppressTransitionEvents(): void {
  window.addEventListener('transitionrun', (event) => event.stopPropagation(), { capture: true })
}

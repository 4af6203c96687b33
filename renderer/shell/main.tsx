// The window's first script: asks main for the first screen, then renders over the skeleton of index.html.

import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { loadMarkdown } from '../markdown/FormattedText.tsx'
import { initTranslations } from '../i18n/i18n.ts'
import { start } from './start.ts'
import { suppressTransitionEvents } from '../ui/suppress-transition-events.ts'

void start()
suppressTransitionEvents()
void initTranslations().then(() => {
  const root = document.getElementById('root')
  if (root !== null) createRoot(root).render(<App />)
})

// The first answer should not wait for what reads it.
requestIdleCallback(() => void loadMarkdown())

// The window's first script: asks main for the first screen, then renders over the skeleton of index.html.

import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { loadReader } from '../markdown/FormattedText.tsx'
import { startWords } from '../i18n/i18n.ts'
import { start } from './start.ts'
import { keepTransitionsQuiet } from '../ui/transitions.ts'

void start()
keepTransitionsQuiet()
void startWords().then(() => {
  const root = document.getElementById('root')
  if (root !== null) createRoot(root).render(<App />)
})

// The first answer should not wait for what reads it.
requestIdleCallback(() => void loadReader())

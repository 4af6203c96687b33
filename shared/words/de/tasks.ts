// The words that differ from task to task, under the names of shared/tasks.ts. German.

import type { Words } from '../words.ts'

export const tasks: Words['tasks'] = {
  /** At a model and its answers; chat has none. */
  badge: { continue: 'Setzt deinen Text fort' },
  promptHint: {
    chat: 'Frage {{model}} etwas',
    continue: 'Schreibe einen Anfang; {{model}} setzt ihn fort',
  },
  lengthHint: {
    chat: 'Eine Bitte an das Modell, keine feste Grenze.',
    continue: 'Dieses Modell setzt deinen Text fort, daher hört es bei etwa dieser Länge auf.',
  },
  /** For tasks that accept no instructions. */
  instructionsNotSent: {
    continue: 'Das gewählte Modell setzt nur Text fort. Es würde auch die Anweisungen fortsetzen, deshalb werden sie ihm nicht gesendet.',
  },
}

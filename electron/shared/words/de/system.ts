// What the system itself shows: its menu and its boxes. German.

import type { Words } from '../words.ts'

export const system: Words['system'] = {
  cannotStart: {
    title: 'Parley kann nicht starten',
    detail: 'Ein Teil davon fehlt oder ist beschädigt. Vielleicht hilft es, es neu zu installieren. Nenn in einem Bericht dies: {{id}}',
  },
  fallen: {
    message: 'Das Fenster von Parley hat sich dreimal von selbst geschlossen.',
    detail: 'Alles, was du geschrieben hast, ist gespeichert, und auch, was geantwortet wurde.',
    again: 'Noch einmal versuchen',
    quit: 'Beenden',
  },
  openLink: {
    question: '{{host}} in deinem Browser öffnen?',
    detail: 'Diese Adresse hat ein Modell geschrieben. Öffne sie nur, wenn du ihr traust.',
    open: 'Im Browser öffnen',
    cancel: 'Abbrechen',
  },
  /** What stands in a conversation that is saved as Markdown. */
  saved: {
    you: 'Du',
    by: '{{model}} bei {{provider}}',
    incomplete: 'Die Antwort ist nicht vollständig.',
    secret: '[hier wurde ein Geheimnis weggelassen]',
  },
  menu: {
    application: 'Parley',
    edit: 'Bearbeiten',
    view: 'Ansicht',
    window: 'Fenster',
  },
}

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
    file: 'Datei',
    edit: 'Bearbeiten',
    conversation: 'Unterhaltung',
    view: 'Ansicht',
    window: 'Fenster',
    help: 'Hilfe',
  },
  roles: {
    undo: 'Rückgängig',
    redo: 'Wiederholen',
    cut: 'Ausschneiden',
    copy: 'Kopieren',
    paste: 'Einfügen',
    pasteAndMatchStyle: 'Ohne Formatierung einfügen',
    delete: 'Löschen',
    selectAll: 'Alles auswählen',
    resetZoom: 'Originalgröße',
    zoomIn: 'Vergrößern',
    zoomOut: 'Verkleinern',
    togglefullscreen: 'Vollbild',
    minimize: 'Im Dock ablegen',
    zoom: 'Zoomen',
    front: 'Alle nach vorne bringen',
    services: 'Dienste',
    hide: 'Parley ausblenden',
    hideOthers: 'Andere ausblenden',
    unhide: 'Alle einblenden',
    close: 'Fenster schließen',
    quit: 'Parley beenden',
  },
  commands: {
    newConversation: 'Neue Unterhaltung',
    settings: 'Einstellungen…',
    searchHistory: 'Im Verlauf suchen',
    chooseModel: 'Modell wählen…',
    stop: 'Antwort anhalten',
    palette: 'Befehl suchen…',
    toggleHistory: 'Verlauf ein- oder ausblenden',
    shortcuts: 'Tastenkürzel',
    leaves: 'Was diesen Computer verlässt',
    report: 'Bericht speichern…',
    about: 'Über Parley',
  },
}

// The list of everything that can be done, and the sheet of keys. German.

import type { Words } from '../words.ts'

export const palette: Words['palette'] = {
  title: 'Befehl, Unterhaltung oder Modell finden',
  search: 'Befehle, Unterhaltungen und Modelle durchsuchen',
  actions: 'Befehle',
  conversations: 'Unterhaltungen',
  models: 'Modelle',
  nothing: 'Nichts gefunden.',
  found_one: '{{count, number}} gefunden',
  found_other: '{{count, number}} gefunden',
}

export const shortcuts: Words['shortcuts'] = {
  title: 'Tastenkürzel',
  control: 'Strg',
  shift: 'Umschalt',
  enter: 'Eingabe',
  escape: 'Escape',
  home: 'Pos1',
  end: 'Ende',
  pageUp: 'Bild auf',
  pageDown: 'Bild ab',
  delete: 'Entf',
  everywhere: 'Überall',
  prompt: 'Dein Prompt',
  send: 'Senden',
  newLine: 'Neue Zeile',
  history: 'Verlauf',
  nextRow: 'Nächste Unterhaltung',
  previousRow: 'Vorige Unterhaltung',
  firstRow: 'Erste der Liste',
  lastRow: 'Letzte der Liste',
  openRow: 'Öffnen',
  renameRow: 'Umbenennen',
  removeRow: 'Löschen',
  clearSearch: 'Suche leeren',
  picker: 'Ein Modell wählen',
  nextModel: 'Nächstes Modell',
  previousModel: 'Voriges Modell',
  pageOfModels: 'Mehrere Modelle nach unten',
  pageOfModelsBack: 'Mehrere Modelle nach oben',
  takeModel: 'Verwenden',
  toStar: 'Zu seinem Stern, und zurück mit ←',
  closeDialog: 'Schließen, ohne zu wählen',
}

// The list of conversations and its search. German.

import type { Words } from '../words.ts'

export const history: Words['history'] = {
  title: 'Verlauf',
  show: 'Verlauf einblenden',
  hide: 'Verlauf ausblenden',
  newConversation: 'Neue Unterhaltung',
  search: 'Im Verlauf suchen',
  clear: 'Suche leeren',
  pinned: 'Angeheftet',
  today: 'Heute',
  yesterday: 'Gestern',
  empty: 'Hier erscheinen deine Unterhaltungen.',
  nothingFound: 'Nichts gefunden zu „{{query}}“.',
  matches_one: '{{count, number}} Treffer',
  matches_other: '{{count, number}} Treffer',
  more: 'Aktionen für {{title}}',
  rename: 'Umbenennen',
  renameLabel: 'Neuer Name',
  pin: 'Anheften',
  unpin: 'Nicht mehr anheften',
  saveAs: {
    markdown: 'Als Markdown speichern…',
    json: 'Als JSON speichern…',
  },
  saved: 'Gespeichert.',
  savedWithout_one: 'Gespeichert. An {{count}} Stelle wurde weggelassen, was nach einem Passwort oder Schlüssel aussieht.',
  savedWithout_other: 'Gespeichert. An {{count}} Stellen wurde weggelassen, was nach einem Passwort oder Schlüssel aussieht.',
  remove: 'Löschen',
  deleted: '„{{title}}“ gelöscht',
  undo: 'Rückgängig',
  dismiss: 'Schließen',
  badges: {
    writing: 'Eine Antwort wird geschrieben',
    answered: 'Neue Antwort',
    failed: 'Eine Antwort ist fehlgeschlagen',
  },
  loading: 'Wird geladen…',
}

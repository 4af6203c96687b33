// The list of conversations and its search. German.

import type { Words } from '../words.ts'

export const history: Words['history'] = {
  title: 'Verlauf',
  show: 'Verlauf zeigen',
  hide: 'Verlauf ausblenden',
  newConversation: 'Neue Unterhaltung',
  search: 'Im Verlauf suchen',
  clear: 'Suche leeren',
  pinned: 'Angeheftet',
  today: 'Heute',
  yesterday: 'Gestern',
  empty: 'Hier werden deine Unterhaltungen aufbewahrt.',
  nothingFound: 'Nichts gefunden zu „{{query}}“.',
  hits_one: '{{count, number}} Stelle gefunden',
  hits_other: '{{count, number}} Stellen gefunden',
  more: 'Was du mit {{title}} tun kannst',
  rename: 'Umbenennen',
  renameLabel: 'Neuer Name',
  pin: 'Anheften',
  unpin: 'Loslösen',
  saveAs: {
    markdown: 'Als Markdown speichern…',
    json: 'Als JSON speichern…',
  },
  saved: 'Gespeichert.',
  savedWithout_one: 'Gespeichert. An {{count}} Stelle wurde weggelassen, was nach einem Geheimnis aussieht.',
  savedWithout_other: 'Gespeichert. An {{count}} Stellen wurde weggelassen, was nach einem Geheimnis aussieht.',
  remove: 'Löschen',
  deleted: '„{{title}}“ gelöscht',
  undo: 'Rückgängig',
  dismiss: 'Schließen',
  marks: {
    writing: 'Eine Antwort wird geschrieben',
    answered: 'Neue Antwort',
    failed: 'Eine Antwort schlug fehl',
  },
  loading: 'Wird geladen…',
}

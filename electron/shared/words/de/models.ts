// The picker of models. German.

import type { Words } from '../words.ts'

export const models: Words['models'] = {
  title: 'Modell wählen',
  search: 'Modelle und Hersteller suchen',
  favourites: 'Favoriten',
  recent: 'Zuletzt genutzt',
  all: 'Alle Modelle',
  onHub: 'Auf Hugging Face',
  at: 'bei {{server}}',
  onServer: '{{model}} bei {{server}}',
  found_one: '{{count, number}} Modell',
  found_other: '{{count, number}} Modelle',
  reads: 'liest etwa {{words}} Wörter',
  price: '{{input}} fürs Lesen, {{output}} fürs Schreiben',
  free: 'kostenlos',
  noPrice: 'Preis nicht genannt',
  priceNote:
    'Preise sind Schätzungen in US-Dollar für eine Million englische Wörter: Lesen zählt, was du sendest, Schreiben, was zurückkommt.',
  providers_one: '{{count}} Anbieter',
  providers_other: '{{count}} Anbieter',
  noProviders: 'zurzeit kein Anbieter',
  continues: 'Setzt deinen Text fort',
  sees: 'sieht Bilder',
  addFavourite: '{{model}} zu den Favoriten hinzufügen',
  removeFavourite: '{{model}} aus den Favoriten entfernen',
  lookUp: '{{id}} auf Hugging Face suchen',
  lookingUp: 'Hugging Face wird nach {{id}} gefragt…',
  none: 'In der Liste ist kein Modell mit diesem Namen.',
  empty: 'Es gibt noch keine Liste von Modellen.',
  notServed: '{{id}} betreibt gerade kein Anbieter.',
  notFound: 'Hugging Face kennt kein Modell namens {{id}}.',
  instead: 'Diese sind ähnlich:',
  refresh: 'Liste erneuern',
  fetchedAt: 'Liste von {{when}}',
  stale: 'Die Liste konnte nicht erneuert werden: {{reason}}',
}

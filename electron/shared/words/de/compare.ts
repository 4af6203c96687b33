// Several models answering one prompt side by side: choosing them, what it costs, and going on with one. German.

import type { Words } from '../words.ts'

export const compare: Words['compare'] = {
  title: 'Modelle vergleichen',
  hint: 'Wähl zwei bis vier Modelle. Jedes davon beantwortet deinen nächsten Prompt.',
  chosen_one: '{{count}} von {{most}} gewählt: {{models}}',
  chosen_other: '{{count}} von {{most}} gewählt: {{models}}',
  full: 'Höchstens {{most}} Modelle antworten nebeneinander. Nimm zuerst eines heraus.',
  take: '{{count}} Modelle vergleichen',
  takeNone: 'Vergleichen',
  models: '{{count}} Modelle',
  chip: '{{count}} Modelle im Vergleich: {{models}}',
  list: 'Deinen nächsten Prompt beantworten nebeneinander:',
  takeOut: '{{model}} herausnehmen',
  end: 'Nicht mehr vergleichen',
  promptHint: 'Frag {{count}} Modelle auf einmal',
  priceAll: 'Schätzung: insgesamt {{price}}, für Antworten von je etwa {{words, number}} Wörtern.',
  priceSome:
    'Schätzung: {{price}} für Antworten von je etwa {{words, number}} Wörtern. {{known}} von {{count}} Modellen nennen ihren Preis; die anderen kommen dazu.',
  priceNone: 'Keines dieser Modelle nennt seinen Preis.',
  free: 'Diese Modelle sind zurzeit kostenlos.',
  thinking: 'Was ein Modell vorher nachdenkt, zählt mit.',
  range: '{{low}} bis {{high}}',
  less: 'weniger als {{price}}',
  pickHint: 'Wähl oben eine Antwort, dann geht es hier weiter',
  pickFirst: 'Wähl zuerst die Antwort, mit der es weitergeht. Was du geschrieben hast, bleibt hier stehen.',
  editedBy: 'Es antworten wieder nebeneinander: {{models}}.',
  answers: 'Antworten nebeneinander',
  pick: 'Mit dieser Antwort weiter',
  pickOf: 'Mit dieser Antwort weiter, von {{model}}',
  again: 'Nebeneinander zeigen',
  add: '{{model}} dazunehmen',
  firstWords: 'erste Wörter nach {{seconds}} s',
  speed_one: 'etwa {{count, number}} Wort pro Sekunde',
  speed_other: 'etwa {{count, number}} Wörter pro Sekunde',
  ended: {
    finished: 'Die Antwort von {{model}} ist fertig.',
    failed: 'Die Antwort von {{model}} ist fehlgeschlagen.',
    stopped: 'Die Antwort von {{model}} hat vorzeitig aufgehört.',
  },
}

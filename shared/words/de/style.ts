// The style of answers and the instructions. German.

import type { Words } from '../words.ts'

export const style: Words['style'] = {
  chip: 'Stil: {{style}}',
  title: 'Stil',
  precise: 'Genau',
  preciseHint: 'Bleibt bei den wahrscheinlichsten Wörtern. Für Fakten und Code.',
  balanced: 'Ausgewogen',
  balancedHint: 'Wie es die Macher des Modells eingestellt haben.',
  creative: 'Kreativ',
  creativeHint: 'Nimmt auch weniger wahrscheinliche Wörter. Für Geschichten und Ideen.',
  length: 'Länge',
  short: 'Kurz',
  normal: 'Üblich',
  long: 'Lang',
  advanced: 'Erweitert',
  advancedHint: 'Was du leer lässt, ist so, wie der Stil es sagt.',
  own: 'eigene Einstellungen',
  reset: 'Alles zurücksetzen',
  names: {
    temperature: 'Temperatur',
    topP: 'Top-p-Wert',
    longestAnswer: 'Längste Antwort',
    seed: 'Startzahl',
    stopWords: 'Stoppwörter',
    effort: 'Denkaufwand',
  },
  hints: {
    temperature: 'Von 0 bis 2. Je höher, desto öfter werden weniger wahrscheinliche Wörter genommen.',
    topP: 'Über 0, bis 1. Je niedriger, desto weniger Wörter stehen zur Wahl.',
    longestAnswer: 'Dort wird die Antwort abgeschnitten. Gezählt in Teilen von Wörtern: 100 sind etwa 75 Wörter.',
    seed: 'Eine ganze Zahl. Mit derselben bekommt derselbe Prompt oft dieselbe Antwort.',
    stopWords: 'Bis zu vier, eines je Zeile. Die Antwort endet vor dem ersten davon.',
    effort: 'Wie viel das Modell nachdenkt, bevor es antwortet.',
  },
  notTaken: 'Das geht hier nicht. Was vorher eingestellt war, bleibt.',
  asItLikes: 'Wie das Modell will',
  low: 'Wenig',
  medium: 'Mittel',
  high: 'Viel',
}

export const instructions: Words['instructions'] = {
  open: 'Anweisungen…',
  chip: 'Anweisungen',
  chipNotSent: 'Anweisungen, nicht gesendet',
  title: 'Anweisungen für diese Unterhaltung',
  label: 'Anweisungen',
  hint: 'Was dem Modell vor allem anderen gesagt wird, etwa „Benutze einfache Wörter“. Sie gehen mit jedem Prompt dieser Unterhaltung mit und werden beim Tippen gespeichert.',
  ofNew: 'Anweisungen für neue Unterhaltungen',
  ofNewHint:
    'Eine neue Unterhaltung beginnt mit ihnen: Sie gehen mit jedem ihrer Prompts mit. Die du schon hast, behalten ihre. Sie werden beim Tippen gespeichert.',
  secret: 'Das sieht nach einem Geheimnis aus: {{kind}}, {{masked}}. Wer das Modell betreibt, könnte es lesen.',
  sendAnyway: 'Trotzdem senden',
  done: 'Fertig',
}

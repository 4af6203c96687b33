// The style of answers and the instructions. German.

import type { Words } from '../words.ts'

export const style: Words['style'] = {
  chip: 'Stil: {{style}}',
  title: 'Stil',
  precise: 'Genau',
  preciseHint: 'Bevorzugt die wahrscheinlichsten Wörter. Für Fakten und Code.',
  balanced: 'Ausgewogen',
  balancedHint: 'Wie vom Hersteller des Modells vorgesehen.',
  creative: 'Kreativ',
  creativeHint: 'Verwendet auch weniger wahrscheinliche Wörter. Für Geschichten und Ideen.',
  length: 'Länge',
  short: 'Kurz',
  normal: 'Normal',
  long: 'Lang',
  advanced: 'Erweitert',
  advancedHint: 'Leere Felder richten sich nach dem Stil.',
  customSettings: 'eigene Einstellungen',
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
    temperature: 'Von 0 bis 2. Höhere Werte verwenden öfter weniger wahrscheinliche Wörter.',
    topP: 'Über 0, bis 1. Niedrigere Werte lassen weniger Wörter zur Wahl.',
    longestAnswer: 'Eine ganze Zahl ab 1. Dort wird die Antwort abgeschnitten. Gezählt in Teilen von Wörtern: 100 sind etwa 75 Wörter.',
    seed: 'Eine ganze Zahl. Mit derselben bekommt derselbe Prompt oft dieselbe Antwort.',
    stopWords: 'Bis zu vier, eines pro Zeile. Die Antwort endet vor dem ersten davon.',
    effort: 'Wie viel das Modell nachdenkt, bevor es antwortet.',
  },
  invalidValue: 'Ungültiger Wert; der vorige bleibt.',
  modelDecides: 'Das Modell entscheidet',
  low: 'Niedrig',
  medium: 'Mittel',
  high: 'Hoch',
}

export const instructions: Words['instructions'] = {
  open: 'Anweisungen…',
  chip: 'Anweisungen',
  chipNotSent: 'Anweisungen, nicht gesendet',
  title: 'Anweisungen für diese Unterhaltung',
  label: 'Anweisungen',
  hint: 'Sage dem Modell, wie es antworten soll, zum Beispiel „Verwende einfache Wörter“. Wird mit jedem Prompt dieser Unterhaltung gesendet und beim Tippen gespeichert.',
  defaultTitle: 'Anweisungen für neue Unterhaltungen',
  defaultHint:
    'Jede neue Unterhaltung beginnt mit diesen Anweisungen; sie werden mit jedem ihrer Prompts gesendet. Bestehende Unterhaltungen behalten ihre eigenen. Wird beim Tippen gespeichert.',
  secret: 'Das sieht nach einem Passwort oder Schlüssel aus: {{kind}}, {{masked}}. Wer das Modell betreibt, könnte es lesen.',
  sendAnyway: 'Trotzdem senden',
  done: 'Fertig',
}

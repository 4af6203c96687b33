// The window in which the key is typed. German.

import type { Words } from '../words.ts'

export const keyWindow: Words['keyWindow'] = {
  page: {
    title: 'Dein Schlüssel für Hugging Face',
    lead: 'Wird im Schlüsselbund deines Computers aufbewahrt, wenn es einen gibt. Geht an Hugging Face und an niemanden sonst.',
    label: 'Füge deinen Schlüssel hier ein',
    show: 'Zeigen',
    make: 'Noch kein Schlüssel? Öffne diese Adresse im Browser – die richtigen Felder sind schon angekreuzt.',
    details: 'Einzelheiten',
    useOnce: 'Bis zum Beenden verwenden',
    cancel: 'Abbrechen',
    save: 'Speichern',
  },
  replaceLead: 'Der alte Schlüssel wird verwendet, bis der neue geprüft und gespeichert ist und einen kurzen Prompt beantwortet hat.',
  replaceTitle: '„{{name}}“ durch einen neuen Schlüssel ersetzen',
  serverLead: 'Wird im Schlüsselbund deines Computers aufbewahrt, wenn es einen gibt. Geht an diesen Server und an niemanden sonst.',
  serverTitle: 'Schlüssel für „{{name}}“',
  hide: 'Verbergen',
  checking: 'Der Schlüssel wird bei Hugging Face geprüft…',
  saving: 'Der Schlüssel wird gespeichert…',
  replacing: 'Der neue Schlüssel wird geprüft, gespeichert und ausprobiert…',
  oldKeyStays: 'Der alte Schlüssel wird weiter verwendet.',
  stillChecking: 'Noch keine Antwort. Wenn du abbrichst, wird nichts gespeichert.',
  invalid: {
    empty: 'Füge zuerst deinen Schlüssel ein, oder tippe ihn.',
    'line-break': 'In der Mitte ist ein Zeilenumbruch. Kopiere den Schlüssel in einem Stück.',
    characters: 'Ein Schlüssel enthält keine Leerzeichen und keine Sonderbuchstaben. Kopiere nur den Schlüssel selbst.',
    'far-too-long': 'Das ist viel zu lang für einen Schlüssel.',
  },
  warnings: {
    prefix: 'Schlüssel beginnen meist mit hf_. Ist das der richtige?',
    short: 'Das sieht zu kurz aus. Wurde der ganze Schlüssel kopiert?',
    long: 'Das sieht zu lang aus. Wurde etwas mitkopiert?',
    elsewhere: 'Das sieht nach einem Schlüssel für Hugging Face aus. Ist er wirklich für diesen Server?',
  },
  remedies: {
    again: 'Noch einmal versuchen',
    another: 'Anderen Schlüssel verwenden',
    address: 'Zeige mir, wo ich einen erstelle',
  },
}

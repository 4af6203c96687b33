// The window in which the key is typed. German.

import type { Words } from '../words.ts'

export const keyWindow: Words['keyWindow'] = {
  page: {
    title: 'Dein Schlüssel für Hugging Face',
    lead: 'Liegt im Schlüsselbund deines Computers, wo es einen gibt. Geht an Hugging Face und an niemanden sonst.',
    label: 'Füg deinen Schlüssel hier ein',
    show: 'Zeigen',
    make: 'Noch keiner da? Hier sind die richtigen Felder angekreuzt:',
    details: 'Einzelheiten',
    useOnce: 'Nutzen, bis ich beende',
    cancel: 'Abbrechen',
    save: 'Speichern',
  },
  replaceLead: 'Der alte Schlüssel gilt, bis dieser geprüft und aufbewahrt ist und einen kurzen Prompt beantwortet hat.',
  replaceTitle: 'Ein neuer Schlüssel an der Stelle von „{{name}}“',
  serverLead: 'Liegt im Schlüsselbund deines Computers, wo es einen gibt. Geht an diesen Server und an niemanden sonst.',
  serverTitle: 'Der Schlüssel des Servers „{{name}}“',
  hide: 'Verbergen',
  checking: 'Hugging Face wird nach diesem Schlüssel gefragt…',
  keeping: 'Der Schlüssel wird aufbewahrt…',
  replacing: 'Der neue Schlüssel wird geprüft, aufbewahrt und ausprobiert…',
  oldStays: 'Der alte Schlüssel gilt weiter.',
  stillChecking: 'Noch keine Antwort. Mit Abbrechen wird nichts aufbewahrt.',
  refused: {
    empty: 'Füg deinen Schlüssel erst ein, oder tipp ihn.',
    'line-break': 'In der Mitte ist ein Zeilenumbruch. Kopier den Schlüssel in einem Stück.',
    characters: 'Ein Schlüssel hat nur einfache Buchstaben, Ziffern und Zeichen, ohne Leerzeichen dazwischen.',
    'far-too-long': 'Das ist viel zu lang für einen Schlüssel.',
  },
  doubts: {
    prefix: 'Schlüssel beginnen meist mit hf_. Ist das der richtige?',
    short: 'Das sieht zu kurz aus. Wurde der ganze Schlüssel kopiert?',
    long: 'Das sieht zu lang aus. Wurde etwas mitkopiert?',
    elsewhere: 'Das sieht nach einem Schlüssel von Hugging Face aus. Ist er wirklich für diesen Server?',
  },
  remedies: {
    again: 'Noch einmal versuchen',
    another: 'Anderen Schlüssel tippen',
    address: 'Zeig mir, wo ich einen mache',
  },
}

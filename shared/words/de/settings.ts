// The settings, with the page about backups, and the report. German.

import type { Words } from '../words.ts'

export const settings: Words['settings'] = {
  title: 'Einstellungen',
  close: 'Schließen',
  cancel: 'Abbrechen',
  key: 'Schlüssel',
  servers: 'Andere Server',
  history: 'Verlauf',
  instructions: 'Anweisungen',
  appearance: 'Aussehen',
  language: 'Sprache',
  system: 'Wie das System',
  systemLanguage: 'Systemsprache',
  light: 'Hell',
  dark: 'Dunkel',
  privacy: 'Was diesen Computer verlässt',
  privacyIntro:
    'Parley spricht mit Hugging Face, mit den Servern, die du hinzugefügt hast, und mit niemandem sonst. Das ist die ganze Liste:',
  privacy1:
    'Deine Prompts, mit den Texten, die du hinzufügst, der bisherigen Unterhaltung und ihren Anweisungen: an Hugging Face, das sie dem Anbieter gibt, der das Modell betreibt.',
  privacy2: 'Dein Schlüssel, mit jedem Prompt, und wenn er geprüft, ausprobiert oder widerrufen wird: nur an Hugging Face.',
  privacy3:
    'Fragen an Hugging Face: die Liste der Modelle, ein Name, den du suchst, und ob es zu erreichen ist, während ein Prompt wartet.',
  privacy4:
    'An einen Server, den du hinzugefügt hast: was du seinen Modellen sendest, die Frage, welche Modelle er hat, und sein eigener Schlüssel, wenn du einen gesetzt hast.',
  staysIntro: 'Was hier bleibt:',
  stays1:
    'Dein Verlauf mit seinen Sicherungen und deine Einstellungen, in einem Ordner deines Benutzerkontos. Was du löschst, bleibt in den Sicherungen, bis neuere an ihre Stelle treten.',
  stays2: 'Deine Schlüssel, im Schlüsselbund deines Computers, oder nur in Parley, bis du beendest, wenn du das gewählt hast.',
  stays3:
    'Es werden keine Statistiken oder Absturzberichte gesendet, Bilder nicht geladen, und Parley sucht nicht von selbst nach neuen Versionen.',
  about: 'Über Parley',
  version: 'Version {{version}}',
  report: 'Bericht speichern…',
  reportTitle: 'Wenn etwas schiefgeht',
  reportWhy: 'Ein Bericht hilft denen, die Parley reparieren. Du siehst ihn zuerst ganz.',
  purpose: 'Ein Fenster, um jedes Modell auf Hugging Face zu fragen.',
  license: 'Freie Software unter der MIT-Lizenz.',
  independent: 'Parley ist unabhängig und nicht von Hugging Face gemacht.',
}

/** The page of the settings about the history's backups. */
export const backups: Words['backups'] = {
  intro:
    'Deine Unterhaltungen liegen in einer Datei in einem Ordner deines Benutzerkontos. Parley macht daneben jeden Tag eine Sicherung davon, und bevor eine neue Version sie ändert. Die neuesten drei bleiben.',
  damagedIntro: 'Die Datei des Verlaufs ist beschädigt. Parley ändert nichts daran. Du kannst zu einer Sicherung zurückgehen:',
  partlyDamagedIntro: 'Ein Teil der Datei des Verlaufs ist beschädigt. Du kannst zu einer Sicherung zurückgehen:',
  title: 'Sicherungen',
  none: 'Es gibt noch keine Sicherung. Die erste wird bald nach deiner ersten Unterhaltung gemacht.',
  noneDamaged: 'Es gibt keine Sicherung.',
  reading: 'Die Sicherungen werden angesehen…',
  notRead: 'Die Sicherungen konnten nicht angesehen werden. {{reason}}',
  late: 'Seit einigen Tagen konnte keine Sicherung gemacht werden. {{reason}}',
  conversations_one: '{{count, number}} Unterhaltung',
  conversations_other: '{{count, number}} Unterhaltungen',
  messages_one: '{{count, number}} Nachricht',
  messages_other: '{{count, number}} Nachrichten',
  replaced: 'Dein Verlauf, bis ein anderer an seine Stelle trat',
  notReadable: 'Diese Version von Parley kann sie nicht lesen.',
  restore: 'Wiederherstellen…',
  restoreLabel: 'Sicherung von {{when}} wiederherstellen…',
  restoreTitle: 'Zurück zu {{when}}?',
  restoreDetail: 'Deine Unterhaltungen sind dann wie damals. Antworten, die noch kommen, werden zuerst angehalten.',
  restoreKeeps: 'Was jetzt da ist, bleibt als eigene Sicherung, damit du dorthin zurückkannst.',
  restoreMovesAside: 'Die Datei, die jetzt da ist, wird beiseitegelegt und bleibt.',
  restoreConfirm: 'Zurückgehen',
  restoring: 'Es geht zurück…',
  restored: 'Dein Verlauf ist wie am {{when}}.',
  anew: 'Neuen Verlauf beginnen…',
  anewTitle: 'Einen neuen Verlauf beginnen?',
  anewDetail: 'Parley beginnt ohne Unterhaltungen. Die beschädigte Datei wird beiseitegelegt und bleibt, und die Sicherungen auch.',
  anewConfirm: 'Neu beginnen',
  begun: 'Ein neuer Verlauf hat begonnen.',
  remove: 'Sicherungen löschen…',
  removeTitle: 'Alle Sicherungen löschen?',
  removeDetail: 'Was du aus deinem Verlauf gelöscht hast, ist dann auch hier weg. Du kannst zu keinem dieser Zeitpunkte zurück.',
  removeConfirm: 'Löschen',
  removed: 'Die Sicherungen sind gelöscht.',
  deletedNote: 'Eine Unterhaltung, die du löschst, bleibt in den Sicherungen, bis neuere an ihre Stelle treten.',
  aside: 'Im Ordner „damaged“ neben dem Verlauf, für jemanden, der es reparieren kann:',
}

export const report: Words['report'] = {
  title: 'Ein Bericht für die, die Parley reparieren',
  holds: 'Das ist alles: Versionen, Einstellungen, wie viel von allem da ist, und die letzten Zeilen von Parleys Protokoll.',
  holdsNot:
    'Er enthält keinen Prompt, keine Antwort und keinen Schlüssel, und auch nicht deinen Namen. Parley sendet ihn nirgendwohin: Du entscheidest, wer ihn bekommt.',
  text: 'Text des Berichts',
  making: 'Wird zusammengestellt…',
  save: 'Speichern…',
  copy: 'Kopieren',
  close: 'Schließen',
  saved: 'Der Bericht ist gespeichert.',
}

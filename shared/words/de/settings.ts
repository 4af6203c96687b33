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
  appearance: 'Darstellung',
  language: 'Sprache',
  system: 'Wie im System eingestellt',
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
    'Anfragen an Hugging Face: die Liste der Modelle, ein Name, den du suchst, und ob es erreichbar ist, während ein Prompt wartet.',
  privacy4:
    'An einen Server, den du hinzugefügt hast: was du seinen Modellen sendest, die Frage, welche Modelle er hat, und sein eigener Schlüssel, wenn du einen eingegeben hast.',
  staysIntro: 'Was hier bleibt:',
  stays1:
    'Dein Verlauf mit seinen Sicherungen und deine Einstellungen, in einem Ordner deines Benutzerkontos. Was du löschst, bleibt in den Sicherungen, bis neuere sie ersetzen.',
  stays2: 'Deine Schlüssel, im Schlüsselbund deines Computers, oder nur in Parley bis zum Beenden, wenn du das gewählt hast.',
  stays3:
    'Es werden keine Statistiken oder Absturzberichte gesendet, Bilder werden nicht geladen, und Parley sucht nicht von selbst nach Updates.',
  about: 'Über Parley',
  version: 'Version {{version}}',
  report: 'Bericht speichern…',
  reportTitle: 'Wenn etwas schiefgeht',
  reportHint: 'Ein Bericht hilft denen, die Parley reparieren. Du siehst ihn zuerst ganz.',
  purpose: 'Ein Programm, um jedes KI-Modell auf Hugging Face zu fragen.',
  license: 'Freie Software unter der MIT-Lizenz.',
  independent: 'Parley ist unabhängig und stammt nicht von Hugging Face.',
}

/** The page of the settings about the history's backups. */
export const backups: Words['backups'] = {
  intro:
    'Deine Unterhaltungen liegen in einer Datei in einem Ordner deines Benutzerkontos. Parley legt daneben jeden Tag eine Sicherung an, und bevor ein Update sie ändert. Die neuesten drei bleiben erhalten.',
  damagedIntro: 'Die Verlaufsdatei ist beschädigt. Parley ändert nichts daran. Du kannst eine Sicherung wiederherstellen:',
  partlyDamagedIntro: 'Ein Teil der Verlaufsdatei ist beschädigt. Du kannst eine Sicherung wiederherstellen:',
  title: 'Sicherungen',
  none: 'Es gibt noch keine Sicherung. Die erste entsteht bald nach deiner ersten Unterhaltung.',
  noneDamaged: 'Es gibt keine Sicherung.',
  reading: 'Die Sicherungen werden gelesen…',
  notRead: 'Die Sicherungen konnten nicht gelesen werden. {{reason}}',
  overdue: 'Seit einigen Tagen konnte keine Sicherung angelegt werden. {{reason}}',
  conversations_one: '{{count, number}} Unterhaltung',
  conversations_other: '{{count, number}} Unterhaltungen',
  messages_one: '{{count, number}} Nachricht',
  messages_other: '{{count, number}} Nachrichten',
  replaced: 'Dein Verlauf, bevor ein anderer ihn ersetzt hat',
  notReadable: 'Diese Version von Parley kann sie nicht lesen.',
  restore: 'Wiederherstellen…',
  restoreLabel: 'Sicherung vom {{when}} wiederherstellen…',
  restoreTitle: 'Sicherung vom {{when}} wiederherstellen?',
  restoreDetail: 'Deine Unterhaltungen sind dann wie damals. Antworten, die noch kommen, werden zuerst gestoppt.',
  restoreKeeps: 'Dein jetziger Verlauf bleibt als eigene Sicherung erhalten, damit du zu ihm zurückkannst.',
  restoreMovesAside: 'Die jetzige Datei wird beiseitegelegt und bleibt erhalten.',
  restoreConfirm: 'Wiederherstellen',
  restoring: 'Wird wiederhergestellt…',
  restored: 'Dein Verlauf ist wie am {{when}}.',
  empty: 'Neuen Verlauf beginnen…',
  emptyTitle: 'Einen neuen Verlauf beginnen?',
  emptyDetail: 'Parley beginnt ohne Unterhaltungen. Die beschädigte Datei wird beiseitegelegt und bleibt erhalten, die Sicherungen ebenso.',
  emptyConfirm: 'Neuen Verlauf beginnen',
  started: 'Neuer Verlauf begonnen.',
  remove: 'Sicherungen löschen…',
  removeTitle: 'Alle Sicherungen löschen?',
  removeDetail:
    'Was du aus deinem Verlauf gelöscht hast, ist dann auch aus den Sicherungen weg. Du kannst zu keinem dieser Zeitpunkte mehr zurück.',
  removeConfirm: 'Löschen',
  removed: 'Sicherungen gelöscht.',
  deletedNote: 'Eine Unterhaltung, die du löschst, bleibt in den Sicherungen, bis neuere sie ersetzen.',
  damagedFiles: 'Im Ordner „damaged“ neben dem Verlauf aufbewahrt, für jemanden, der das reparieren kann:',
}

export const report: Words['report'] = {
  title: 'Ein Bericht für die Leute, die Parley reparieren',
  contents: 'Das ist alles: Versionen, Einstellungen, einige Zahlen und die letzten Zeilen von Parleys Protokoll.',
  omitted:
    'Er enthält keine Prompts, keine Antworten, keine Schlüssel und nicht deinen Namen. Parley sendet ihn nirgendwohin: Du entscheidest, wer ihn bekommt.',
  text: 'Text des Berichts',
  creating: 'Der Bericht wird erstellt…',
  save: 'Speichern…',
  copy: 'Kopieren',
  close: 'Schließen',
  saved: 'Der Bericht wurde gespeichert.',
}

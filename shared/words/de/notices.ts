// What stands in a line above everything: offline, a history in trouble, a key that grows old. German.

import type { Words } from '../words.ts'

export const notice: Words['notice'] = {
  connectedTo: 'Verbunden mit {{host}}, nicht mit Hugging Face',
  offline: 'Du bist anscheinend offline. Deinen Verlauf kannst du trotzdem lesen, und was du schreibst, bleibt erhalten.',
  backOnline_one: 'Du bist wieder online. {{count}} Prompt wurde nicht gesendet.',
  backOnline_other: 'Du bist wieder online. {{count}} Prompts wurden nicht gesendet.',
  sendUnsent_one: 'Senden',
  sendUnsent_other: 'Alle senden',
  notNow: 'Jetzt nicht',
  noHistory: 'Solange der Verlauf nicht geöffnet ist, kann Parley nichts senden und nichts speichern.',
  historyPartlyDamaged: 'Ein Teil der Verlaufsdatei ist beschädigt. Was noch lesbar ist, siehst du hier.',
  roomNeeded:
    'Das Laufwerk ist voll, deshalb kann Parley seinen Verlauf nicht öffnen. Schaffe etwas Platz und versuche es dann noch einmal.',
  rightsNeeded:
    'Parley kann nicht in den Ordner seines Verlaufs schreiben. Gib Parley Zugriff, oder prüfe, ob das Laufwerk angeschlossen ist, und versuche es dann noch einmal.',
  newerNeeded: 'Der Verlauf stammt von einer neueren Version von Parley. Installiere diese Version wieder, um fortzufahren.',
  seeBackups: 'Deine Sicherungen ansehen…',
  tryAgain: 'Noch einmal versuchen',
  sessionKey: 'Dein Schlüssel gilt, bis du Parley beendest; dann wird er vergessen.',
  keyOld_one: 'Dein Schlüssel „{{name}}“ ist {{count, number}} Tag alt. Es ist sicherer, Schlüssel ab und zu zu ersetzen.',
  keyOld_other: 'Dein Schlüssel „{{name}}“ ist {{count, number}} Tage alt. Es ist sicherer, Schlüssel ab und zu zu ersetzen.',
  keyExpires: 'Dein Schlüssel „{{name}}“ läuft am {{day}} ab.',
  keyExpired: 'Dein Schlüssel „{{name}}“ ist am {{day}} abgelaufen.',
  replaceKey: 'Ersetzen…',
  later: 'Später',
  startFailed: 'Parley konnte nicht starten.',
}

// What stands in a line above everything: offline, a history in trouble, a key that grows old. German.

import type { Words } from '../words.ts'

export const notice: Words['notice'] = {
  connectedTo: 'Verbunden mit {{host}}, nicht mit Hugging Face',
  offline: 'Du bist anscheinend offline. Dein Verlauf ist da, und was du schreibst, bleibt erhalten.',
  backOnline_one: 'Du bist wieder online. {{count}} Prompt wurde nicht gesendet.',
  backOnline_other: 'Du bist wieder online. {{count}} Prompts wurden nicht gesendet.',
  sendUnsent_one: 'Senden',
  sendUnsent_other: 'Alle senden',
  notNow: 'Jetzt nicht',
  noHistory: 'Ohne seinen Verlauf kann Parley nichts fragen und nichts speichern.',
  historyPartlyDamaged: 'Ein Teil der Datei des Verlaufs ist beschädigt. Was noch lesbar ist, siehst du hier.',
  roomNeeded: 'Das Laufwerk ist voll, deshalb kann Parley seinen Verlauf nicht öffnen. Schaff etwas Platz und versuch es dann noch einmal.',
  rightsNeeded:
    'Parley darf nicht in den Ordner seines Verlaufs schreiben. Erlaub es, oder sieh nach, ob sein Laufwerk da ist, und versuch es dann noch einmal.',
  newerNeeded: 'Den Verlauf hat eine neuere Version von Parley gemacht. Installiere diese Version wieder, um weiterzumachen.',
  seeBackups: 'Deine Sicherungen ansehen…',
  tryAgain: 'Noch einmal versuchen',
  sessionKey: 'Dein Schlüssel gilt, bis du Parley beendest. Er wird nicht aufbewahrt.',
  keyOld_one: 'Dein Schlüssel „{{name}}“ ist {{count}} Tag alt. Schlüssel sind sicherer, wenn man sie ab und zu ersetzt.',
  keyOld_other: 'Dein Schlüssel „{{name}}“ ist {{count, number}} Tage alt. Schlüssel sind sicherer, wenn man sie ab und zu ersetzt.',
  keyExpires: 'Dein Schlüssel „{{name}}“ läuft am {{day}} ab.',
  keyExpired: 'Dein Schlüssel „{{name}}“ ist am {{day}} abgelaufen.',
  replaceKey: 'Ersetzen…',
  later: 'Später',
  startFailed: 'Parley konnte nicht starten.',
}

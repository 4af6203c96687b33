// How a prompt refers to a text, such as "diesen Artikel". German.

const nouns =
  'text|artikel|absatz|abschnitt|dokument|e-?mail|mail|brief|geschichte|aufsatz|bericht|seite|gedicht|rede|kapitel|nachricht|beitrag|notiz(?:en)?|vertrag|protokoll'
/** With the ending of each case. */
const determiners = 'diese[nmrs]?|(?:folgende|angehängte|beigefügte|eingefügte|untenstehende)[nmrs]?'

export const textReferences = [`\\b(?:${determiners}) (?:${nouns})\\b`, '\\bfolgendes\\b', '\\b(?:text|artikel) unten\\b'] as const

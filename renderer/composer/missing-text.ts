// Does a prompt speak of a text that is not there? Pure. Prompts in Parley's own languages only, whichever of them it is in; a wrong
// guess costs one more press of Enter.

const kinds =
  'text|article|paragraph|passage|document|e-?mail|letter|story|essay|report|paper|page|poem|speech|transcript|chapter|message|post|notes?'
const germanKinds =
  'text|artikel|absatz|abschnitt|dokument|e-?mail|mail|brief|geschichte|aufsatz|bericht|seite|gedicht|rede|kapitel|nachricht|beitrag|notiz(?:en)?|vertrag|protokoll'
/** "Diesen Text" and "den folgenden Text": German says the same with an ending for each case. */
const germanPointers = 'diese[nmrs]?|(?:folgende|angehängte|beigefügte|eingefügte|untenstehende)[nmrs]?'
const mention = new RegExp(
  [
    `\\b(?:this|the following|the attached|the pasted|these) (?:${kinds})\\b`,
    '\\bthe following\\b',
    '\\b(?:text|article) below\\b',
    `\\b(?:${germanPointers}) (?:${germanKinds})\\b`,
    '\\bfolgendes\\b',
    '\\b(?:text|artikel) unten\\b',
  ].join('|'),
  'i',
)
/** More than this, and the text is most likely in the prompt itself. */
const longestPlea = 300
/** What comes after a colon or a line break and is at least this long counts as the text. */
const shortestText = 20

/** "Can you summarize this text?" is missing its text; "Summarize this text: Once upon a time…" is not. */
export function isMissingText(prompt: string): boolean {
  const found = mention.exec(prompt)
  if (found === null || prompt.length > longestPlea) return false
  const rest = prompt.slice(found.index + found[0].length)
  const start = rest.search(/[:\n"“„»]/)
  const before = prompt.slice(0, found.index).split('\n').slice(0, -1).join('\n')
  return before.trim().length < shortestText && (start === -1 || rest.slice(start + 1).trim().length < shortestText)
}

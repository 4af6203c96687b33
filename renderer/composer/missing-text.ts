// Does a prompt speak of a text that is not there? Pure. Prompts in Parley's own languages only, whichever of them it is in; a wrong
// guess costs one more press of Enter.

const textNouns =
  'text|article|paragraph|passage|document|e-?mail|letter|story|essay|report|paper|page|poem|speech|transcript|chapter|message|post|notes?'
const germanTextNouns =
  'text|artikel|absatz|abschnitt|dokument|e-?mail|mail|brief|geschichte|aufsatz|bericht|seite|gedicht|rede|kapitel|nachricht|beitrag|notiz(?:en)?|vertrag|protokoll'
/** "Diesen Text" and "den folgenden Text": German says the same with an ending for each case. */
const germanDeterminers = 'diese[nmrs]?|(?:folgende|angehängte|beigefügte|eingefügte|untenstehende)[nmrs]?'
const textReference = new RegExp(
  [
    `\\b(?:this|the following|the attached|the pasted|these) (?:${textNouns})\\b`,
    '\\bthe following\\b',
    '\\b(?:text|article) below\\b',
    `\\b(?:${germanDeterminers}) (?:${germanTextNouns})\\b`,
    '\\bfolgendes\\b',
    '\\b(?:text|artikel) unten\\b',
  ].join('|'),
  'i',
)
/** More than this, and the text is most likely in the prompt itself. */
const maxRequestLength = 300
/** What comes after a colon or a line break and is at least this long counts as the text. */
const minTextLength = 20

/** "Can you summarize this text?" is missing its text; "Summarize this text: Once upon a time…" is not. */
export function isMissingText(prompt: string): boolean {
  const match = textReference.exec(prompt)
  if (match === null || prompt.length > maxRequestLength) return false
  const rest = prompt.slice(match.index + match[0].length)
  const start = rest.search(/[:\n"“„»]/)
  const textBefore = prompt.slice(0, match.index).split('\n').slice(0, -1).join('\n')
  return textBefore.trim().length < minTextLength && (start === -1 || rest.slice(start + 1).trim().length < minTextLength)
}

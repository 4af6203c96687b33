// Random texts of markdown whose lines are likely to change what their neighbours are.

import * as fc from 'fast-check'

/** Lines that meet in awkward ways: what one of them is depends on its neighbours. */
const randomLine = fc.oneof(
  fc.constantFrom(
    '',
    '',
    '   ',
    'some words',
    'more *words* and [a] and [b][] and [see](https://example.org "t")',
    '[a]: /first',
    '[a]: /second "title',
    '[b]: <https://example.org>',
    'goes on"',
    "'title alone'",
    '===',
    '---',
    '- item',
    '* other',
    '- [ ] task with [a]',
    '-',
    '  continued',
    '    indented',
    '\tafter a tab',
    '1. one',
    '2. two',
    '7) seven',
    '> quote',
    '> - item in a quote',
    '> [b]: /from-a-quote',
    '  > quote in an item',
    '```',
    '```js',
    '~~~',
    '  ```',
    '| a | b |',
    '|---|---|',
    '| c | [a] |',
    'a | b',
    '-|-',
    '# heading',
    '####### seven',
    '<div>',
    '![alt][a]',
    'https://example.org/x_y_z',
    '`code` and ~~gone~~ \\* &amp;',
    '\u202Ebackwards',
    '***',
    'a word[^1] with a note and another[^N] [^nowhere]',
    '[^1]: the first note, of [a]',
    '[^n]: the second[^1]',
    '    more of a note',
    '$$',
    '$$x^2$$',
    '\\[',
    '\\]',
    'a price of $5 or $x_1$ and \\(y\\)',
  ),
  fc.string({ unit: fc.constantFrom(...Array.from('ab [](){}*_`~|->#:!"\'<&\\0123.\t')), maxLength: 12 }),
)
const lineEnding = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r')
/** A text of such lines. */
export const randomDocument = fc
  .array(fc.tuple(randomLine, lineEnding), { maxLength: 24 })
  .map((lines) => lines.map((each) => each.join('')).join(''))

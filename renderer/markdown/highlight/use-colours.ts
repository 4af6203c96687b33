// The colours of a code block for its component.

import { useEffect, useRef, useState } from 'react'
import { behind } from './behind.ts'
import { longestCode, startColouring, type Colouring, type Colours } from './colouring.ts'
import { colour } from './highlighter.ts'
import { languageNamed } from './languages.ts'

interface Shown {
  /** Null as long as there are none. */
  readonly coloured: Colours['pieces'] | null
  /** What of the code stands behind what is coloured. */
  readonly rest: readonly string[]
}

/**
 * @param pieces the code as it came
 * @param name the language as the model named it
 */
export function useColours(pieces: readonly string[], name: string): Shown {
  const language = languageNamed(name)
  const [colours, setColours] = useState<Colours | null>(null)
  const colouring = useRef<Colouring>(null)
  useEffect(() => {
    if (language === null) return undefined
    const started = startColouring(language, colour, setColours)
    colouring.current = started
    return () => {
      colouring.current = null
      started.end()
    }
  }, [language])
  // After the effect above, which may just have started another one.
  useEffect(() => {
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0)
    if (length <= longestCode) colouring.current?.grow(pieces.join(''))
  })
  const rest = colours === null ? null : behind(colours.code, pieces)
  return colours === null || rest === null ? { coloured: null, rest: pieces } : { coloured: colours.pieces, rest }
}

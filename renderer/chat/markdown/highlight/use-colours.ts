// The colours of a code block for its component; null as long as there are none.

import { useEffect, useRef, useState } from 'react'
import { startColouring, type Colouring, type Colours } from './colouring.ts'
import { colour } from './highlighter.ts'
import { languageNamed } from './languages.ts'

/** @param name the language as the model named it */
export function useColours(code: string, name: string): Colours | null {
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
  useEffect(() => colouring.current?.grow(code))
  return colours !== null && code.startsWith(colours.code) ? colours : null
}

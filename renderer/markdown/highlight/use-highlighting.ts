// The colours of a code block for its component.

import { useEffect, useRef, useState } from 'react'
import { skipPrefix } from './skip-prefix.ts'
import { maxHighlightLength, createHighlightScheduler, type HighlightScheduler, type HighlightResult } from './highlight-scheduler.ts'
import { highlight } from './highlighter.ts'
import { findLanguage } from './languages.ts'

interface CodeHighlight {
  /** Null as long as there are none. */
  readonly highlighted: HighlightResult['segments'] | null
  /** What of the code stands behind what is coloured. */
  readonly rest: readonly string[]
}

/**
 * @param segments the code as it came
 * @param name the language as the model named it
 */
export function useHighlighting(segments: readonly string[], name: string): CodeHighlight {
  const language = findLanguage(name)
  const [result, setResult] = useState<HighlightResult | null>(null)
  const schedulerRef = useRef<HighlightScheduler>(null)
  useEffect(() => {
    if (language === null) return undefined
    const scheduler = createHighlightScheduler(language, highlight, setResult)
    schedulerRef.current = scheduler
    return () => {
      schedulerRef.current = null
      scheduler.stop()
    }
  }, [language])
  // After the effect above, which may just have started another one.
  useEffect(() => {
    const length = segments.reduce((sum, segment) => sum + segment.length, 0)
    if (length <= maxHighlightLength) schedulerRef.current?.update(segments.join(''))
  })
  const rest = result === null ? null : skipPrefix(result.code, segments)
  return result === null || rest === null ? { highlighted: null, rest: segments } : { highlighted: result.segments, rest }
}

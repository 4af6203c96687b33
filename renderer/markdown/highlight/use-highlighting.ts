// The highlighted segments of a code block, for its component.

import { useEffect, useRef, useState } from 'react'
import {
  maxHighlightLength,
  createHighlightScheduler,
  skipPrefix,
  type HighlightScheduler,
  type HighlightResult,
} from './highlight-scheduler.ts'
import { highlight } from './highlighter.ts'
import { findLanguage } from './languages.ts'

interface CodeHighlight {
  /** Null until there is a result. */
  readonly highlighted: HighlightResult['segments'] | null
  /** The code after the highlighted part. */
  readonly rest: readonly string[]
}

/**
 * @param segments the code
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
  // Declared after the effect above, which may have replaced the scheduler.
  useEffect(() => {
    const length = segments.reduce((sum, segment) => sum + segment.length, 0)
    if (length <= maxHighlightLength) schedulerRef.current?.update(segments.join(''))
  })
  const rest = result === null ? null : skipPrefix(result.code, segments)
  return result === null || rest === null ? { highlighted: null, rest: segments } : { highlighted: result.segments, rest }
}

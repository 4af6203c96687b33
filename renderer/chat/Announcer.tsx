// Reads the running answer aloud to those who listen: finished sentences, politely, at most every other second. Not seen.

import { useEffect, useRef, useState } from 'react'
import type { Message } from '../../electron/shared/types/conversations.ts'
import { state } from '../store.ts'
import { finishedSentences } from './sentences.ts'
import styles from './Announcer.module.css'

const everyMs = 2000

/** `answer` is the newest message; only one that is seen running is read, not what was there before. */
export function Announcer({ answer }: { readonly answer: Message | undefined }) {
  const [words, setWords] = useState('')
  const heard = useRef<{ readonly id: string; readonly next: number } | null>(null)
  const isRunning = answer?.kind === 'answer' && answer.outcome.kind === 'running'

  useEffect(() => {
    if (answer?.kind !== 'answer') return undefined
    const speak = (text: string, isWhole: boolean) => {
      const from = heard.current?.id === answer.id ? heard.current.next : 0
      const finished = finishedSentences(text, from, isWhole)
      heard.current = { id: answer.id, next: finished.next }
      if (finished.words !== '') setWords(finished.words)
    }
    if (!isRunning) {
      if (heard.current?.id === answer.id) speak(answer.text, true)
      heard.current = null
      return undefined
    }
    heard.current ??= { id: answer.id, next: answer.text.length }
    const timer = setInterval(() => speak(state().live[answer.id]?.text ?? '', false), everyMs)
    return () => clearInterval(timer)
  }, [answer, isRunning])

  return (
    <div aria-live="polite" className={styles.unseen}>
      {words}
    </div>
  )
}

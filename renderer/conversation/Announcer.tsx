// Tells those who listen how the running answer goes on: its finished sentences, politely, at most every other second, and once each what
// makes it wait for long. Not seen.

import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../shared/types/conversations.ts'
import { shortName } from '../../shared/model-name.ts'
import { state, useWindow } from '../state/store.ts'
import { finishedSentences } from './sentences.ts'
import { wordsAloud } from './waiting-words.ts'
import { isToldAloud, waitOf } from './waiting.ts'
import styles from '../ui/Unseen.module.css'

const everyMs = 2000

/** `answer` is the newest message; only one that is seen running is read, not what was there before. */
export function Announcer({ answer }: { readonly answer: Message | undefined }) {
  const { t } = useTranslation()
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

  useEffect(() => {
    if (answer?.kind !== 'answer' || !isRunning) return undefined
    const { id, model, startedAt } = answer
    return useWindow.subscribe((now, before) => {
      const progress = now.progress[id]
      if (progress === undefined || !isToldAloud(progress.phase, before.progress[id]?.phase)) return
      const lastTextAt = now.live[id]?.lastTextAt ?? null
      const wait = waitOf(progress.phase, { now: Date.now(), startedAt, lastTextAt })
      if (wait.kind === 'none') return
      setWords(wordsAloud(wait, { t, model: shortName(model), provider: progress.provider, hasBegun: lastTextAt !== null }))
    })
  }, [answer, isRunning, t])

  return (
    <div aria-live="polite" className={styles.unseen}>
      {words}
    </div>
  )
}

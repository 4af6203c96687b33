// Tells those who listen how the running answer goes on: its finished sentences, politely, at most every other second, and once each what
// makes it wait for long. Not seen.

import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../shared/types/messages.ts'
import type { RunPhase } from '../../shared/types/progress.ts'
import { shortName } from '../../shared/model-name.ts'
import { useConversation } from '../state/conversation.ts'
import { getLiveRuns, watchLiveRuns, type LiveRuns } from '../state/live-runs.ts'
import { takeFinishedSentences } from './sentences.ts'
import { formatWaitAnnouncement } from './format-wait.ts'
import { shouldAnnouncePhase, getWaitState } from './wait-state.ts'
import styles from '../ui/VisuallyHidden.module.css'

const announceIntervalMs = 2000

/** `answer` is the newest message; only one that is seen running is read, not what was there before. */
export function Announcer({ answer }: { readonly answer: Message | undefined }) {
  const { t } = useTranslation()
  const [announcement, setAnnouncement] = useState('')
  const announcedUpTo = useRef<{ readonly id: string; readonly next: number } | null>(null)
  const isRunning = answer?.kind === 'answer' && answer.outcome.kind === 'running'
  const startingRunIds = useConversation((conversation) => conversation.startingRunIds)
  const seenStarting = useRef<readonly string[]>([])

  useEffect(() => {
    if (startingRunIds.length > 0) seenStarting.current = startingRunIds
  }, [startingRunIds])

  useEffect(() => {
    if (answer?.kind !== 'answer') return undefined
    const announce = (text: string, isComplete: boolean) => {
      const from = announcedUpTo.current?.id === answer.id ? announcedUpTo.current.next : 0
      const finished = takeFinishedSentences(text, from, isComplete)
      announcedUpTo.current = { id: answer.id, next: finished.nextOffset }
      if (finished.spokenText !== '') setAnnouncement(finished.spokenText)
    }
    if (!isRunning) {
      if (announcedUpTo.current?.id === answer.id) announce(answer.text, true)
      announcedUpTo.current = null
      return undefined
    }
    announcedUpTo.current ??= { id: answer.id, next: answer.text.length }
    const timer = setInterval(() => announce(getLiveRuns().liveTexts[answer.id]?.text ?? '', false), announceIntervalMs)
    return () => clearInterval(timer)
  }, [answer, isRunning])

  useEffect(() => {
    if (answer?.kind !== 'answer' || !isRunning) return undefined
    const { id, model, startedAt } = answer
    const announcePhase = (now: LiveRuns, previousPhase: RunPhase | undefined) => {
      const progress = now.progress[id]
      if (progress === undefined || !shouldAnnouncePhase(progress.phase, previousPhase)) return
      const lastTextAt = now.liveTexts[id]?.lastTextAt ?? null
      const wait = getWaitState(progress.phase, { now: Date.now(), startedAt, lastTextAt })
      if (wait.kind === 'none') return
      setAnnouncement(
        formatWaitAnnouncement(wait, { t, model: shortName(model), provider: progress.provider, hasBegun: lastTextAt !== null }),
      )
    }
    // Main reports the first phase of a run before it returns the answer.
    if (seenStarting.current.includes(id)) announcePhase(getLiveRuns(), undefined)
    seenStarting.current = []
    return watchLiveRuns((now, previous) => announcePhase(now, previous.progress[id]?.phase))
  }, [answer, isRunning, t])

  return (
    <div aria-live="polite" className={styles.visuallyHidden}>
      {announcement}
    </div>
  )
}

// Tells those who listen when each of the answers that are written side by side has ended, and how. Sentences of several at once nobody
// could follow; each is read in its column. Not seen.

import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Outcome, PlacedAnswer } from '../../shared/types/conversations.ts'
import { shortName } from '../../shared/model-name.ts'
import styles from '../ui/Unseen.module.css'

const none: readonly PlacedAnswer[] = []

export function ComparisonAnnouncer({ answers = none }: { readonly answers: readonly PlacedAnswer[] | undefined }) {
  const { t } = useTranslation()
  const [ended, setEnded] = useState<readonly PlacedAnswer[]>(none)
  const running = useRef<ReadonlySet<string>>(new Set())

  useEffect(() => {
    const fresh = answers.filter(({ id, outcome }) => outcome.kind !== 'running' && running.current.has(id))
    running.current = new Set(answers.filter(({ outcome }) => outcome.kind === 'running').map(({ id }) => id))
    if (fresh.length > 0) setEnded((before) => [...before.filter(({ id }) => answers.some((each) => each.id === id)), ...fresh])
  }, [answers])

  return (
    // One line each: what is added is read, whatever ended at the same moment.
    <div aria-live="polite" className={styles.unseen}>
      {ended.map(({ id, model, outcome }) => (
        <p key={id}>{t(`compare.ended.${howOf(outcome)}`, { model: shortName(model) })}</p>
      ))}
    </div>
  )
}

function howOf({ kind }: Outcome): 'finished' | 'failed' | 'stopped' {
  return kind === 'finished' || kind === 'failed' ? kind : 'stopped'
}

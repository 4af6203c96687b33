// The fold of a failure: its facts in lines, and a button that copies exactly those.

import { useTranslation } from 'react-i18next'
import type { Failure } from '../../shared/failures.ts'
import type { Answer } from '../../shared/types/messages.ts'
import { useStartState } from '../state/start-state.ts'
import { CopyButton } from '../ui/CopyButton.tsx'
import { listFailureFacts } from './failure-facts.ts'
import styles from './FailureDetails.module.css'

export function FailureDetails({ failure, answer }: { readonly failure: Failure; readonly answer: Answer }) {
  const { t } = useTranslation()
  const version = useStartState((start) => (start.kind === 'ready' ? start.version : null))
  const facts = listFailureFacts(failure, answer, version)
  const text = facts.map(({ name, value }) => `${t(`failure.facts.${name}`)}: ${value}`).join('\n')
  return (
    <details className={styles.details}>
      <summary>{t('failure.details')}</summary>
      <pre className={styles.facts} dir="auto">
        {text}
      </pre>
      <CopyButton kind="text" label={t('failure.copyDetails')} text={() => text} />
    </details>
  )
}

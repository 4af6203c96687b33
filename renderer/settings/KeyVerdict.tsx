// What Hugging Face said about a key, in words and with a colour, and what to do about it.

import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { newKeyAddress } from '../../shared/link.ts'
import type { KeyCheck, KeyVerdict as Verdict } from '../../shared/types/keys.ts'
import { ask } from '../state/ask.ts'
import { Button } from '../ui/Button.tsx'
import styles from './KeyVerdict.module.css'

const smaller = 'key.adviceSmaller'
const another = 'key.adviceNew'

const verdicts = {
  right: { words: 'key.statusRight', look: 'good', advice: null },
  'broader-than-needed': { words: 'key.statusBroader', look: 'good', advice: smaller },
  dangerous: { words: 'key.statusDangerous', look: 'warn', advice: smaller },
  'cannot-run-models': { words: 'key.statusCannotRun', look: 'bad', advice: smaller },
  expired: { words: 'key.statusExpired', look: 'bad', advice: another },
  rejected: { words: 'key.statusRejected', look: 'bad', advice: another },
  unknown: { words: 'key.statusUnknown', look: 'warn', advice: null },
} as const satisfies Record<Verdict, { readonly words: string; readonly look: Look; readonly advice: string | null }>

const notChecked = { words: 'key.statusNotChecked', look: 'warn', advice: null } as const

type Look = 'good' | 'warn' | 'bad'

const icons = { good: CircleCheck, warn: TriangleAlert, bad: CircleAlert } as const

export function KeyVerdict({ check }: { readonly check: KeyCheck | null }) {
  const { t } = useTranslation()
  const { words, look, advice } = check === null ? notChecked : verdicts[check.verdict]
  const Icon = icons[look]
  return (
    <div className={`${styles.verdict} ${styles[look]}`}>
      <Icon size={17} aria-hidden />
      <div className={styles.words}>
        <p>
          {t(words)} {check?.why != null && t(`failures.${check.why}`)}
        </p>
        {advice !== null && (
          <div className={styles.advice}>
            <p>{t(advice)}</p>
            <Button size="small" onPress={() => void ask('link.open', { address: newKeyAddress })}>
              {t('key.make')}
            </Button>
          </div>
        )}
      </div>
    </div>
  )
}

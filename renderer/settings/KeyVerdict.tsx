// What Hugging Face said about a key, in words and with a colour, and what to do about it.

import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { newKeyAddress } from '../../shared/link.ts'
import type { KeyCheck, KeyVerdict as Verdict } from '../../shared/types/keys.ts'
import { callMainWithToast } from '../state/call-with-toast.ts'
import { Button } from '../ui/Button.tsx'
import styles from './KeyVerdict.module.css'

const narrowerKeyAdvice = 'key.adviceNarrower'
const newKeyAdvice = 'key.adviceNew'

const verdictViews = {
  right: { textKey: 'key.statusRight', tone: 'success', advice: null },
  'broader-than-needed': { textKey: 'key.statusBroader', tone: 'success', advice: narrowerKeyAdvice },
  dangerous: { textKey: 'key.statusDangerous', tone: 'warning', advice: narrowerKeyAdvice },
  'cannot-run-models': { textKey: 'key.statusCannotRun', tone: 'error', advice: narrowerKeyAdvice },
  expired: { textKey: 'key.statusExpired', tone: 'error', advice: newKeyAdvice },
  rejected: { textKey: 'key.statusRejected', tone: 'error', advice: newKeyAdvice },
  unknown: { textKey: 'key.statusUnknown', tone: 'warning', advice: null },
} as const satisfies Record<Verdict, { readonly textKey: string; readonly tone: Tone; readonly advice: string | null }>

const notChecked = { textKey: 'key.statusNotChecked', tone: 'warning', advice: null } as const

type Tone = 'success' | 'warning' | 'error'

const icons = { success: CircleCheck, warning: TriangleAlert, error: CircleAlert } as const

export function KeyVerdict({ check }: { readonly check: KeyCheck | null }) {
  const { t } = useTranslation()
  const { textKey, tone, advice } = check === null ? notChecked : verdictViews[check.verdict]
  const Icon = icons[tone]
  return (
    <div className={`${styles.verdict} ${styles[tone]}`}>
      <Icon size={17} aria-hidden />
      <div className={styles.text}>
        <p>
          {t(textKey)} {check?.why != null && t(`failures.${check.why}`)}
        </p>
        {advice !== null && (
          <div className={styles.advice}>
            <p>{t(advice)}</p>
            <Button size="small" onPress={() => void callMainWithToast('link.open', { address: newKeyAddress })}>
              {t('failure.open-key-page')}
            </Button>
          </div>
        )}
      </div>
    </div>
  )
}

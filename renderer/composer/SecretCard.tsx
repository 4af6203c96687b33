// Says, above the prompt box, that the prompt was not sent because it holds what looks like a secret, and leaves it to the person.

import { ShieldAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button.tsx'
import type { LocatedSecret } from '../state/drafts.ts'
import styles from './SecretCard.module.css'

interface SecretCardProps {
  readonly secrets: readonly LocatedSecret[]
  readonly onGoToSecret: () => void
  readonly onSendAnyway: () => void
}

/** More are counted. */
const maxListedSecrets = 2

export function SecretCard({ secrets, onGoToSecret, onSendAnyway }: SecretCardProps) {
  const { t } = useTranslation()
  const unlistedCount = secrets.length - maxListedSecrets
  return (
    <section className={styles.card} aria-label={t('secret.title')}>
      <div role="alert">
        <p className={styles.title}>
          <ShieldAlert size={17} aria-hidden className={styles.icon} />
          <strong className={styles.name}>{t('secret.title')}</strong> {t('secret.notSent')}
        </p>
        <ul className={styles.list}>
          {secrets.slice(0, maxListedSecrets).map(({ kind, masked, text, start }) => (
            <li key={`${text === 'instructions' ? text : text?.index} ${start}`}>
              {text === null || text === 'instructions'
                ? t(text === null ? 'secret.inPrompt' : 'secret.inInstructions', { kind: t(`secret.kinds.${kind}`), masked })
                : t('secret.inText', { name: text.name, kind: t(`secret.kinds.${kind}`), masked })}
            </li>
          ))}
          {unlistedCount > 0 && <li>{t('secret.more', { count: unlistedCount })}</li>}
        </ul>
      </div>
      <div className={styles.foot}>
        <p className={styles.detail}>{t('secret.detail')}</p>
        <Button size="small" onPress={onGoToSecret}>
          {t('secret.remove')}
        </Button>
        <Button size="small" kind="ghost" onPress={onSendAnyway}>
          {t('secret.sendAnyway')}
        </Button>
      </div>
    </section>
  )
}

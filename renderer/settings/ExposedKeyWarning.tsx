// Says that the key in use still lies where every program can read it, and how it is removed there.

import { TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { KeyLocation } from '../../shared/types/keys.ts'
import styles from './ExposedKeyWarning.module.css'

const isWindows = navigator.userAgent.includes('Windows')

export function ExposedKeyWarning({ locations }: { readonly locations: readonly KeyLocation[] }) {
  const { t } = useTranslation()
  if (locations.length === 0) return null
  const title = t('key.exposedTitle')
  return (
    <section className={styles.warning} aria-label={title}>
      <TriangleAlert size={17} aria-hidden />
      <div>
        <p className={styles.title}>{title}</p>
        {locations.map((location) => (
          <p key={`${location.kind} ${location.name}`}>{t(getRemovalHintKey(location), { location: location.name })}</p>
        ))}
      </div>
    </section>
  )
}

function getRemovalHintKey({ kind }: KeyLocation) {
  if (kind === 'file') return 'key.exposedFile'
  return isWindows ? 'key.exposedVariableWindows' : 'key.exposedVariable'
}

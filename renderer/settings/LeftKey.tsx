// Says that the key in use still lies where every program can read it, and how it is removed there.

import { TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { KeyPlace } from '../../shared/types/keys.ts'
import styles from './LeftKey.module.css'

const isWindows = navigator.userAgent.includes('Windows')

export function LeftKey({ places }: { readonly places: readonly KeyPlace[] }) {
  const { t } = useTranslation()
  if (places.length === 0) return null
  const title = t('key.leftTitle')
  return (
    <section className={styles.left} aria-label={title}>
      <TriangleAlert size={17} aria-hidden />
      <div>
        <p className={styles.title}>{title}</p>
        {places.map((place) => (
          <p key={`${place.kind} ${place.name}`}>{t(wordsFor(place), { place: place.name })}</p>
        ))}
      </div>
    </section>
  )
}

function wordsFor({ kind }: KeyPlace) {
  if (kind === 'file') return 'key.leftFile'
  return isWindows ? 'key.leftVariableWindows' : 'key.leftVariable'
}

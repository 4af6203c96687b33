// The field that searches the history.

import { Search, X } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../ui/Button.tsx'
import { maxShortTextLength } from '../state/history.ts'
import field from '../ui/Field.module.css'
import styles from './SearchBox.module.css'

interface SearchBoxProps {
  readonly query: string
  readonly onQueryChange: (query: string) => void
}

export function SearchBox({ query, onQueryChange }: SearchBoxProps) {
  const { t } = useTranslation()
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || query === '') return
    event.preventDefault()
    onQueryChange('')
  }
  return (
    <div className={`${field.field} ${styles.field}`}>
      <Search size={16} aria-hidden className={field.icon} />
      <input
        type="text"
        role="searchbox"
        data-search
        dir="auto"
        className={`${field.input} ${styles.input}`}
        aria-label={t('history.search')}
        placeholder={t('history.search')}
        maxLength={maxShortTextLength}
        value={query}
        onChange={(event) => onQueryChange(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {query !== '' && (
        <IconButton size="small" label={t('history.clear')} onPress={() => onQueryChange('')}>
          <X size={15} aria-hidden />
        </IconButton>
      )}
    </div>
  )
}

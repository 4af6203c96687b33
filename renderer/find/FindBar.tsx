// The bar that finds in the open conversation, by keyboard alone if one likes.

import { ChevronDown, ChevronUp, Search, X } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useWindow } from '../state/store.ts'
import { IconButton } from '../ui/Button.tsx'
import { closeFind, numberOf, seek, step, type Find } from '../state/find.ts'
import field from '../ui/Field.module.css'
import styles from './FindBar.module.css'

export function FindBar() {
  const { t } = useTranslation()
  const find = useWindow((state) => state.find)
  const input = useRef<HTMLInputElement>(null)
  const home = useRef<Element>(null)
  useFinding()
  // At once: what is typed right behind the key that opens the bar must not go into the prompt box.
  useLayoutEffect(() => {
    home.current = document.activeElement
    input.current?.focus()
    input.current?.select()
  }, [])
  useStepKeys()
  if (find === null) return null
  const close = (): void => {
    closeFind()
    const isThere = home.current instanceof HTMLElement && home.current.isConnected && home.current !== document.body
    const back = isThere ? home.current : document.querySelector('[data-home]')
    if (back instanceof HTMLElement) back.focus({ preventScroll: true })
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    close()
  }
  const isNothing = find.total === 0
  return (
    // Escape closes it from each of its parts.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- it is a landmark: its role is `search`
    <search className={`${field.field} ${styles.bar}`} onKeyDown={onKeyDown}>
      <Search size={16} aria-hidden className={field.icon} />
      <input
        ref={input}
        type="text"
        role="searchbox"
        data-find
        dir="auto"
        className={`${field.input} ${styles.input}`}
        aria-label={t('find.label')}
        placeholder={t('find.label')}
        maxLength={1_000}
        value={find.query}
        onChange={(event) => seek(event.target.value)}
        onKeyDown={onFieldKey}
      />
      <Told find={find} />
      <IconButton size="small" label={t('find.previous')} isDisabled={isNothing} onPress={() => step(-1)}>
        <ChevronUp size={17} aria-hidden />
      </IconButton>
      <IconButton size="small" label={t('find.next')} isDisabled={isNothing} onPress={() => step(1)}>
        <ChevronDown size={17} aria-hidden />
      </IconButton>
      <IconButton size="small" label={t('find.close')} onPress={close}>
        <X size={16} aria-hidden />
      </IconButton>
    </search>
  )
}

function onFieldKey(event: KeyboardEvent): void {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
  event.preventDefault()
  step(event.shiftKey ? -1 : 1)
}

/** Told aloud once it stands. */
function Told({ find }: { readonly find: Find }) {
  const { t } = useTranslation()
  const { query, total, isLooking, at, turned } = find
  const number = numberOf(find)
  const words =
    query.trim() === ''
      ? ''
      : total > 0 && at !== null
        ? t('find.place', { place: number, count: total })
        : t(isLooking ? 'find.looking' : 'find.nothing')
  return (
    <output className={styles.told} aria-busy={isLooking}>
      {words}
      {turned !== null && ` · ${t(`find.${turned}`)}`}
    </output>
  )
}

/** The engine that reads answers is loaded with the first one that is shown, or now. */
function useFinding(): void {
  useEffect(() => {
    const over = new AbortController()
    void import('./finding.ts').then(({ startFinding }) => {
      if (over.signal.aborted) return
      const end = startFinding()
      over.signal.addEventListener('abort', end)
    })
    return () => over.abort()
  }, [])
}

/** F3 and Ctrl+G go on from anywhere in the window while the bar is open. */
function useStepKeys(): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      const isStep = event.key === 'F3' || (event.key.toLowerCase() === 'g' && (event.ctrlKey || event.metaKey) && !event.altKey)
      if (!isStep || event.defaultPrevented) return
      event.preventDefault()
      step(event.shiftKey ? -1 : 1)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}

// The bar to find text in the open conversation. Everything in it works by keyboard.

import { ChevronDown, ChevronUp, Search, X } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { closeFind, type FindState, getMatchNumber, setFindQuery, stepMatch, useFind } from '../state/find.ts'
import { IconButton } from '../ui/Button.tsx'
import field from '../ui/Field.module.css'
import styles from './FindBar.module.css'

export function FindBar() {
  const { t } = useTranslation()
  const find = useFind()
  const input = useRef<HTMLInputElement>(null)
  const previousFocus = useRef<Element>(null)
  useFindSession()
  // A layout effect, so that what is typed right after the shortcut does not go into the prompt box.
  useLayoutEffect(() => {
    previousFocus.current = document.activeElement
    input.current?.focus()
    input.current?.select()
  }, [])
  useFindShortcuts()
  if (find === null) return null
  const close = (): void => {
    closeFind()
    const canRestoreFocus =
      previousFocus.current instanceof HTMLElement && previousFocus.current.isConnected && previousFocus.current !== document.body
    const focusTarget = canRestoreFocus ? previousFocus.current : document.querySelector('[data-prompt-box]')
    if (focusTarget instanceof HTMLElement) focusTarget.focus({ preventScroll: true })
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    close()
  }
  const hasNoMatches = find.total === 0
  return (
    // Escape closes the bar from any of its controls.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- a search element is a landmark
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
        onChange={(event) => setFindQuery(event.target.value)}
        onKeyDown={onInputKeyDown}
      />
      <FindStatus find={find} />
      <IconButton size="small" label={t('find.previous')} isDisabled={hasNoMatches} onPress={() => stepMatch(-1)}>
        <ChevronUp size={17} aria-hidden />
      </IconButton>
      <IconButton size="small" label={t('find.next')} isDisabled={hasNoMatches} onPress={() => stepMatch(1)}>
        <ChevronDown size={17} aria-hidden />
      </IconButton>
      <IconButton size="small" label={t('find.close')} onPress={close}>
        <X size={16} aria-hidden />
      </IconButton>
    </search>
  )
}

function onInputKeyDown(event: KeyboardEvent): void {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
  event.preventDefault()
  stepMatch(event.shiftKey ? -1 : 1)
}

/** Screen readers announce it when the search has finished. */
function FindStatus({ find }: { readonly find: FindState }) {
  const { t } = useTranslation()
  const { query, total, isSearching, currentMatch, wrapped } = find
  const matchNumber = getMatchNumber(find)
  const statusText =
    query.trim() === ''
      ? ''
      : total > 0 && currentMatch !== null
        ? t('find.position', { ordinal: matchNumber, count: total })
        : t(isSearching ? 'find.searching' : 'find.nothing')
  return (
    <output className={styles.status} aria-busy={isSearching}>
      {statusText}
      {wrapped !== null && ` · ${t(`find.${wrapped}`)}`}
    </output>
  )
}

/** Loads find-session.ts, which needs the Markdown parser, only when the bar opens. */
function useFindSession(): void {
  useEffect(() => {
    const abortController = new AbortController()
    void import('./find-session.ts').then(({ startFindSession }) => {
      if (abortController.signal.aborted) return
      const stopFindSession = startFindSession()
      abortController.signal.addEventListener('abort', stopFindSession)
    })
    return () => abortController.abort()
  }, [])
}

/** F3 and Ctrl+G step through the matches from anywhere in the window while the bar is open. */
function useFindShortcuts(): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      const isStepKey = event.key === 'F3' || (event.key.toLowerCase() === 'g' && (event.ctrlKey || event.metaKey) && !event.altKey)
      if (!isStepKey || event.defaultPrevented) return
      event.preventDefault()
      stepMatch(event.shiftKey ? -1 : 1)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
